package org.dromedary.field;

import jakarta.inject.Inject;
import java.io.IOException;
import javax.sql.DataSource;
import org.dromedary.archives.archive.Archives;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.simulator.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A source with three studies of two series of two objects each, unless a test says otherwise, and an empty target. */
abstract class Field {

    @Inject
    MemoryQueues queues;

    @Inject
    Archives archives;

    @Inject
    Spool spool;

    @Inject
    DataSource dataSource;

    FieldMigration migration;
    TinyArchive archive;

    @BeforeEach
    void start() throws IOException {
        migration = new FieldMigration(queues, archives, spool, dataSource);
        holds(TinyArchive.of(1, 3, 2, 2));
    }

    @AfterEach
    void stop() {
        migration.close();
    }

    void holds(TinyArchive objects) throws IOException {
        archive = objects;
        migration.with(objects);
    }

    FieldMigration runs(Fault... faults) throws Exception {
        for (Fault fault : faults) {
            migration.source().set(fault);
        }
        return migration.run();
    }
}
