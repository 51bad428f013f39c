package org.dromedary.pipeline.retrieve;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BiPredicate;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.dromedary.archives.archive.ArchiveSettings;
import org.dromedary.archives.archive.ArchiveSettings.RetrieveMethod;
import org.dromedary.archives.archive.Archives;
import org.dromedary.archives.archive.Callers;
import org.dromedary.archives.archive.Quirk;
import org.dromedary.archives.pace.GivenBackException;
import org.dromedary.archives.pace.Operation;
import org.dromedary.archives.pace.Pace;
import org.dromedary.camel.DicomHeaders;
import org.dromedary.camel.IncomingObject;
import org.dromedary.dicom.dimse.StoreRequest;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.ul.PdvInputStream;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.pipeline.retrieve.Arrivals.Taken;
import org.dromedary.pipeline.retrieve.ObjectReceiver.Arrived;
import org.dromedary.pipeline.retrieve.ObjectReceiver.Sender;
import org.dromedary.pipeline.stage.SpoolRoom;
import org.jboss.logging.Logger;

/**
 * Where objects sent to our Storage SCP find the retrieve that waits for them. An object is taken for the retrieve that
 * is under way, by evidence: the Move Originator where the source is known to name it, and the UIDs. One that no
 * retrieve waits for (any more) is refused, so that nobody believes it safe with us.
 */
@ApplicationScoped
@Named("receive")
public class Reception implements Processor {

    private static final Logger LOG = Logger.getLogger(Reception.class);
    /** PS3.4 §B.2.3: out of resources, the sender may try again. */
    private static final int REFUSED = Status.OUT_OF_RESOURCES;

    private final ObjectReceiver receiver;
    private final SpoolRoom room;
    private final Pace pace;
    private final Archives archives;
    private final Callers callers;
    private final RetrieveMethod method;
    private final Collection<Arrivals> open = new ConcurrentLinkedDeque<>();
    private final MovesUnderWay moves = new MovesUnderWay();

    Reception(Spool spool, SpoolRoom room, Pace pace, Archives archives, Callers callers,
            ArchiveSettings.Source source) {
        this.receiver = new ObjectReceiver(spool);
        this.room = room;
        this.pace = pace;
        this.archives = archives;
        this.callers = callers;
        this.method = source.retrieve();
    }

    void open(Arrivals arrivals) {
        open.add(arrivals);
    }

    /** Nothing is taken any more, until {@link #openAgain}. */
    void close(Arrivals arrivals) {
        open.remove(arrivals);
        arrivals.close();
    }

    /** Objects of the C-MOVEs so far, and of the next, are taken for the next attempt. */
    void openAgain(Arrivals arrivals) throws IOException {
        discard(arrivals.nextAttempt());
        open.remove(arrivals);
        open.add(arrivals);
    }

    /** What comes from now on of the C-MOVEs so far is taken elsewhere. */
    void openInstead(Arrivals ended, Arrivals next) {
        moves.replace(ended, next);
        open.remove(ended);
        open.add(next);
    }

    /** Nothing is taken any more, and the C-MOVEs are forgotten. */
    void end(Arrivals arrivals) {
        close(arrivals);
        moves.end(arrivals);
    }

    /** Nothing more is taken, and nothing that came is kept. */
    void giveUp(Arrivals arrivals) {
        end(arrivals);
        try {
            discard(arrivals.all());
        } catch (IOException e) {
            LOG.warnf("files of a fetch that was given up stay in the spool: %s", e.toString());
        }
    }

    /** A C-MOVE begins whose objects may be any of these. */
    void moving(int messageId, Collection<Arrivals> arrivals) {
        moves.begin(messageId, arrivals);
    }

    @Override
    public void process(Exchange exchange) {
        IncomingObject incoming = exchange.getMessage().getBody(IncomingObject.class);
        int status = atOurPort(incoming.request(), incoming.dataSet());
        exchange.getMessage().setHeader(DicomHeaders.STATUS, status);
        if (status == REFUSED) {
            exchange.getMessage().setHeader(DicomHeaders.ERROR_COMMENT, "Not taken, see Dromedary's log");
        }
    }

    /** Takes one object that came to our port; returns the status to answer. */
    int atOurPort(StoreRequest request, PdvInputStream dataSet) {
        if (method == RetrieveMethod.GET) {
            return refuse(request, "objects are fetched by C-GET, nothing is taken by the port", List.of());
        }
        boolean named = !request.moveOriginatorAeTitle().isBlank() || request.moveOriginatorMessageId() != 0;
        boolean ours = named && request.moveOriginatorAeTitle().strip().equalsIgnoreCase(archives.localAet().strip())
                && moves.knows(request.moveOriginatorMessageId());
        Collection<Arrivals> waiting = ours ? moves.of(request.moveOriginatorMessageId()) : open;
        if (!ours && archives.sourceQuirks().has(Quirk.MOVE_ORIGINATOR)) {
            return refuse(request, (named ? "it names another C-MOVE than those under way" : "it names no C-MOVE")
                    + ", though the source does (quirk " + Quirk.MOVE_ORIGINATOR.word() + ")", List.of());
        }
        InetAddress address = request.association().peerAddress();
        return receive(request, dataSet, waiting, new Sender(ours,
                address != null && callers.isStatedSource(request.callingAeTitle(), address)));
    }

    /** Takes one object of a C-GET; returns the status to answer. */
    int receive(StoreRequest request, PdvInputStream dataSet, Collection<Arrivals> waiting) {
        return receive(request, dataSet, waiting, new Sender(true, true));
    }

    private int receive(StoreRequest request, PdvInputStream dataSet, Collection<Arrivals> waiting, Sender sender) {
        if (waiting.isEmpty()) {
            return refuse(request, "no retrieve waits for it", List.of());
        }
        try {
            if (take(request, dataSet, waiting, sender)) {
                return Status.SUCCESS;
            }
            if (sender.originator()) {
                waiting.stream().filter(arrivals -> arrivals.listensTo(sender.bySource()))
                        .forEach(arrivals -> arrivals.stranger(request.sopInstanceUid()));
            }
            return refuse(request, "no retrieve waits for it", List.of());
        } catch (GivenBackException e) {
            return refuse(request, e.getMessage(), waiting);
        } catch (IOException e) {
            room.check(e);
            return refuse(request, e.getClass().getSimpleName() + ": " + e.getMessage(), waiting);
        }
    }

    /** @param waiting the series of which it may be one; if there is one only, it learns of the refusal */
    private static int refuse(StoreRequest request, String why, Collection<Arrivals> waiting) {
        LOG.warnf("object %s from %s was not taken: %s", request.sopInstanceUid(), request.callingAeTitle(), why);
        if (waiting.size() == 1) {
            waiting.iterator().next().refused(request.sopInstanceUid(), why);
        }
        return REFUSED;
    }

    private boolean take(StoreRequest request, PdvInputStream dataSet, Collection<Arrivals> waiting, Sender sender)
            throws IOException {
        Arrived object = receiver.receive(request, dataSet, head -> isWaitedFor(head.sent(sender), request, waiting));
        if (object == null) {
            return false;
        }
        object = object.sent(sender);
        Taken taken = Taken.NO;
        try {
            // The object's own word first: two series that are fetched now may list the same SOP Instance UID.
            taken = take(object, waiting, (arrivals, offered) ->
                    arrivals.isOurs(offered) && arrivals.expects(offered));
            taken = taken == Taken.NO ? take(object, waiting, Arrivals::expects) : taken;
            taken = taken == Taken.NO ? take(object, waiting, Arrivals::isOurs) : taken;
            for (Arrivals arrivals : waiting) {
                discard(arrivals.takeExpelled());
            }
        } finally {
            if (taken != Taken.YES) {
                receiver.discard(object);
            }
        }
        return taken != Taken.NO;
    }

    /** Judged by its head, before anything is written; one that is not waited for uses up nothing of the pace. */
    private boolean isWaitedFor(Arrived head, StoreRequest request, Collection<Arrivals> waiting) {
        List<Arrivals> possible = waiting.stream().filter(each -> each.expects(head) || each.isOurs(head)).toList();
        if (possible.stream().noneMatch(each -> each.mayTake(head))) {
            if (possible.stream().anyMatch(each -> !each.listensTo(head.bySource()))) {
                callers.outdone(request.callingAeTitle(), request.calledAeTitle(),
                        request.association().peerAddress());
            }
            return false;
        }
        // The source sends no more on this association until it has our answer.
        pace.object(Pace.SOURCE, Operation.RETRIEVE);
        return true;
    }

    private static Taken take(Arrived object, Collection<Arrivals> waiting, BiPredicate<Arrivals, Arrived> belongs)
            throws IOException {
        for (Arrivals arrivals : waiting) {
            if (belongs.test(arrivals, object)) {
                Taken taken = arrivals.take(object);
                if (taken != Taken.NO) {
                    return taken;
                }
            }
        }
        return Taken.NO;
    }

    /** Deletes files that nobody wants any more. */
    void discard(Collection<Arrived> objects) throws IOException {
        for (Arrived object : objects) {
            receiver.discard(object);
        }
    }
}
