package org.dromedary.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link StudyGenerator} makes. */
class StudyGeneratorTest {

    private static final int STUDIES = 16;

    private final StudyGenerator generator = new StudyGenerator(7).objectsPerSeries(3).matrix(32);

    @TempDir
    private Path folder;

    private List<Path> files(String name) throws IOException {
        List<Path> files = new ArrayList<>();
        generator.generate(STUDIES, folder.resolve(name)).forEach(study -> files.addAll(study.files()));
        return files;
    }

    @Test
    void sameSeedGivesTheSameBytes() throws IOException {
        List<Path> once = files("a");
        List<Path> again = files("b");
        assertThat(once).hasSameSizeAs(again);
        for (int i = 0; i < once.size(); i++) {
            assertThat(Files.mismatch(once.get(i), again.get(i))).isEqualTo(-1);
        }
    }

    @Test
    void otherSeedGivesOtherUids() throws IOException {
        Set<String> uids = new HashSet<>();
        for (long seed = 0; seed < 3; seed++) {
            new StudyGenerator(seed).matrix(8).study(0,
                    (object, syntax) -> uids.add(object.getString(Tag.SOPInstanceUID)));
        }
        assertThat(uids).hasSize(3 * 12);
    }

    @Test
    void everyKindOfObjectAppearsWithUniqueValidUids() throws IOException {
        Set<String> sopClasses = new HashSet<>();
        Set<String> uids = new HashSet<>();
        List<Path> files = files("a");
        for (Path file : files) {
            DataSet head = Part10.readHead(file);
            sopClasses.add(head.getString(Tag.SOPClassUID));
            uids.add(head.getString(Tag.SOPInstanceUID));
            assertThat(Uid.isValid(head.getString(Tag.SOPInstanceUID))).isTrue();
            assertThat(head.getString(Tag.StudyInstanceUID)).startsWith("2.25.");
        }
        assertThat(uids).hasSameSizeAs(files);
        for (ObjectKind kind : ObjectKind.values()) {
            assertThat(sopClasses).contains(kind.sopClassUid());
        }
    }

    @Test
    void namesComeBackFromFilesInTheirCharacterSets() throws IOException {
        Set<String> characterSets = new HashSet<>();
        for (Path file : files("a")) {
            DataSet head = Part10.readHead(file);
            characterSets.add(String.join("\\", head.getStrings(Tag.SpecificCharacterSet)));
            assertThat(head.getString(Tag.PatientName)).isNotBlank().doesNotContain("\ufffd").doesNotContain("?");
        }
        assertThat(characterSets).contains("ISO_IR 100", "ISO_IR 192", "ISO_IR 144", "\\ISO 2022 IR 87");
    }

    @Test
    void someStudyHasNoDateAndAllUncompressedSyntaxesAppear() throws IOException {
        Set<String> syntaxes = new HashSet<>();
        List<GeneratedStudy> studies = generator.generate(STUDIES, folder.resolve("a"));
        for (GeneratedStudy study : studies) {
            syntaxes.add(Part10.readMeta(study.files().get(0)).transferSyntaxUid());
        }
        assertThat(studies).anyMatch(study -> study.studyDate() == null).anyMatch(study -> study.studyDate() != null);
        assertThat(syntaxes).containsExactlyInAnyOrder(Uid.ImplicitVRLittleEndian, Uid.ExplicitVRLittleEndian,
                Uid.ExplicitVRBigEndian);
    }

    @Test
    void pixelDataHasTheLengthThatTheImageModuleSays() throws IOException {
        generator.study(3, (object, syntax) -> {
            int frames = object.getInt(Tag.NumberOfFrames, 1);
            int expected = object.getInt(Tag.Rows, 0) * object.getInt(Tag.Columns, 0) * frames
                    * object.getInt(Tag.SamplesPerPixel, 0) * object.getInt(Tag.BitsAllocated, 0) / 8;
            assertThat(object.getBytes(Tag.PixelData)).hasSize(expected);
            assertThat(syntax).isEqualTo(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
        });
    }
}
