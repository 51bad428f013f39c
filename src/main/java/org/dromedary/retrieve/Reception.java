package org.dromedary.retrieve;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BiPredicate;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.dromedary.component.DicomHeaders;
import org.dromedary.component.IncomingObject;
import org.dromedary.dicom.net.PdvInputStream;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.StoreRequest;
import org.dromedary.pace.GivenBackException;
import org.dromedary.pace.Operation;
import org.dromedary.pace.Pace;
import org.dromedary.retrieve.ObjectReceiver.Arrived;
import org.dromedary.spool.Spool;
import org.jboss.logging.Logger;

/**
 * Where objects sent to our Storage SCP find the retrieve that waits for them. An object that no retrieve waits for
 * (any more) is refused, so that nobody believes it safe with us.
 */
@ApplicationScoped
@Named("receive")
public class Reception implements Processor {

    private static final Logger LOG = Logger.getLogger(Reception.class);
    /** PS3.4 §B.2.3: out of resources, the sender may try again. */
    private static final int REFUSED = Status.OUT_OF_RESOURCES;

    private final ObjectReceiver receiver;
    private final Pace pace;
    private final Collection<Arrivals> open = new ConcurrentLinkedDeque<>();

    private final SpoolRoom room;

    Reception(Spool spool, SpoolRoom room, Pace pace) {
        this.receiver = new ObjectReceiver(spool);
        this.room = room;
        this.pace = pace;
    }

    void open(Arrivals arrivals) {
        open.add(arrivals);
    }

    void close(Arrivals arrivals) {
        open.remove(arrivals);
        arrivals.close();
    }

    @Override
    public void process(Exchange exchange) {
        IncomingObject incoming = exchange.getMessage().getBody(IncomingObject.class);
        int status = receive(incoming.request(), incoming.dataSet());
        exchange.getMessage().setHeader(DicomHeaders.STATUS, status);
        if (status == REFUSED) {
            exchange.getMessage().setHeader(DicomHeaders.ERROR_COMMENT, "Not taken, see Dromedary's log");
        }
    }

    /** Takes one object, from a C-STORE on an association of its own or of a C-GET; returns the status to answer. */
    int receive(StoreRequest request, PdvInputStream dataSet) {
        try {
            // The source sends no more on this association until it has our answer.
            pace.object(Pace.SOURCE, Operation.RETRIEVE);
            return take(request, dataSet) ? Status.SUCCESS : refuse(request, "no retrieve waits for it");
        } catch (GivenBackException e) {
            return refuse(request, e.getMessage());
        } catch (IOException e) {
            room.check(e);
            return refuse(request, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static int refuse(StoreRequest request, String why) {
        LOG.warnf("object %s from %s was not taken: %s", request.sopInstanceUid(), request.callingAeTitle(), why);
        return REFUSED;
    }

    private boolean take(StoreRequest request, PdvInputStream dataSet) throws IOException {
        Arrived object = receiver.receive(request, dataSet);
        boolean taken = false;
        try {
            // The object's own word first: two series that are fetched now may list the same SOP Instance UID.
            taken = take(object, Arrivals::isOurs) || take(object, Arrivals::expects);
        } finally {
            if (!taken) {
                receiver.discard(object);
            }
        }
        return taken;
    }

    private boolean take(Arrived object, BiPredicate<Arrivals, Arrived> belongs) throws IOException {
        for (Arrivals arrivals : open) {
            if (belongs.test(arrivals, object) && arrivals.take(object)) {
                return true;
            }
        }
        return false;
    }
}
