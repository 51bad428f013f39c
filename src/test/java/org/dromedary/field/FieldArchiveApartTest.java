package org.dromedary.field;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dromedary.simulator.ArchiveSimulator;
import org.dromedary.simulator.AssociationFault;
import org.dromedary.simulator.Faults;
import org.dromedary.testing.Peers;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Archives whose services are application entities of their own (PS3.2 Annex F.4). */
@QuarkusTest
@Tag("application")
@TestProfile(FieldArchiveApartTest.Apart.class)
class FieldArchiveApartTest extends Field {

    private static final int FIND_PORT = Peers.freePort();
    private static final int MOVE_PORT = Peers.freePort();
    private static final int STORE_PORT = Peers.freePort();

    private ArchiveSimulator find;
    private ArchiveSimulator move;
    private ArchiveSimulator store;

    public static final class Apart implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(ServicesResource.class), new TestResourceEntry(FieldResource.class));
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>();
            at(settings, "dromedary.source.find", "OLDFIND", FIND_PORT);
            at(settings, "dromedary.source.move", "OLDMOVE", MOVE_PORT);
            at(settings, "dromedary.target.store", "NEWSTORE", STORE_PORT);
            settings.put("dromedary.source.callers", "OLDSEND");
            return settings;
        }

        private static void at(Map<String, String> settings, String service, String aeTitle, int port) {
            settings.put(service + ".aet", aeTitle);
            settings.put(service + ".host", "127.0.0.1");
            settings.put(service + ".port", Integer.toString(port));
        }
    }

    @BeforeEach
    void startServices() throws IOException {
        find = ArchiveSimulator.beside(migration.sourceArchive()).aeTitle("OLDFIND").port(FIND_PORT)
                .queryOnly().start();
        move = ArchiveSimulator.beside(migration.sourceArchive()).aeTitle("OLDMOVE").port(MOVE_PORT).retrieveOnly()
                .sendsAs("OLDSEND").start();
        store = ArchiveSimulator.beside(migration.targetArchive()).aeTitle("NEWSTORE").port(STORE_PORT).storeOnly()
                .faults(new Faults()).start();
    }

    @AfterEach
    void stopServices() {
        find.close();
        move.close();
        store.close();
    }

    @Test
    void queryRetrieveAndStorageAtThreePortsAndObjectsFromAFourthAeTitle() throws Exception {
        runs(new AssociationFault.UnknownCalledAeTitle()).assertComplete();
    }
}
