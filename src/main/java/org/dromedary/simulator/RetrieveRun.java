package org.dromedary.simulator;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.FileSource;
import org.dromedary.dicom.dimse.RetrieveContext;
import org.dromedary.dicom.dimse.SubOperations;
import org.dromedary.dicom.net.Status;

/** The sub-operations of one C-MOVE or C-GET in order, with the faults that show while objects go out. */
final class RetrieveRun {

    private final RetrieveContext context;
    private final List<FileSource> objects;
    private final Pause pause;
    private final LoadModel load;
    private final Optional<RetrieveFault.AbortAfter> abort;
    private final Optional<RetrieveFault.DropAfter> drop;
    private final Optional<RetrieveFault.DelayPerObject> delay;
    private final Optional<RetrieveFault.SuccessBeforeLast> early;
    private final boolean newUids;
    private final boolean twice;
    private final boolean halvePixels;
    private final Optional<RetrieveFault.SendConflicting> conflicting;
    private final int invented;
    private final Optional<RetrieveFault.CountsLie> lie;
    private final Optional<RetrieveFault.AnswerLate> answerLate;
    private final Optional<RetrieveFault.OtherSeriesUid> otherSeries;
    private final FailingObjects failing;
    private final int firstLost;
    private final int firstLate;
    private final List<FileSource> late = new ArrayList<>();
    private SubOperations counts;

    RetrieveRun(RetrieveContext context, List<FileSource> objects, FailingObjects failing, Faults faults,
            Pause pause, LoadModel load) {
        this.context = context;
        this.objects = objects;
        this.failing = failing;
        this.pause = pause;
        this.load = load;
        this.abort = faults.take(RetrieveFault.AbortAfter.class);
        this.drop = faults.take(RetrieveFault.DropAfter.class);
        this.delay = faults.take(RetrieveFault.DelayPerObject.class);
        this.early = context.destination().isEmpty() ? Optional.empty() : early(objects.size(), faults);
        this.newUids = faults.take(RetrieveFault.NewInstanceUids.class).isPresent();
        this.answerLate = faults.take(RetrieveFault.AnswerLate.class);
        this.twice = faults.take(RetrieveFault.SendTwice.class).isPresent();
        this.halvePixels = faults.take(RetrieveFault.HalvePixels.class).isPresent();
        this.conflicting = faults.take(RetrieveFault.SendConflicting.class);
        this.invented = faults.take(RetrieveFault.SendInvented.class)
                .map(RetrieveFault.SendInvented::objects).orElse(0);
        this.lie = faults.take(RetrieveFault.CountsLie.class);
        this.otherSeries = faults.take(RetrieveFault.OtherSeriesUid.class);
        int size = objects.size();
        this.firstLost = size
                - faults.take(RetrieveFault.LoseSilently.class).map(RetrieveFault.LoseSilently::objects).orElse(0);
        this.firstLate = size - early.map(RetrieveFault.SuccessBeforeLast::objects).orElse(0);
        this.counts = SubOperations.none(size);
    }

    private static Optional<RetrieveFault.SuccessBeforeLast> early(int objects, Faults faults) {
        return faults.take(RetrieveFault.AllAfterFinal.class)
                .map(all -> new RetrieveFault.SuccessBeforeLast(objects, all.later()))
                .or(() -> faults.take(RetrieveFault.SuccessBeforeLast.class));
    }

    /** Objects that are still to be sent, after the final response. */
    List<FileSource> late() {
        return late;
    }

    Duration lateBy() {
        return early.map(RetrieveFault.SuccessBeforeLast::later).orElse(Duration.ZERO);
    }

    void perform(SubOperationSender sender) throws IOException {
        pause.sleep(load.find());
        for (int i = 0; i < objects.size(); i++) {
            breakOffAfter(i);
            pause.sleep(load.subOperation());
            delay.ifPresent(fault -> pause.sleep(fault.delay()));
            if (context.isCancelled()) {
                context.sendFinal(Status.CANCEL, null, told(counts), failing.list());
                return;
            }
            int status = subOperation(sender, i);
            counts = counts.plus(status);
            if (Status.isFailure(status)) {
                failing.hasFailed(i);
            }
            if (counts.remaining() > 0) {
                context.sendPending(told(counts));
            }
        }
        breakOffAfter(objects.size());
        sendInvented(sender);
        answerLate.ifPresent(fault -> pause.sleep(fault.later()));
        context.sendFinal(failing.finalStatus(counts.warning() > 0), failing.comment(),
                told(counts.withoutRemaining()), failing.list());
    }

    private void sendInvented(SubOperationSender sender) throws IOException {
        for (int i = 0; i < invented && !objects.isEmpty(); i++) {
            try {
                sender.send(objects.get(i % objects.size()), Map.of(Tag.SOPInstanceUID, Uid.create()));
            } catch (IOException e) {
                if (!context.request().association().isOpen()) {
                    throw e;
                }
            }
        }
    }

    private SubOperations told(SubOperations truth) {
        return lie.map(other -> new SubOperations(other.remaining(), other.completed(), other.failed(),
                other.warning())).orElse(truth);
    }

    private void breakOffAfter(int sent) throws IOException {
        if (abort.isPresent() && abort.get().objects() <= sent) {
            context.abort();
            throw new IOException("aborted by a fault after " + sent + " objects");
        }
        if (drop.isPresent() && drop.get().objects() <= sent) {
            context.request().association().drop();
            throw new IOException("dropped by a fault after " + sent + " objects");
        }
    }

    private int subOperation(SubOperationSender sender, int number) throws IOException {
        FileSource source = objects.get(number);
        if (failing.fails(number)) {
            return Status.PROCESSING_FAILURE;
        }
        if (number >= firstLost) {
            return Status.SUCCESS;
        }
        if (number >= firstLate) {
            late.add(source);
            return Status.SUCCESS;
        }
        try {
            if (halvePixels && number == 0) {
                return sender.sendHalved(source);
            }
            Map<Integer, String> values = otherValues();
            if (conflicting.isPresent() && number == 0) {
                return sendConflicting(sender, source, conflicting.get().falseFirst());
            }
            int status = sender.send(source, values);
            return twice ? sender.send(source, values) : status;
        } catch (IOException e) {
            if (!context.request().association().isOpen()) {
                throw e;
            }
            return Status.PROCESSING_FAILURE;
        }
    }

    private Map<Integer, String> otherValues() {
        Map<Integer, String> values = new HashMap<>();
        if (newUids) {
            values.put(Tag.SOPInstanceUID, Uid.create());
        }
        otherSeries.ifPresent(fault -> values.put(Tag.SeriesInstanceUID, fault.seriesInstanceUid()));
        return values;
    }

    private static int sendConflicting(SubOperationSender sender, FileSource source, boolean falseFirst)
            throws IOException {
        Map<Integer, String> other = Map.of(Tag.ImageComments, "another object of this UID");
        int first = sender.send(source, falseFirst ? other : Map.of());
        int second = sender.send(source, falseFirst ? Map.of() : other);
        return falseFirst ? second : first;
    }
}
