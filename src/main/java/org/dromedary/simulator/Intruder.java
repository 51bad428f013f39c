package org.dromedary.simulator;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.FileSource;
import org.dromedary.dicom.dimse.RetrieveContext;
import org.dromedary.dicom.net.AssociationRequest;

/** Another application entity that sends into a C-MOVE of the archive, as {@link RetrieveFault} says. */
final class Intruder {

    private final List<FileSource> objects;
    private final SubOperationSender.Manner manner;
    private final Optional<RetrieveFault.AnotherSends> others;
    private final Optional<RetrieveFault.AnotherSendsSameUids> same;

    Intruder(List<FileSource> objects, SubOperationSender.Manner manner, Faults faults) {
        this.objects = objects;
        this.manner = manner;
        this.others = faults.take(RetrieveFault.AnotherSends.class);
        this.same = faults.take(RetrieveFault.AnotherSendsSameUids.class);
    }

    /** Whatever is answered. */
    void send(RetrieveContext context, AssociationRequest.Builder destination) {
        others.ifPresent(fault -> send(context, destination, fault.callingAeTitle(), fault.objects(), true));
        same.ifPresent(fault -> send(context, destination, fault.callingAeTitle(), objects.size(), false));
    }

    private void send(RetrieveContext context, AssociationRequest.Builder destination, String callingAeTitle,
            int count, boolean newUids) {
        if (objects.isEmpty()) {
            return;
        }
        SubOperationSender.propose(destination.calling(callingAeTitle), objects);
        try (SubOperationSender sender = SubOperationSender.forMove(context, destination, manner)) {
            for (int i = 0; i < count; i++) {
                sender.send(objects.get(i % objects.size()), newUids ? Map.of(Tag.SOPInstanceUID, Uid.create())
                        : Map.of(Tag.ImageComments, "another object of this UID"));
            }
        } catch (IOException e) {
            System.getLogger(Intruder.class.getName()).log(System.Logger.Level.DEBUG,
                    "not taken from another: " + e.getMessage());
        }
    }
}
