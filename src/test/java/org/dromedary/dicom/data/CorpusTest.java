package org.dromedary.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.dromedary.testing.Corpus;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Real and authored files: whatever is well formed comes out of reading and writing in the same bytes. */
class CorpusTest {
    /** Outside {@code broken/}, this one alone cannot be read: its last record ends behind the end of the file. */
    private static final String CUT_DIRECTORY = "dicom/filesets/pydicom-dicomdirtests/DICOMDIR-nooffset";

    @Test
    void wellFormedFilesComeBackInTheSameBytes() {
        Map<String, Set<Leniency>> irregular = new HashMap<>();
        List<String> changed = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        int same = 0;
        for (Path file : Corpus.files("dicom")) {
            String name = Corpus.nameOf(file);
            try {
                RoundTrip trip = Assertions.assertTimeout(Duration.ofSeconds(30), () -> RoundTrip.of(file), name);
                if (!trip.irregularities.isEmpty()) {
                    irregular.put(name, trip.irregularities);
                } else if (Arrays.equals(trip.read, trip.written)) {
                    same++;
                } else {
                    changed.add(name);
                }
            } catch (RuntimeException e) {
                assertThat(e).as(name).hasCauseInstanceOf(DicomFormatException.class);
                refused.add(name);
            }
        }
        assertThat(changed).isEmpty();
        assertThat(same).isGreaterThanOrEqualTo(340);
        assertThat(refused).allMatch(name -> name.startsWith("dicom/broken/") || name.equals(CUT_DIRECTORY));
        assertThat(irregular).hasSizeLessThan(25)
                .contains(entry("dicom/broken/syn-odd-length-value.dcm", Set.of(Leniency.ODD_LENGTH)),
                        entry("dicom/broken/syn-trailing-zeros.dcm", Set.of(Leniency.TRAILING_ZEROS)),
                        entry("dicom/broken/syn-ts-says-implicit-is-explicit.dcm", Set.of(Leniency.WRONG_SYNTAX)),
                        entry("dicom/broken/syn-unknown-vr.dcm", Set.of(Leniency.UNKNOWN_VR)));
    }

    @Test
    void headsAndMetaInformationAgreeWithTheManifest() {
        int checked = 0;
        for (Map<String, String> row : Corpus.manifest()) {
            String syntax = row.get("transfer_syntax_uid");
            if (row.get("path").startsWith("dicom/broken/") || !row.get("path").startsWith("dicom/")
                    || syntax == null || syntax.isEmpty() || row.get("path").equals(CUT_DIRECTORY)) {
                continue;
            }
            Path file = Corpus.file(row.get("path"));
            Part10.FileMeta meta = unchecked(() -> Part10.readMeta(file));
            DataSet head = unchecked(() -> Part10.readHead(file));
            assertThat(meta.transferSyntaxUid()).as(row.get("path")).isEqualTo(syntax);
            assertThat(head.contains(Tag.PixelData)).isFalse();
            if (Uid.isValid(row.get("sop_class_uid")) && head.contains(Tag.SOPClassUID)) {
                assertThat(head.getString(Tag.SOPClassUID)).as(row.get("path")).isEqualTo(row.get("sop_class_uid"));
            }
            assertThat(String.join("\\", head.getStrings(Tag.SpecificCharacterSet))).as(row.get("path"))
                    .isEqualTo(row.get("specific_character_set"));
            checked++;
        }
        assertThat(checked).isGreaterThan(300);
    }

    @Test
    void namesInEveryCharacterSetAreDecodedAndEncodedTheSame() {
        Map<String, String> names = Map.ofEntries(
                entry("pydicom--chrArab.dcm", "\u0642\u0628\u0627\u0646\u064A^\u0644\u0646\u0632\u0627\u0631"),
                entry("pydicom--chrFren.dcm", "Buc^J\u00E9r\u00F4me"),
                entry("pydicom--chrGerm.dcm", "\u00C4neas^R\u00FCdiger"),
                entry("pydicom--chrGreek.dcm", "\u0394\u03B9\u03BF\u03BD\u03C5\u03C3\u03B9\u03BF\u03C2"),
                entry("pydicom--chrHbrw.dcm", "\u05E9\u05E8\u05D5\u05DF^\u05D3\u05D1\u05D5\u05E8\u05D4"),
                entry("pydicom--chrRuss.dcm", "\u041B\u044E\u043Ace\u043C\u0431yp\u0433"),
                entry("pydicom--chrH31.dcm",
                        "Yamada^Tarou=\u5C71\u7530^\u592A\u90CE=\u3084\u307E\u3060^\u305F\u308D\u3046"),
                entry("pydicom--chrH32.dcm", "\uFF94\uFF8F\uFF80\uFF9E^\uFF80\uFF9B\uFF73=\u5C71\u7530^\u592A\u90CE"
                        + "=\u3084\u307E\u3060^\u305F\u308D\u3046"),
                entry("pydicom--chrI2.dcm", "Hong^Gildong=\u6D2A^\u5409\u6D1E=\uD64D^\uAE38\uB3D9"),
                entry("pydicom--chrX1.dcm", "Wang^XiaoDong=\u738B^\u5C0F\u6771="),
                entry("pydicom--chrX2.dcm", "Wang^XiaoDong=\u738B^\u5C0F\u4E1C="),
                entry("fo-dicom--chrGB2312.dcm", "Zhang^XiaoDong=\u5F20^\u5C0F\u4E1C="),
                entry("syn-gbk.dcm", "Zhao^Min=\u8D75^\u654F"),
                entry("syn-jis-supp.dcm", "Ogai=\u68EE^\u9DD7\u5916"),
                entry("syn-latin3.dcm", "\u017Beppi^\u0120or\u0121"),
                entry("syn-latin4.dcm", "B\u0113rzi\u0146\u0161^J\u0101nis"),
                entry("syn-latin5.dcm", "Y\u0131lmaz^\u015E\u00FCkr\u00FC"),
                entry("syn-thai.dcm", "\u0E2A\u0E21\u0E0A\u0E32\u0E22^\u0E43\u0E08\u0E14\u0E35"));
        names.forEach((file, name) -> {
            DataSet head = unchecked(() -> Part10.readHead(Corpus.file("dicom/charset/" + file)));
            assertThat(head.getString(Tag.PatientName)).as(file).isEqualTo(name);
            byte[] encoded = new DataSet(head).set(Tag.PatientName, name).getBytes(Tag.PatientName);
            assertThat(encoded).as(file).isEqualTo(head.getBytes(Tag.PatientName));
        });
    }

    @Test
    void itemsOfTheCorpusUseTheirOwnOrTheirParentsCharacterSet() {
        for (String file : List.of("pydicom--chrSQEncoding.dcm", "pydicom--chrSQEncoding1.dcm")) {
            DataSet head = unchecked(() -> Part10.readHead(Corpus.file("dicom/charset/" + file)));
            PersonName name = head.getItems(Tag.RequestedProcedureCodeSequence).get(0).getPersonName(Tag.PatientName);
            assertThat(name.ideographic()).isEqualTo("\u5C71\u7530^\u592A\u90CE");
        }
    }

    @Test
    void wronglyDeclaredTextIsNoticed() {
        Map<String, Boolean> rightly = Map.of("syn-fault-latin1-declared-utf8.dcm", false,
                "syn-fault-sjis-undeclared.dcm", false, "syn-fault-utf8-undeclared.dcm", false,
                "syn-utf8-mixed.dcm", true, "syn-latin1-nordic.dcm", true);
        rightly.forEach((file, expected) -> {
            DataSet head = unchecked(() -> Part10.readHead(Corpus.file("dicom/charset/" + file)));
            assertThat(head.characterSet().canDecode(head.getBytes(Tag.PatientName), Vr.PN)).as(file)
                    .isEqualTo(expected);
        });
        DataSet unknown = unchecked(() -> Part10.readHead(Corpus.file("dicom/charset/syn-fault-unknown-term.dcm")));
        assertThat(unknown.characterSet().unknownTerms()).containsExactly("ISO_IR 999");
    }

    private interface Reading<T> {
        T get() throws IOException;
    }

    private static <T> T unchecked(Reading<T> reading) {
        try {
            return reading.get();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The bytes of a data set as they are in the file and as they are written again, both inflated. */
    private record RoundTrip(byte[] read, byte[] written, Set<Leniency> irregularities) {
        static RoundTrip of(Path file) {
            return unchecked(() -> {
                byte[] all = Files.readAllBytes(file);
                InputStream in = new ByteArrayInputStream(all);
                Part10.FileMeta meta = Part10.readMeta(in);
                DataSetReader reader = new DataSetReader(in, meta.transferSyntax());
                byte[] written = DataSetWriter.encode(reader.read(), meta.transferSyntax());
                byte[] read = Arrays.copyOfRange(all, (int) meta.dataSetOffset(), all.length);
                boolean deflated = meta.transferSyntax().deflated();
                return new RoundTrip(deflated ? inflate(read) : read, deflated ? inflate(written) : written,
                        reader.irregularities());
            });
        }

        private static byte[] inflate(byte[] deflated) throws IOException {
            return new InflaterInputStream(new ByteArrayInputStream(deflated), new Inflater(true)).readAllBytes();
        }
    }
}
