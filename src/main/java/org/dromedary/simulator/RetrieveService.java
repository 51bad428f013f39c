package org.dromedary.simulator;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.dicom.dimse.FileSource;
import org.dromedary.dicom.dimse.RetrieveContext;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.Status;

/** C-MOVE and C-GET over the index (PS3.4 §C.4.2, §C.4.3), with the faults of {@link RetrieveFault}. */
final class RetrieveService {

    private final ArchiveIndex index;
    private final Faults faults;
    private final RetrieveRefusals refusals;
    private final Pause pause;
    private final LoadModel load;
    private final Executor background;
    private final Function<String, AssociationRequest.Builder> destinations;

    /** The destinations give an association request for an AE title, or null if it is unknown. */
    RetrieveService(ArchiveIndex index, Faults faults, Pause pause, LoadModel load, Executor background,
            Function<String, AssociationRequest.Builder> destinations) {
        this.index = index;
        this.faults = faults;
        this.refusals = new RetrieveRefusals(faults, pause);
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
        refusals.judge(context);
        faults.take(RetrieveFault.CallUsAs.class).ifPresent(fault -> destination.called(fault.calledAeTitle()));
        faults.take(RetrieveFault.CallAs.class).ifPresent(fault -> destination.calling(fault.callingAeTitle()));
        List<ArchivedObject> selected = selected(context);
        List<FileSource> objects = files(selected);
        if (!objects.isEmpty()) {
            SubOperationSender.propose(destination, objects);
        }
        SubOperationSender.Manner manner = SubOperationSender.Manner.of(context, faults);
        RetrieveRun run = new RetrieveRun(context, objects, new FailingObjects(selected, faults, true), faults, pause,
                load);
        Intruder intruder = new Intruder(objects, manner, faults);
        intruder.send(context, destinations.apply(context.destination()));
        try (LoadModel.Operation underWay = load.begin();
                SubOperationSender sender = SubOperationSender.forMove(context, destination, manner)) {
            run.perform(sender);
        }
        intruder.send(context, destinations.apply(context.destination()));
        if (!run.late().isEmpty()) {
            background.execute(() -> sendLate(run, SubOperationSender.forMove(context, destination, manner)));
        }
    }

    void get(RetrieveContext context) throws IOException {
        refusals.judge(context);
        List<ArchivedObject> selected = selected(context);
        SubOperationSender.Manner manner = SubOperationSender.Manner.of(context, faults);
        try (LoadModel.Operation underWay = load.begin();
                SubOperationSender sender = SubOperationSender.forGet(context, manner)) {
            new RetrieveRun(context, files(selected), new FailingObjects(selected, faults, false), faults, pause, load)
                    .perform(sender);
        }
    }

    private void sendLate(RetrieveRun run, SubOperationSender sender) {
        if (pause.sleep(run.lateBy())) {
            return;
        }
        try (sender) {
            for (FileSource source : run.late()) {
                sender.send(source, Map.of());
            }
        } catch (IOException e) {
            System.getLogger(RetrieveService.class.getName()).log(System.Logger.Level.WARNING,
                    "late sub-operations ended: " + e.getMessage());
        }
    }

    private List<ArchivedObject> selected(RetrieveContext context) throws IOException {
        List<ArchivedObject> selected = RetrieveSelection.of(index, context.request().identifier());
        int others = faults.take(RetrieveFault.SendOthers.class).map(RetrieveFault.SendOthers::objects).orElse(0);
        List<ArchivedObject> sent = new ArrayList<>(selected);
        index.all().stream().filter(object -> !selected.contains(object)).limit(others).forEach(sent::add);
        faults.take(RetrieveFault.LeaveOut.class, fault -> sent.stream()
                .anyMatch(object -> fault.sopUids().contains(object.sopInstanceUid())))
                .ifPresent(fault -> sent.removeIf(object -> fault.sopUids().contains(object.sopInstanceUid())));
        return sent;
    }

    private static List<FileSource> files(List<ArchivedObject> selected) throws IOException {
        List<FileSource> files = new ArrayList<>();
        for (ArchivedObject object : selected) {
            files.add(FileSource.of(object.file()));
        }
        return files;
    }
}
