package org.dromedary.simulator;

import java.util.Optional;
import java.util.Set;
import org.dromedary.dicom.net.AssociationInfo;
import org.dromedary.dicom.net.RejectReason;

/** Decides on association requests and their contexts (PS3.8 §7.1.1), with the faults of {@link AssociationFault}. */
final class AssociationService {

    private final Faults faults;
    private final String aeTitle;
    /** An association is negotiated on one thread: request first, then its contexts. */
    private final ThreadLocal<Optional<AssociationFault.AcceptOnly>> acceptOnly =
            ThreadLocal.withInitial(Optional::empty);

    AssociationService(Faults faults, String aeTitle) {
        this.faults = faults;
        this.aeTitle = aeTitle;
    }

    /** The reason to reject the association, or null. */
    RejectReason judge(AssociationInfo request) {
        Optional<AssociationFault.Refuse> refusal = faults.take(AssociationFault.Refuse.class);
        if (refusal.isPresent()) {
            return refusal.get().transientRejection()
                    ? RejectReason.LOCAL_LIMIT_EXCEEDED : RejectReason.NO_REASON_GIVEN;
        }
        if (!request.calledAeTitle().equals(aeTitle)
                || faults.take(AssociationFault.UnknownCalledAeTitle.class).isPresent()) {
            return RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED;
        }
        acceptOnly.set(faults.take(AssociationFault.AcceptOnly.class));
        return null;
    }

    boolean accepts(String sopClassUid, String transferSyntaxUid) {
        Optional<AssociationFault.AcceptOnly> only = acceptOnly.get();
        return only.isEmpty() || accepts(only.get().sopClassUids(), sopClassUid)
                && accepts(only.get().transferSyntaxUids(), transferSyntaxUid);
    }

    private static boolean accepts(Set<String> allowed, String uid) {
        return allowed.isEmpty() || allowed.contains(uid);
    }
}
