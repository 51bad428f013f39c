package org.dromedary.identity.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import javax.sql.DataSource;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.dromedary.dicom.data.PrivateFiles;
import org.dromedary.identity.plan.WorkingDecisions.Answer;
import org.dromedary.ledger.Ledger;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class ReviewCsvTest {

    @Inject
    DataSource dataSource;

    @Inject
    Ledger ledger;

    private final Path folder = ServicesResource.newDataDir();

    private final String uid = TestPlan.uid();
    private final String other = TestPlan.uid();
    private TestPlan plan;
    private long study;
    private long otherStudy;

    @BeforeEach
    void twoStudiesInReview() {
        plan = new TestPlan(dataSource, ledger);
        study = plan.study(uid, "1", "=HYPERLINK(\"x\")^ASE", "-1");
        otherStudy = plan.study(other, "2", "BERG; LARS, \"jr\"", "A2");
        plan.exam("E1", "P1", "Nordahl", "RIS-1");
        plan.exam("E2", "P2", "@Berg", "RIS-2");
        plan.propose(plan.review(uid, "E1", "E2"), plan.none(other));
    }

    private Path export(PlanDecision only, Integer sample) {
        return plan.in(sql -> {
            Path file = folder.resolve("review.csv");
            try (Writer out = PrivateFiles.writer(file); ReviewCsv.Export csv = new ReviewCsv.Export(out)) {
                if (sample == null) {
                    new Review(sql).forEach(only, csv::add);
                } else {
                    new Review(sql).sample(only, sample, csv::add);
                }
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static List<CSVRecord> rows(Path file) throws IOException {
        return CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get()
                .parse(new StringReader(Files.readString(file).substring(1))).getRecords();
    }

    private ReviewImport.Result take(String csv) throws IOException {
        Path file = Files.writeString(folder.resolve("answers.csv"), csv);
        return take(file);
    }

    private ReviewImport.Result take(Path file) {
        return plan.in(sql -> {
            try {
                return new ReviewImport(sql).of(file, "kim");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private ReviewStudy now(long id) {
        return plan.some(sql -> new Review(sql).study(id)).orElseThrow();
    }

    @AfterEach
    void removeFolder() {
        ServicesResource.delete(folder);
    }

    @Test
    void exportHasARowForEachCandidateAndMarksWhatDiffers() throws IOException {
        List<CSVRecord> rows = rows(export(null, null));
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0).get("candidate")).isEqualTo(plan.own + "E1");
        assertThat(rows.get(0).get("differs")).contains("name").contains("accession").doesNotContain("birth_date");
        assertThat(rows.get(2).get("candidate")).isEmpty();
        assertThat(rows(export(PlanDecision.NONE, null))).hasSize(1);
        assertThat(rows(export(null, 1)).get(0).get("study_uid")).isIn(uid, other);
    }

    @Test
    void formulasOfArchivesAreGuarded() throws IOException {
        assertThat(Files.readString(export(null, null))).contains("'=HYPERLINK").contains("'@Berg").contains("'-1");
    }

    @Test
    void onlyItsOwnerMayReadTheFile() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(export(null, null))))
                .isEqualTo("rw-------");
    }

    @Test
    void importOfAnExportIsTheIdentity() {
        plan.in(sql -> new WorkingDecisions(sql).decide(study, Answer.of(plan.own + "E2"), "lee", "=sure"));
        plan.in(sql -> new WorkingDecisions(sql).decide(otherStudy, Answer.of("hold"), "lee", ""));
        ReviewStudy before = now(study);
        ReviewImport.Result result = take(export(null, null));
        assertThat(result).isEqualTo(new ReviewImport.Result(2, 0));
        assertThat(now(study)).isEqualTo(before);
        assertThat(now(study).decidedBy()).isEqualTo("lee");
        assertThat(now(otherStudy).decision()).isEqualTo(PlanDecision.HOLD);
    }

    @Test
    void answersBecomeDecisionsOfThePersonAlsoFromASpreadsheetWithSemicolons() throws IOException {
        ReviewImport.Result result = take("\uFEFFstudy_uid;candidate;answer;note\r\n"
                + uid + ";" + plan.own + "E1;;\r\n"
                + uid + ";" + plan.own + "E2; Accept ;called the ward\r\n"
                + other + ";;hold;\r\n");
        assertThat(result).isEqualTo(new ReviewImport.Result(2, 2));
        assertThat(now(study).examId()).isEqualTo(plan.own + "E2");
        assertThat(now(study).decidedBy()).isEqualTo("kim");
        assertThat(now(study).note()).isEqualTo("called the ward");
        assertThat(now(otherStudy).decision()).isEqualTo(PlanDecision.HOLD);
    }

    @Test
    void wrongRowsAreNamedByTheirLineAndNothingIsTakenIn() {
        assertThatThrownBy(() -> take("study_uid,candidate,answer\r\n"
                + other + ",,none\r\n"
                + uid + "," + plan.own + "E1,accept\r\n"
                + uid + "," + plan.own + "E2,accept\r\n2.25.1,,none\r\n"
                + other + ",,accept\r\n"))
                .isInstanceOf(PlanException.class).hasMessageContaining("line 4: another answer than in line 3")
                .hasMessageContaining("line 5: the ledger has no study").hasMessageContaining("line 6: accept")
                .hasMessageNotContaining(plan.own);
        assertThat(now(study).byPerson()).isFalse();
        assertThat(now(otherStudy).byPerson()).isFalse();
    }

    @Test
    void whatIsNoExportIsSaid() throws IOException {
        assertThatThrownBy(() -> take("a,b\r\n1,2\r\n")).hasMessageContaining("no columns study_uid");
        assertThatThrownBy(() -> take("study_uid,candidate,answer\r\n\"1,2\r\n"))
                .hasMessageContaining("not a complete");
        Path latin = Files.write(folder.resolve("latin.csv"),
                "study_uid,candidate,answer\r\nÅ,,none\r\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> take(latin)).hasMessageContaining("UTF-8");
    }
}
