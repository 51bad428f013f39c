package org.dromedary.identity.plan;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.dromedary.identity.match.PacsStudy;
import org.dromedary.identity.match.RisExam;
import org.dromedary.identity.plan.ReviewStudy.Candidate;
import org.dromedary.identity.plan.WorkingDecisions.Answer;
import org.dromedary.ledger.SpreadsheetText;

/** The review as a spreadsheet: a row for each study and candidate, and a column for the answer. */
public final class ReviewCsv {

    private static final String[] HEADER = {"study_uid", "decision", "rule", "score", "second_score", "explanation",
        "candidate", "candidate_score", "differs", "answer", "note", "decided_by", "pacs_patient_id", "ris_patient_id",
        "pacs_name", "ris_name", "pacs_birth_date", "ris_birth_date", "pacs_sex", "ris_sex", "pacs_accession",
        "ris_accession", "pacs_study_id", "pacs_date", "pacs_time", "ris_performed", "pacs_modalities", "ris_modality",
        "pacs_description", "ris_procedure", "pacs_issuer", "ris_issuer", "ris_status"};
    private static final Set<String> NEEDED = Set.of("study_uid", "candidate", "answer");
    private static final int NAMED = 20;

    private ReviewCsv() {
    }

    /** Writes studies as they come; the file is in UTF-8 and begins with a byte order mark, for spreadsheets' sake. */
    public static final class Export implements AutoCloseable {
        private final CSVPrinter rows;
        private int studies;

        public Export(Writer out) throws IOException {
            out.write('\uFEFF');
            rows = new CSVPrinter(out, CSVFormat.RFC4180);
            rows.printRecord((Object[]) HEADER);
        }

        /** The number of studies written. */
        public int studies() {
            return studies;
        }

        public void add(ReviewStudy study) {
            try {
                studies++;
                if (study.candidates().isEmpty()) {
                    row(study, null, study.answer());
                }
                for (Candidate candidate : study.candidates()) {
                    row(study, candidate, candidate == study.candidates().get(0) ? study.answer() : "");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void row(ReviewStudy study, Candidate candidate, String answer) throws IOException {
            PacsStudy pacs = study.pacs();
            RisExam exam = candidate == null ? null : candidate.exam();
            List<String> ris = exam == null ? List.of("", "", "", "", "", "", "", "", "", "")
                    : List.of(exam.patientId(), ReviewStudy.name(exam), exam.birthDate(), exam.sex(),
                            exam.accession(), exam.performed(), exam.modality(), exam.procedureText(), exam.issuer(),
                            exam.status());
            Object[] values = {pacs.studyUid(), study.decision().name(), study.rule(), study.score(),
                study.secondScore(), study.explanation(), candidate == null ? "" : candidate.examId(),
                candidate == null ? null : candidate.score(), differs(study, candidate), answer, study.note(),
                study.decidedBy(), pacs.patientId(), ris.get(0), pacs.patientName(), ris.get(1), pacs.birthDate(),
                ris.get(2), pacs.sex(), ris.get(3), pacs.accession(), ris.get(4), pacs.studyId(), pacs.studyDate(),
                pacs.studyTime(), ris.get(5), pacs.modalities(), ris.get(6), pacs.description(), ris.get(7),
                pacs.issuer(), ris.get(8), ris.get(9)};
            for (int i = 0; i < values.length; i++) {
                values[i] = values[i] instanceof String text ? SpreadsheetText.guarded(text) : values[i];
            }
            rows.printRecord(values);
        }

        private static String differs(ReviewStudy study, Candidate candidate) {
            if (candidate == null) {
                return "";
            }
            return candidate.exam() == null ? "exam gone" : String.join(" ", study.differs(candidate.exam()));
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }

    /** What a file answers on a study, and the line of the first row that does. */
    record Answered(String studyUid, Answer answer, String note, long line) {
    }

    /**
     * Reads the answers of a file; rows without an answer mean nothing.
     *
     * @param problems gets a line for each row that is wrong, naming its line, without what stands in it
     */
    static List<Answered> read(Path file, List<String> problems) throws IOException {
        Map<String, Answered> answers = new LinkedHashMap<>();
        try (BufferedReader in = Files.newBufferedReader(file); CSVParser rows = parser(in)) {
            if (!rows.getHeaderMap().keySet().containsAll(NEEDED)) {
                throw new PlanException(file.getFileName() + " has no columns study_uid, candidate and answer: is it a"
                        + " file of 'reconcile review export'?");
            }
            for (CSVRecord row : rows) {
                answer(row, answers, problems);
            }
        } catch (UncheckedIOException e) {
            throw unreadable(file, e.getCause());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw unreadable(file, e);
        }
        return new ArrayList<>(answers.values());
    }

    private static PlanException unreadable(Path file, Exception cause) {
        return new PlanException(file.getFileName() + (cause instanceof CharacterCodingException
                ? " is not in UTF-8: save it as 'CSV UTF-8'" : " is not a complete CSV file: save it anew from the"
                + " spreadsheet, or export it again"));
    }

    /** A spreadsheet of another country parts the columns by semicolons. */
    private static CSVParser parser(BufferedReader in) throws IOException {
        in.mark(2);
        if (in.read() != '\uFEFF') {
            in.reset();
        }
        in.mark(HEADER.length * 100);
        String header = in.readLine();
        in.reset();
        return CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).setIgnoreEmptyLines(true)
                .setDelimiter(header != null && header.replaceAll("[^;]", "").length()
                        > header.replaceAll("[^,]", "").length() ? ';' : ',').get().parse(in);
    }

    private static void answer(CSVRecord row, Map<String, Answered> answers, List<String> problems) {
        long line = row.getParser().getCurrentLineNumber();
        if (!row.isSet("answer") || row.get("answer").isBlank()) {
            return;
        }
        String uid = SpreadsheetText.plain(row.get("study_uid"));
        String text = SpreadsheetText.plain(row.get("answer").strip()).strip();
        String candidate = SpreadsheetText.plain(row.get("candidate"));
        if (text.toLowerCase(Locale.ROOT).equals("accept")) {
            if (candidate.isEmpty()) {
                problem(problems, line,
                        "accept says that a candidate is right, but the row has none: answer with an exam"
                        + " id, none or hold");
                return;
            }
            text = candidate;
        }
        String note = row.isSet("note") ? SpreadsheetText.plain(row.get("note")) : "";
        Answered given = new Answered(uid, Answer.of(text), note, line);
        Answered earlier = answers.putIfAbsent(uid, given);
        if (earlier != null && !earlier.answer().equals(given.answer())) {
            problem(problems, line, "another answer than in line " + earlier.line() + " for the same study; exams done"
                    + " together are one answer, separated by a backslash");
        }
    }

    static void problem(List<String> problems, long line, String what) {
        if (problems.size() < NAMED) {
            problems.add("line " + line + ": " + what);
        } else if (problems.size() == NAMED) {
            problems.add("and more");
        }
    }
}
