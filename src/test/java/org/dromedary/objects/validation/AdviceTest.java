package org.dromedary.objects.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.dromedary.dicom.codec.Codecs;
import org.dromedary.dicom.codec.Transcoder;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.testing.Corpus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What validation says of a file and what the transcoder does with it go together, over all files at hand. */
class AdviceTest {

    private static final List<TransferSyntax> TARGETS = List.of(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
            TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.RLE_LOSSLESS,
            TransferSyntax.JPEG_LOSSLESS_SV1, TransferSyntax.JPEG_LS_LOSSLESS, TransferSyntax.JPEG_2000_LOSSLESS,
            TransferSyntax.HTJ2K_LOSSLESS);
    /** Bytes of files; larger ones add time and no forms. */
    private static final long SMALL = 60_000;
    /** Cells that hold more than the stored bits are coded as they are, and the frame says so. */
    private static final String WHOLE_CELLS = "cells have bits above High Bit";

    @TempDir
    Path folder;
    private final List<Path> files = new ArrayList<>();

    @BeforeEach
    void smallFilesOfTheCorpusAndTheCases() throws IOException {
        Path cases = Corpus.root().resolveSibling("cases");
        for (Path root : List.of(Corpus.root().resolve("dicom"), cases)) {
            if (Files.isDirectory(root)) {
                try (Stream<Path> paths = Files.walk(root)) {
                    paths.filter(Files::isRegularFile).filter(path -> path.toFile().length() < SMALL)
                            .filter(path -> root != cases || path.toString().endsWith(".dcm")).sorted()
                            .forEach(files::add);
                }
            }
        }
    }

    private static Map<FindingCode, Finding> findings(Path file) {
        Map<FindingCode, Finding> findings = new TreeMap<>();
        try {
            new ObjectValidator(ValidationSettings.DEFAULT).check(file, null)
                    .forEach(finding -> findings.put(FindingCode.valueOf(finding.code()), finding));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return findings;
    }

    /** The notes of a conversion, empty if it was refused. */
    private Optional<List<String>> convert(Path file, TransferSyntax syntax) throws IOException {
        try {
            return Optional.of(new Transcoder().transcode(file, folder.resolve("out.dcm"), syntax,
                    Transcoder.Options.DEFAULT).notes());
        } catch (CodecException | DicomFormatException e) {
            return Optional.empty();
        }
    }

    private boolean isConverted(Path file) throws IOException {
        return convert(file, TARGETS.get(0)).isPresent();
    }

    @Test
    void whatIsToBeTranscodedCanBe() throws IOException {
        int advised = 0;
        for (Path file : files) {
            Set<FindingCode> findings = findings(file).keySet();
            boolean readable = findings.stream().noneMatch(FindingCode::isDamage);
            boolean isAdvised = findings.stream().map(FindingCode::advice)
                    .anyMatch(advice -> advice.startsWith("transcode it") || advice.startsWith("re-encode it"));
            if (isAdvised && readable) {
                advised++;
                assertThat(isConverted(file)).as(file.getFileName() + " " + findings).isTrue();
            }
        }
        assertThat(advised).isGreaterThan(30);
    }

    @Test
    void whatHasNoFindingIsConvertedIfItsSyntaxIsDecoded() throws IOException {
        int sound = 0;
        for (Path file : files) {
            if (findings(file).isEmpty()) {
                TransferSyntax syntax = Part10.readMeta(file).transferSyntax();
                sound++;
                assertThat(isConverted(file)).as(file.getFileName().toString())
                        .isEqualTo(!syntax.encapsulated() || Codecs.decoder(syntax.uid()).isPresent());
            }
        }
        assertThat(sound).isGreaterThan(100);
    }

    @Test
    void whatIsWrittenHasNoFindingThatTheInputHadNot() throws IOException {
        int written = 0;
        for (Path file : files) {
            Set<FindingCode> before = findings(file).keySet();
            for (TransferSyntax syntax : TARGETS) {
                Optional<List<String>> notes = convert(file, syntax);
                if (notes.isPresent()) {
                    written++;
                    Set<FindingCode> after = new TreeSet<>(findings(folder.resolve("out.dcm")).keySet());
                    after.removeAll(before);
                    if (before.contains(FindingCode.META_MISSING)) {
                        after.remove(FindingCode.META_INCOMPLETE);
                    }
                    if (notes.get().stream().anyMatch(note -> note.startsWith(WHOLE_CELLS))) {
                        after.remove(FindingCode.FRAME_PRECISION_DIFFERS);
                    }
                    assertThat(after).as(file.getFileName() + " in " + syntax.name()).isEmpty();
                }
            }
        }
        assertThat(written).isGreaterThan(500);
    }
}
