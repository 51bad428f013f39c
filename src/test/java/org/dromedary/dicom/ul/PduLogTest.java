package org.dromedary.dicom.ul;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.FindScu;
import org.dromedary.dicom.net.Pair;
import org.junit.jupiter.api.Test;

class PduLogTest {
    private static final String MODEL = Uid.StudyRootQueryRetrieveInformationModelFind;

    @Test
    void everyPduHasOneLineAndNoLineAPatient() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger("org.dromedary.dicom.ul");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                lines.add(record.getMessage());
            }

            @Override
            public void flush() { }

            @Override
            public void close() { }
        };
        handler.setLevel(Level.ALL);
        logger.setLevel(Level.FINE);
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
        try (Pair pair = Pair.of(scp -> scp.find(request -> List.of(new DataSet().set(Tag.PatientName, "Secret^Person")
                .set(Tag.PatientID, "SECRET")).iterator()), scu -> scu.context(MODEL, Uid.ImplicitVRLittleEndian))) {
            FindScu.find(pair.association(), MODEL, new DataSet().set(Tag.PatientName, "Secret*"), match -> { });
        } finally {
            logger.removeHandler(handler);
            logger.setLevel(null);
            logger.setUseParentHandlers(true);
        }
        assertThat(lines).anyMatch(l -> l.contains("-> A-ASSOCIATE-RQ DROMEDARY to ANY-SCP, 2 presentation contexts"))
                .anyMatch(l -> l.contains("<- A-ASSOCIATE-AC 2 of 2 presentation contexts accepted"))
                .anyMatch(l -> l.matches("\\d+ -> P-DATA-TF \\d+ bytes, context 3, data set, last"))
                .anyMatch(l -> l.endsWith("<- A-RELEASE-RP"))
                .noneMatch(l -> l.toUpperCase().contains("SECRET"));
    }
}
