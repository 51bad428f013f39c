package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dromedary.ledger.LedgerView.ExceptionLine;
import org.dromedary.operate.record.Summary;
import org.dromedary.testing.Migration;
import org.dromedary.testing.StoredObjects;
import org.dromedary.testing.StoredObjects.Name;

/** A whole migration between archives of others, and what the ledger says of it afterwards. */
final class PeerMigration implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    final Migration migration = new Migration();
    private final Map<String, ExceptionLine> exceptions = new TreeMap<>();
    private Summary summary;
    private int exitCode;

    /** Runs it to its end and reads the ledger. */
    void run() throws IOException, InterruptedException, SQLException {
        exitCode = migration.run(LIMIT);
        assertThat(exitCode).as(migration.output()).isIn(0, 3);
        summary = migration.ledger(view -> {
            view.forEachException(line -> exceptions.put(line.sopInstanceUid(), line));
            return Summary.of(view);
        });
    }

    Summary summary() {
        return summary;
    }

    /** The evidence for an object that did not arrive, or null. */
    ExceptionLine exception(String sopInstanceUid) {
        return exceptions.get(sopInstanceUid);
    }

    void assertAccounted(StoredObjects sent, StoredObjects arrived) throws IOException {
        assertAccounted(sent, arrived, false);
    }

    /**
     * Every object is at the target as it was at the source, or in the ledger with its reason; the numbers add up, and
     * the exit code says which it was.
     *
     * @param anyNativeSyntax for a source that sends uncompressed objects in a transfer syntax of its own choice
     */
    void assertAccounted(StoredObjects sent, StoredObjects arrived, boolean anyNativeSyntax) throws IOException {
        assertThat(sent.differencesTo(arrived, anyNativeSyntax)).isEmpty();
        assertNumbers(sent, arrived);
    }

    /** Every object is at the target in some form, or in the ledger with its reason, and the numbers add up. */
    void assertNumbers(StoredObjects sent, StoredObjects arrived) throws IOException {
        Set<Name> missing = sent.missingIn(arrived);
        assertThat(exceptions.keySet()).as(migration.output()).containsExactlyInAnyOrderElementsOf(
                missing.stream().map(Name::sopInstance).collect(Collectors.toSet()));
        assertThat(arrived.missingIn(sent)).isEmpty();
        assertThat(summary.finished()).isTrue();
        assertThat(summary.imbalances()).isEmpty();
        assertThat(summary.totals().expected()).isEqualTo(sent.size());
        assertThat(summary.totals().verified()).isEqualTo(arrived.size());
        assertThat(summary.exceptions()).isEqualTo(missing.size());
        assertThat(exitCode).isEqualTo(missing.isEmpty() && summary.doubtful().isEmpty() ? 0 : 3);
    }

    /** A folder for the archives' data that is not on a small temporary file system. */
    static Path newFolder() throws IOException {
        return Files.createTempDirectory(Files.createDirectories(Path.of("target", "test-data")).toAbsolutePath(),
                "peers");
    }

    @Override
    public void close() throws InterruptedException {
        migration.close();
    }
}
