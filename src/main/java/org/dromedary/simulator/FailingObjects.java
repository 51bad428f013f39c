package org.dromedary.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dromedary.dicom.net.Status;

/** Which objects of one retrieve fail by a fault, and what its end says of them (PS3.4 §C.4.2.1.5, §C.4.2.3.1). */
final class FailingObjects {

    private final List<ArchivedObject> objects;
    private final List<RetrieveFault.FailSeries> series;
    private final List<RetrieveFault.FailSomeObjects> some;
    private final int firstFailing;
    private final Optional<RetrieveFault.EndWith> end;
    private final List<String> failed = new ArrayList<>();

    FailingObjects(List<ArchivedObject> objects, Faults faults, boolean byMove) {
        this.objects = objects;
        this.series = faults.takeAll(RetrieveFault.FailSeries.class, fault -> objects.stream()
                .anyMatch(object -> fault.seriesUids().contains(object.seriesUid())));
        this.some = new ArrayList<>(faults.takeAll(RetrieveFault.FailSomeObjects.class, fault -> objects.stream()
                .anyMatch(object -> fault.sopUids().contains(object.sopInstanceUid()))));
        if (byMove) {
            faults.take(RetrieveFault.OnlyByGet.class).ifPresent(fault -> some.add(new RetrieveFault.FailSomeObjects(
                    fault.sopUids(), Status.SUB_OPERATIONS_COMPLETE_WITH_FAILURES, false)));
        }
        this.firstFailing = objects.size()
                - faults.take(RetrieveFault.FailObjects.class).map(RetrieveFault.FailObjects::objects).orElse(0);
        this.end = faults.take(RetrieveFault.StatusMissing.class).isPresent()
                ? Optional.of(new RetrieveFault.EndWith(Status.MISSING, null))
                : faults.take(RetrieveFault.EndWith.class);
    }

    boolean fails(int number) {
        ArchivedObject object = objects.get(number);
        return number >= firstFailing
                || series.stream().anyMatch(fault -> fault.seriesUids().contains(object.seriesUid()))
                || some.stream().anyMatch(fault -> fault.sopUids().contains(object.sopInstanceUid()));
    }

    void hasFailed(int number) {
        failed.add(objects.get(number).sopInstanceUid());
    }

    /** The Failed SOP Instance UID List (0008,0058). */
    List<String> list() {
        Set<String> unlisted = some.stream().filter(fault -> !fault.listed())
                .map(RetrieveFault.FailSomeObjects::sopUids)
                .flatMap(Set::stream).collect(Collectors.toSet());
        return failed.stream().filter(uid -> !unlisted.contains(uid)).toList();
    }

    int finalStatus(boolean warned) {
        if (end.isPresent()) {
            return end.get().status();
        }
        if (failed.isEmpty()) {
            return warned ? Status.SUB_OPERATIONS_COMPLETE_WITH_FAILURES : Status.SUCCESS;
        }
        if (!some.isEmpty()) {
            return some.get(0).status();
        }
        return failed.size() == objects.size()
                ? Status.UNABLE_TO_PERFORM_SUB_OPERATIONS : Status.SUB_OPERATIONS_COMPLETE_WITH_FAILURES;
    }

    String comment() {
        return end.map(RetrieveFault.EndWith::comment).orElse(null);
    }
}
