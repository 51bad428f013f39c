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
import org.dromedary.dicom.net.FileSource;
import org.dromedary.dicom.net.RetrieveContext;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.SubOperations;

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
    private final Optional<RetrieveFault.AnswerLate> answerLate;
    private final Optional<RetrieveFault.OtherSeriesUid> otherSeries;
    private final int firstFailing;
    private final int firstLost;
    private final int firstLate;
    private final List<FileSource> late = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private SubOperations counts;

    RetrieveRun(RetrieveContext context, List<FileSource> objects, Faults faults, Pause pause,
            LoadModel load) {
        this.context = context;
        this.objects = objects;
        this.pause = pause;
        this.load = load;
        this.abort = faults.take(RetrieveFault.AbortAfter.class);
        this.drop = faults.take(RetrieveFault.DropAfter.class);
        this.delay = faults.take(RetrieveFault.DelayPerObject.class);
        this.early = context.destination().isEmpty()
                ? Optional.empty() : faults.take(RetrieveFault.SuccessBeforeLast.class);
        this.newUids = faults.take(RetrieveFault.NewInstanceUids.class).isPresent();
        this.answerLate = faults.take(RetrieveFault.AnswerLate.class);
        this.twice = faults.take(RetrieveFault.SendTwice.class).isPresent();
        this.halvePixels = faults.take(RetrieveFault.HalvePixels.class).isPresent();
        this.otherSeries = faults.take(RetrieveFault.OtherSeriesUid.class);
        int size = objects.size();
        this.firstFailing = size
                - faults.take(RetrieveFault.FailObjects.class).map(RetrieveFault.FailObjects::objects).orElse(0);
        this.firstLost = size
                - faults.take(RetrieveFault.LoseSilently.class).map(RetrieveFault.LoseSilently::objects).orElse(0);
        this.firstLate = size - early.map(RetrieveFault.SuccessBeforeLast::objects).orElse(0);
        this.counts = SubOperations.none(size);
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
                context.sendFinal(Status.CANCEL, null, counts, failed);
                return;
            }
            int status = subOperation(sender, i);
            counts = counts.plus(status);
            if (Status.isFailure(status)) {
                failed.add(objects.get(i).sopInstanceUid());
            }
            if (counts.remaining() > 0) {
                context.sendPending(counts);
            }
        }
        breakOffAfter(objects.size());
        answerLate.ifPresent(fault -> pause.sleep(fault.later()));
        context.sendFinal(finalStatus(), null, counts.withoutRemaining(), failed);
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
        if (number >= firstFailing) {
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

    private int finalStatus() {
        if (failed.isEmpty()) {
            return counts.warning() > 0 ? Status.SUB_OPERATIONS_COMPLETE_WITH_FAILURES : Status.SUCCESS;
        }
        return failed.size() == objects.size()
                ? Status.UNABLE_TO_PERFORM_SUB_OPERATIONS : Status.SUB_OPERATIONS_COMPLETE_WITH_FAILURES;
    }
}
