package org.dromedary.hospital.hl7;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.dromedary.ledger.LedgerException;
import org.dromedary.ledger.LedgerTrouble;
import org.dromedary.pipeline.stage.FailureClassifier;
import org.jboss.logging.Logger;

/**
 * Keeps the messages of one file. A file that a crash broke off is read again from its beginning: what was kept before
 * is there already, by its digest. Says to which folder the file goes.
 */
@ApplicationScoped
@Named("hl7Folder")
public class FolderIntake implements Processor {

    private static final Logger LOG = Logger.getLogger(FolderIntake.class);
    private static final String PLACE = "DromedaryHl7Place";
    private static final int MESSAGES_PER_TRANSACTION = 100;

    private final Inbox inbox;
    private final Hl7Charsets charsets;
    private final Senders senders;
    private final int maxSize;

    FolderIntake(Inbox inbox, Hl7Settings settings, Senders senders) {
        this.senders = senders;
        this.inbox = inbox;
        this.charsets = Hl7Charsets.of(settings);
        this.maxSize = settings.maxSize();
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        File file = exchange.getMessage().getBody(File.class);
        List<Long> waiting = new ArrayList<>();
        String place = ".done";
        try (InputStream in = Files.newInputStream(file.toPath())) {
            place = keep(new MessageReader(in, maxSize), waiting) ? ".done" : ".failed";
        } catch (Hl7FormatException e) {
            LOG.warnf("A file of HL7 messages is kept up to where %s; it goes to .failed", e.getMessage());
            place = ".failed";
        } catch (LedgerException | IOException e) {
            LOG.warnf("A file of HL7 messages could not be kept, it is tried again: %s", e.getClass().getSimpleName());
            throw e;
        }
        exchange.setProperty(PLACE, place);
        exchange.getMessage().setBody(waiting);
    }

    /** False if not one message of the file can be read, or the ledger refuses one. */
    private boolean keep(MessageReader reader, List<Long> waiting) throws IOException, Hl7FormatException {
        List<Arrival> arrivals = new ArrayList<>();
        boolean readable = false;
        boolean kept = true;
        try {
            for (byte[] message = reader.next(); message != null; message = reader.next()) {
                Arrival arrival = Arrival.of(message, charsets).from(senders);
                if (arrival.refusal() != null) {
                    senders.refused();
                }
                readable |= arrival.problem() == null;
                arrivals.add(arrival);
                if (arrivals.size() == MESSAGES_PER_TRANSACTION) {
                    kept &= keep(arrivals, waiting);
                }
            }
        } finally {
            kept &= keep(arrivals, waiting);
        }
        return readable && kept;
    }

    /** False if the ledger refuses one of them for what it is; the others are in the ledger, and found by the clock. */
    private boolean keep(List<Arrival> arrivals, List<Long> waiting) {
        try {
            waiting.addAll(Inbox.waiting(inbox.keep(arrivals)));
            return true;
        } catch (RuntimeException e) {
            if (FailureClassifier.isServerTrouble(e)) {
                throw e;
            }
            LOG.errorf("The ledger refuses an HL7 message of a file, which goes to .failed: %s",
                    LedgerTrouble.describe(e));
            return false;
        } finally {
            arrivals.clear();
        }
    }
}
