package org.dromedary.identity.match.csv;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.dromedary.dicom.data.PrivateFiles;
import org.dromedary.identity.match.Decision;
import org.dromedary.ledger.SpreadsheetText;

/** Writes decisions, a row each; several exams or accession numbers are separated by a backslash. */
public final class DecisionsCsv implements Closeable {

    private final Path file;
    private final Path unfinished;
    private final CSVPrinter printer;

    /** Begins a file beside the one named, which replaces that only when it is {@link #complete}. */
    public DecisionsCsv(Path file) throws IOException {
        this.file = file;
        this.unfinished = file.resolveSibling(file.getFileName() + ".part");
        BufferedWriter writer = PrivateFiles.writer(unfinished);
        this.printer = new CSVPrinter(writer, CSVFormat.RFC4180.builder().setRecordSeparator("\n").setHeader(
                "study_uid", "decision", "patient_id", "accession", "exam_id", "score", "second_score", "rule",
                "explanation").get());
    }

    public void write(Decision decision) {
        try {
            printer.printRecord(decision.studyUid(), decision.kind().name().toLowerCase(Locale.ROOT),
                    SpreadsheetText.guarded(decision.patientId()),
                    SpreadsheetText.guarded(String.join("\\", decision.accessions())),
                    SpreadsheetText.guarded(String.join("\\", decision.exams())), bits(decision.score()), bits(decision.secondScore()),
                    decision.rule(), SpreadsheetText.guarded(decision.explanation()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String bits(double score) {
        return Double.isInfinite(score) ? "" : String.format(Locale.ROOT, "%.1f", score);
    }

    /** All is written. */
    public void complete() throws IOException {
        printer.close();
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        printer.close();
        Files.deleteIfExists(unfinished);
    }
}
