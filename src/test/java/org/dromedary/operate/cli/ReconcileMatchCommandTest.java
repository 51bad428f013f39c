package org.dromedary.operate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcileMatchCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... options) {
        String[] arguments = new String[options.length + 7];
        List.of("match", "--studies", file("studies.csv"), "--exams", file("exams.csv"), "--out",
                file("decisions.csv")).toArray(arguments);
        System.arraycopy(options, 0, arguments, 7, options.length);
        return Dromedary.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
                .execute(prefixed(arguments));
    }

    private static String[] prefixed(String[] arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "reconcile";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return all;
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void site() throws IOException {
        StringBuilder studies = new StringBuilder("study_uid,patient_id,patient_name,patient_birth_date,patient_sex,"
                + "study_date,study_time,accession_number,modalities,study_description\n");
        StringBuilder exams = new StringBuilder(
                "order;accession;patient_id;last_name;first_name;birth_date;sex;performed;modality;procedure_text\n");
        StringBuilder truth = new StringBuilder("study_uid,correct_patient_id,exam_id,error_types\n");
        for (int i = 0; i < 200; i++) {
            String day = String.format("%02d.%02d.%d", 1 + i % 28, 1 + i % 12, 2012 + i % 9);
            String da = String.format("%d%02d%02d", 2012 + i % 9, 1 + i % 12, 1 + i % 28);
            int born = 1930 + i % 60;
            studies.append(String.format("1.2.%d,Q%05d,Name%c%c^Given%c,%d0714,F,%s,101500,R%06d,CT,Thorax%n", i,
                    i * 37, 'a' + i % 26, 'a' + i / 26, 'a' + i % 7, born, da, i * 811));
            exams.append(String.format("E%d;R%06d;Q%05d;Name%c%c;Given%c;14.07.%d;F;%s 10:05;CT;Thorax%n", i, i * 811,
                    i * 37, 'a' + i % 26, 'a' + i / 26, 'a' + i % 7, born, day));
            truth.append(String.format("1.2.%d,Q%05d,E%d,clean%n", i, i * 37, i));
        }
        Files.writeString(folder.resolve("studies.csv"), studies);
        Files.writeString(folder.resolve("exams.csv"), exams);
        Files.writeString(folder.resolve("truth.csv"), truth);
    }

    @Test
    void matchesFilesAndReports() throws IOException {
        site();
        int exit = execute("--truth", file("truth.csv"), "--report", file("report.txt"), "--delimiter", ";",
                "--header", "exam_id=order", "--date-pattern", "dd.MM.yyyy HH:mm", "--date-pattern", "dd.MM.yyyy",
                "--false-match-rate", "1e-4");
        assertThat(err.toString()).isEmpty();
        assertThat(exit).isZero();
        assertThat(Files.readString(folder.resolve("report.txt"))).isEqualTo(out.toString())
                .contains("200 studies, 200 exams, 200 patients", "match 200 (100.0 %)", "matched rightly (100.00 %)");
        List<String> decisions = Files.readAllLines(folder.resolve("decisions.csv"));
        assertThat(decisions).hasSize(201).first().isEqualTo(
                "study_uid,decision,patient_id,accession,exam_id,score,second_score,rule,explanation");
        assertThat(decisions.get(1)).startsWith("1.2.0,match,Q00000,R000000,E0,");
    }

    @Test
    void badFileEndsWithOneLineThatSaysWhatToDo() throws IOException {
        site();
        assertThat(execute("--delimiter", ";")).isEqualTo(Dromedary.CAN_NOT_RUN);
        assertThat(err.toString()).hasLineCount(1).contains("exams.csv, line 1", "no column exam_id", "header mapping");
        assertThat(Files.exists(folder.resolve("decisions.csv"))).as("nothing half done").isFalse();
    }

    @Test
    void wrongOptionsAreSaid() throws IOException {
        site();
        assertThat(execute("--charset", "EBCDIC-9")).isEqualTo(Dromedary.CAN_NOT_RUN);
        assertThat(execute("--delimiter", "::")).isEqualTo(Dromedary.CAN_NOT_RUN);
        assertThat(execute("--header", "order")).isEqualTo(Dromedary.CAN_NOT_RUN);
        assertThat(execute("--false-match-rate", "0")).isEqualTo(Dromedary.CAN_NOT_RUN);
        assertThat(err.toString()).hasLineCount(4).contains("There is no charset EBCDIC-9",
                "delimiter is one character", "ours=theirs", "between 0 and 1");
    }
}
