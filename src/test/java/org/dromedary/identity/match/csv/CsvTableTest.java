package org.dromedary.identity.match.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dromedary.identity.match.RisExam;
import org.dromedary.testing.Corpus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {

    private static final String HEADER = "exam_id,accession,patient_id,last_name,birth_date,performed\n";

    @TempDir
    private Path folder;

    private List<RisExam> read(String text, CsvForm form) throws IOException {
        return read(Files.write(folder.resolve("exams.csv"), text.getBytes(form.charset())), form);
    }

    private static List<RisExam> read(Path file, CsvForm form) {
        List<RisExam> all = new ArrayList<>();
        RisCsv.exams(file, form).forEach(all::add);
        return all;
    }

    private void assertRefused(String text, CsvForm form, String... parts) throws IOException {
        Path file = Files.write(folder.resolve("exams.csv"), text.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> read(file, form)).isInstanceOf(CsvFormatException.class)
                .hasMessageContaining("exams.csv").hasMessageContainingAll(parts);
    }

    @Test
    void columnsAreMappedAndDatesReadInTheFormOfTheSite() {
        CsvForm form = new CsvForm(';', StandardCharsets.UTF_8, List.of("dd-MM-yyyy HH:mm", "dd-MM-yyyy", "yyyyMMdd"),
                Map.of("exam_id", "order_id"));
        List<RisExam> exams = read(Corpus.file("hl7/scenario/ris-orders.csv"), form);
        assertThat(exams).hasSizeGreaterThan(100);
        assertThat(exams).allSatisfy(exam -> {
            assertThat(exam.birthDate()).matches("|\\d{4}-\\d\\d-\\d\\d");
            assertThat(exam.performed()).matches("|\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d");
        });
    }

    @Test
    void fileIsReadAnewEachTime() throws IOException {
        Path file = Files.writeString(folder.resolve("exams.csv"), '\uFEFF' + HEADER + "E1,A1,P1,Horák,1961-08-05,\n");
        Iterable<RisExam> exams = RisCsv.exams(file, CsvForm.PLAIN);
        assertThat(exams).hasSize(1);
        assertThat(exams).first().satisfies(exam -> assertThat(exam.lastName()).isEqualTo("Horák"));
    }

    @Test
    void otherCharsetsAreRead() throws IOException {
        CsvForm form = new CsvForm('\t', Charset.forName("windows-1250"), CsvForm.PLAIN.dates(), Map.of());
        assertThat(read((HEADER + "E1,A1,P1,Řehoř,1961-08-05,2017-05-09 10:15\n").replace(',', '\t'), form))
                .singleElement().satisfies(exam -> {
                    assertThat(exam.lastName()).isEqualTo("Řehoř");
                    assertThat(exam.performed()).isEqualTo("2017-05-09 10:15");
                });
    }

    @Test
    void badRowsAreNamedByFileLineAndColumnWithoutTheirValues() throws IOException {
        assertRefused(HEADER + "E1,A1,P1,Horak,1961-08-05,\nE2,A2,P2,Novak,05/08/61,\n", CsvForm.PLAIN, "line 3",
                "column birth_date", "add the pattern");
        assertThatThrownBy(() -> read(folder.resolve("exams.csv"), CsvForm.PLAIN)).message()
                .doesNotContain("05/08/61").doesNotContain("Novak");
        assertRefused(HEADER + ",A1,P1,Horak,,\n", CsvForm.PLAIN, "line 2", "column exam_id", "empty");
        assertRefused(HEADER + "E1,A1,P1\n", CsvForm.PLAIN, "line 2", "3 values, but 6 columns");
        assertRefused(HEADER + "E1,A1,P1,\"Horak,,\n", CsvForm.PLAIN, "line 2", "quotes");
        assertRefused(HEADER + "E1,A1,P1,Hor\u00E1k,,\n", CsvForm.PLAIN, "UTF-8", "charset");
        assertRefused(HEADER.replace(',', ';'), CsvForm.PLAIN, "line 1", "no column exam_id", "delimiter");
    }

    @Test
    void missingFileIsSaid() {
        assertThatThrownBy(() -> read(folder.resolve("none.csv"), CsvForm.PLAIN))
                .isInstanceOf(CsvFormatException.class).hasMessageContaining("check path and rights");
    }
}
