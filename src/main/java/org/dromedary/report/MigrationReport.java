package org.dromedary.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dromedary.ledger.LedgerView.SeriesLine;
import org.dromedary.ledger.LedgerView;

/**
 * The permanent record of a migration: {@code index.html} with the numbers and every exception, {@code series.csv} and
 * {@code series-NNNN.html} with every series, {@code exceptions.csv} with every object that is not at the target.
 * Written as it is read, in memory that does not grow with the archive.
 */
public final class MigrationReport {

    static final String[] SERIES_COLUMNS = {"Patient's Name", "Patient ID", "Study Date", "Accession Number",
        "Study Instance UID", "Study Description", "Series Instance UID", "Modality", "Series Description", "State",
        "Reason", "Expected", "Received", "Stored", "Verified", "Skipped", "Quarantined", "Unavailable", "Rejected",
        "Bytes", "Attempts"};
    private static final String[] EXCEPTION_COLUMNS = {"Study Instance UID", "Series Instance UID",
        "SOP Instance UID", "Stage", "Reason", "Status", "Comment", "Attempt", "Time (UTC)"};

    private final LedgerView ledger;

    public MigrationReport(LedgerView ledger) {
        this.ledger = ledger;
    }

    /** Writes all files into the folder, made if need be; returns the page to open. */
    public Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Summary summary = Summary.of(ledger);
        try (BufferedWriter csv = Files.newBufferedWriter(folder.resolve("series.csv"));
                HtmlPages pages = new HtmlPages(folder)) {
            Csv.line(csv, (Object[]) SERIES_COLUMNS);
            ledger.forEachSeries(line -> unchecked(() -> {
                Csv.line(csv, columns(line));
                pages.add(line);
            }));
            pages.index(summary);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        try (BufferedWriter csv = Files.newBufferedWriter(folder.resolve("exceptions.csv"))) {
            Csv.line(csv, (Object[]) EXCEPTION_COLUMNS);
            ledger.forEachException(e -> unchecked(() -> Csv.line(csv, e.studyInstanceUid(), e.seriesInstanceUid(),
                    e.sopInstanceUid(), e.stage(), e.reasonCode(),
                    e.status() == null ? null : String.format("%04X", e.status()), e.comment(), e.attempt(), e.at())));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return folder.resolve("index.html");
    }

    static Object[] columns(SeriesLine line) {
        return new Object[] {line.patientName(), line.patientId(), line.studyDate(), line.accessionNumber(),
            line.studyInstanceUid(), line.studyDescription(), line.seriesInstanceUid(), line.modality(),
            line.seriesDescription(), line.state(), reason(line), line.expected(), line.received(), line.stored(),
            line.verified(), line.skipped(), line.quarantined(), line.unavailable(), line.rejected(), line.bytes(),
            line.attempt()};
    }

    private static String reason(SeriesLine line) {
        if (line.reasonCode() == null) {
            return null;
        }
        return line.reasonText() == null ? line.reasonCode() : line.reasonCode() + ": " + line.reasonText();
    }

    /** An action that may fail on the disk. */
    private interface Writing {
        void run() throws IOException;
    }

    private static void unchecked(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
