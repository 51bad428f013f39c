package org.dromedary.objects.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.dromedary.objects.validation.Finding.Grade;
import org.dromedary.testing.Corpus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What validation says of the files of the corpus. */
class ValidatorCorpusTest {

    private static List<Finding> findings(Path file) throws IOException {
        return new ObjectValidator(ValidationSettings.DEFAULT).check(file, null);
    }

    @Test
    void everyBrokenFileEndsInFindingsOrIsAllowed() throws IOException {
        // A basic offset table may be empty.
        List<String> sound = List.of("syn-encaps-no-bot.dcm");
        for (Path file : Corpus.files("dicom/broken")) {
            boolean found = !findings(file).isEmpty();

            assertThat(found).as(file.getFileName().toString())
                    .isEqualTo(!sound.contains(file.getFileName().toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dicom/transfer-syntax/htj2k", "dicom/transfer-syntax/rle", "dicom/synthetic"})
    void soundFilesAreNotQuarantinedForTheirPixels(String folder) throws IOException {
        for (Path file : Corpus.files(folder)) {
            assertThat(findings(file)).as(file.getFileName().toString())
                    .filteredOn(finding -> finding.grade() == Grade.QUARANTINE).extracting(Finding::code)
                    .filteredOn(code -> code.startsWith("P") || code.startsWith("F")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"syn-truncated-pixels.dcm, FILE_TRUNCATED", "syn-meta-uid-differs.dcm, META_DIFFERS",
        "syn-encaps-wrong-bot.dcm, OFFSET_TABLE_WRONG", "syn-tags-out-of-order.dcm, ELEMENT_ORDER",
        "syn-zeroed-pixel-tail.dcm, PIXEL_TAIL_ZERO", "syn-ts-says-implicit-is-explicit.dcm, TRANSFER_SYNTAX_WRONG",
        "syn-trailing-text.dcm, TRAILING_BYTES", "syn-gzipped.dcm.gz, NOT_DICOM"})
    void whatTheNoteSaysIsWhatIsFound(String name, String code) throws IOException {
        assertThat(findings(Corpus.file("dicom/broken/" + name))).extracting(Finding::code).contains(code);
    }

    /** Of all objects of the corpus, by folder, how many would go as they are once they have come twice. */
    @Test
    void faithfulProfileKeepsBackOnlyWhatCanNotBeToldApart() throws IOException {
        int strict = 0;
        int faithful = 0;
        int all = 0;
        Set<String> keptBack = new TreeSet<>();
        for (Path file : Corpus.files("dicom")) {
            List<Finding> found = findings(file);
            all++;
            strict += goes(new ObjectValidator(ValidationSettings.STRICT).check(file, null)) ? 1 : 0;
            faithful += goes(found) ? 1 : 0;
            if (!goes(found)) {
                keptBack.add(found.get(0).code());
            }
        }
        System.out.printf("Corpus: %d files, %d go as they are by strict, %d by faithful%n", all, strict, faithful);
        assertThat(keptBack).isSubsetOf("FILE_EMPTY", "NOT_DICOM", "UID_MISSING");
        assertThat(faithful).isGreaterThan(strict);
    }

    private static boolean goes(List<Finding> findings) {
        return findings.stream().noneMatch(finding -> finding.grade() == Grade.QUARANTINE);
    }
}
