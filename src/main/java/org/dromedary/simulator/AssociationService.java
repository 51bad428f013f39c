package org.dromedary.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.IntSupplier;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.AssociationInfo;
import org.dromedary.dicom.net.PresentationContext;
import org.dromedary.dicom.ul.RejectReason;

/** Decides on association requests and their contexts (PS3.8 §7.1.1), with the faults of {@link AssociationFault}. */
final class AssociationService {

    private static final Set<String> STUDY_ROOT = Set.of(Uid.StudyRootQueryRetrieveInformationModelFind,
            Uid.StudyRootQueryRetrieveInformationModelMove, Uid.StudyRootQueryRetrieveInformationModelGet);
    /** An association that its requestor has released may take so long to be gone. */
    private static final int MAX_LOOKS = 20;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private final Faults faults;
    private final String aeTitle;
    private final IntSupplier open;
    private final Pause pause;
    /** An association is negotiated on one thread: request first, then its contexts. */
    private final ThreadLocal<BiPredicate<String, String>> policy = ThreadLocal.withInitial(() -> (uid,
            syntax) -> true);

    /** @param open how many associations there are, with the one being judged */
    AssociationService(Faults faults, String aeTitle, IntSupplier open, Pause pause) {
        this.faults = faults;
        this.aeTitle = aeTitle;
        this.open = open;
        this.pause = pause;
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
        if (faults.take(AssociationFault.UnknownCallingAeTitle.class, fault -> fault.callingAeTitles().isEmpty()
                || fault.callingAeTitles().contains(request.callingAeTitle())).isPresent()) {
            return RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED;
        }
        boolean echoOnly = request.contexts().stream().allMatch(one -> one.abstractSyntax().equals(Uid.Verification));
        if (echoOnly && faults.take(AssociationFault.RejectEchoAssociations.class).isPresent()) {
            return RejectReason.NO_REASON_GIVEN;
        }
        if (faults.peek(AssociationFault.Limit.class).filter(this::isOver).isPresent()
                && faults.take(AssociationFault.Limit.class).isPresent()) {
            return RejectReason.LOCAL_LIMIT_EXCEEDED;
        }
        policy.set(policyOf(request.contexts()));
        return null;
    }

    private boolean isOver(AssociationFault.Limit limit) {
        for (int i = 0; i < MAX_LOOKS && open.getAsInt() > limit.associations(); i++) {
            pause.sleep(BETWEEN_LOOKS);
        }
        return open.getAsInt() > limit.associations();
    }

    private BiPredicate<String, String> policyOf(List<PresentationContext> contexts) {
        BiPredicate<String, String> accepted = faults.take(AssociationFault.AcceptOnly.class)
                .<BiPredicate<String, String>>map(only -> (uid, syntax) -> accepts(only.sopClassUids(), uid)
                        && accepts(only.transferSyntaxUids(), syntax))
                .orElse((uid, syntax) -> true);
        if (faults.take(AssociationFault.NoEcho.class).isPresent()) {
            accepted = accepted.and((uid, syntax) -> !uid.equals(Uid.Verification));
        }
        if (faults.take(AssociationFault.PatientRootOnly.class).isPresent()) {
            accepted = accepted.and((uid, syntax) -> !STUDY_ROOT.contains(uid));
        }
        if (faults.take(AssociationFault.OneContext.class).isPresent()) {
            PresentationContext first = contexts.get(0);
            accepted = accepted.and((uid, syntax) -> uid.equals(first.abstractSyntax())
                    && first.transferSyntaxes().contains(syntax));
        }
        return accepted;
    }

    boolean accepts(String sopClassUid, String transferSyntaxUid) {
        return policy.get().test(sopClassUid, transferSyntaxUid);
    }

    private static boolean accepts(Set<String> allowed, String uid) {
        return allowed.isEmpty() || allowed.contains(uid);
    }
}
