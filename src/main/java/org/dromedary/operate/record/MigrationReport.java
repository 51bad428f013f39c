package org.dromedary.operate.record;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.dromedary.dicom.data.PrivateFiles;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.LedgerView.FindingLine;
import org.dromedary.ledger.LedgerView.SeriesLine;

/**
 * The permanent record of a migration: {@code index.html} with the numbers and every exception, {@code series.csv} and
 * {@code series-NNNN.html} with every series, {@code exceptions.csv} with every object that is not at the target,
 * {@code decisions.csv} with what was done to objects or kept them from going on, in numbers, {@code findings.csv} with
 * what validation found in the objects of each device.
 * Written as it is read, in memory that does not grow with the archive.
 */
public final class MigrationReport {

    static final String[] SERIES_COLUMNS = {"Patient's Name", "Patient ID", "Study Date", "Accession Number",
        "Study Instance UID", "Study Description", "Series Instance UID", "Modality", "Series Description", "State",
        "Reason", "In Doubt", "Expected", "Received", "Stored", "Verified", "Skipped", "Quarantined",
        "Unavailable", "Rejected",
        "Bytes", "Attempts"};
    private static final String[] EXCEPTION_COLUMNS = {"Study Instance UID", "Series Instance UID",
        "SOP Instance UID", "Stage", "Reason", "Status", "Comment", "Attempt", "Time (UTC)"};

    static final String[] FINDING_COLUMNS = {"Finding", "Grade", "Repair", "Modality", "SOP Class UID",
        "Manufacturer", "Model", "Station", "Software Versions", "Series", "Objects", "For example SOP Instance UID"};

    private static final String[] DECISION_COLUMNS = {"Decision", "Reason or Rule", "From Transfer Syntax",
        "To Transfer Syntax", "Series", "Objects"};

    private final LedgerView ledger;
    private final Summary.Proof proof;

    /** Of a migration whose objects are looked for at the target. */
    public MigrationReport(LedgerView ledger) {
        this(ledger, Summary.Proof.FOUND);
    }

    public MigrationReport(LedgerView ledger, Summary.Proof proof) {
        this.ledger = ledger;
        this.proof = proof;
    }

    /** Writes all files into the folder, made if need be; returns the page to open. */
    public Path write(Path folder) throws IOException {
        PrivateFiles.createFolders(folder);
        Summary summary = Summary.of(ledger).provenBy(proof);
        try (BufferedWriter csv = PrivateFiles.writer(folder.resolve("series.csv"));
                HtmlPages pages = new HtmlPages(folder)) {
            Csv.line(csv, (Object[]) SERIES_COLUMNS);
            ledger.forEachSeries(line -> unchecked(() -> {
                Csv.line(csv, columns(line));
                pages.add(line);
            }));
            ledger.forEachFinding(line -> unchecked(() -> pages.add(line)));
            pages.index(summary);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        table(folder.resolve("exceptions.csv"), EXCEPTION_COLUMNS, csv -> ledger.forEachException(e -> unchecked(() ->
                Csv.line(csv, e.studyInstanceUid(), e.seriesInstanceUid(), e.sopInstanceUid(), e.stage(),
                        e.reasonCode(), e.status() == null ? null : String.format("%04X", e.status()), e.comment(),
                        e.attempt(), e.at()))));
        table(folder.resolve("decisions.csv"), DECISION_COLUMNS, csv -> ledger.forEachDecision(line -> unchecked(() ->
                Csv.line(csv, line.decision(), line.reason(), line.from(), line.to(), line.series(),
                        line.objects()))));
        table(folder.resolve("findings.csv"), FINDING_COLUMNS, csv -> ledger.forEachFinding(line -> unchecked(() ->
                Csv.line(csv, columns(line)))));
        return folder.resolve("index.html");
    }

    private static void table(Path file, String[] columns, Consumer<BufferedWriter> rows) throws IOException {
        try (BufferedWriter csv = PrivateFiles.writer(file)) {
            Csv.line(csv, (Object[]) columns);
            rows.accept(csv);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    static Object[] columns(FindingLine line) {
        return new Object[] {line.code(), line.grade(), line.repair(), line.modality(), line.sopClassUid(),
            line.manufacturer(), line.model(), line.station(), line.software(), line.series(), line.objects(),
            line.example()};
    }

    static Object[] columns(SeriesLine line) {
        return new Object[] {line.patientName(), line.patientId(), line.studyDate(), line.accessionNumber(),
            line.studyInstanceUid(), line.studyDescription(), line.seriesInstanceUid(), line.modality(),
            line.seriesDescription(), line.state(), reason(line), line.doubt(), line.expected(), line.received(),
            line.stored(),
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
