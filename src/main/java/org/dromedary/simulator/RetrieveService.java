package org.dromedary.simulator;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.DimseStatusException;
import org.dromedary.dicom.net.FileSource;
import org.dromedary.dicom.net.RetrieveContext;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.SubOperations;

/** C-MOVE and C-GET over the index (PS3.4 §C.4.2, §C.4.3), with the faults of {@link RetrieveFault}. */
final class RetrieveService {

    private final ArchiveIndex index;
    private final Faults faults;
    private final Pause pause;
    private final LoadModel load;
    private final Executor background;
    private final Function<String, AssociationRequest.Builder> destinations;

    /** The destinations give an association request for an AE title, or null if it is unknown. */
    RetrieveService(ArchiveIndex index, Faults faults, Pause pause, LoadModel load, Executor background,
            Function<String, AssociationRequest.Builder> destinations) {
        this.index = index;
        this.faults = faults;
        this.pause = pause;
        this.load = load;
        this.background = background;
        this.destinations = destinations;
    }

    void move(RetrieveContext context) throws IOException {
        AssociationRequest.Builder destination = destinations.apply(context.destination());
        if (destination == null) {
            throw new DimseStatusException("C-MOVE", Status.MOVE_DESTINATION_UNKNOWN, "Move destination unknown");
        }
        failAtOnce(context);
        List<FileSource> objects = objects(context);
        if (!objects.isEmpty()) {
            SubOperationSender.propose(destination, objects);
        }
        RetrieveRun run = new RetrieveRun(context, objects, faults, pause, load);
        try (LoadModel.Operation underWay = load.begin();
                SubOperationSender sender = SubOperationSender.forMove(context, destination, objects)) {
            run.perform(sender);
        }
        if (!run.late().isEmpty()) {
            background.execute(() -> sendLate(context, run, destination));
        }
    }

    void get(RetrieveContext context) throws IOException {
        failAtOnce(context);
        try (LoadModel.Operation underWay = load.begin();
                SubOperationSender sender = SubOperationSender.forGet(context)) {
            new RetrieveRun(context, objects(context), faults, pause, load).perform(sender);
        }
    }

    private void sendLate(RetrieveContext context, RetrieveRun run, AssociationRequest.Builder destination) {
        if (pause.sleep(run.lateBy())) {
            return;
        }
        try (SubOperationSender sender = SubOperationSender.forMove(context, destination, run.late())) {
            for (FileSource source : run.late()) {
                sender.send(source, Map.of());
            }
        } catch (IOException e) {
            System.getLogger(RetrieveService.class.getName()).log(System.Logger.Level.WARNING,
                    "late sub-operations ended: " + e.getMessage());
        }
    }

    private void failAtOnce(RetrieveContext context) throws IOException {
        if (faults.take(RetrieveFault.NoAnswer.class).isPresent()) {
            pause.untilClosed(context.request().association());
        }
        Optional<RetrieveFault.FailWith> failure = faults.take(RetrieveFault.FailWith.class);
        if (failure.isPresent()) {
            throw new DimseStatusException("C-MOVE", failure.get().status(), failure.get().comment());
        }
        Optional<RetrieveFault.PendingForever> pending = faults.take(RetrieveFault.PendingForever.class);
        if (pending.isPresent()) {
            pendingForever(context, pending.get());
        }
    }

    private void pendingForever(RetrieveContext context, RetrieveFault.PendingForever fault) throws IOException {
        SubOperations nothingDone = SubOperations.none(1);
        while (!context.isCancelled()) {
            context.sendPending(nothingDone);
            if (pause.sleep(fault.interval())) {
                context.abort();
            }
        }
        throw new DimseStatusException("C-MOVE", Status.CANCEL, null);
    }

    private List<FileSource> objects(RetrieveContext context) throws IOException {
        List<ArchivedObject> selected = RetrieveSelection.of(index, context.request().identifier());
        int others = faults.take(RetrieveFault.SendOthers.class).map(RetrieveFault.SendOthers::objects).orElse(0);
        List<ArchivedObject> sent = new ArrayList<>(selected);
        index.all().stream().filter(object -> !selected.contains(object)).limit(others).forEach(sent::add);
        List<FileSource> objects = new ArrayList<>();
        for (ArchivedObject object : sent) {
            objects.add(FileSource.of(object.file()));
        }
        return objects;
    }
}
