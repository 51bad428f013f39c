package org.dromedary.dicom.dimse;

import java.net.InetAddress;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.AeTitles;
import org.dromedary.dicom.net.AssociationInfo;
import org.dromedary.dicom.net.PresentationContext;
import org.dromedary.dicom.ul.ContextResult;
import org.dromedary.dicom.ul.Pdu;
import org.dromedary.dicom.ul.ProposedContext;
import org.dromedary.dicom.ul.RejectReason;
import org.dromedary.dicom.ul.UserIdentity;
import org.dromedary.dicom.ul.UserInformation;

/** Answers an A-ASSOCIATE-RQ by the server's settings (PS3.8 §7.1.1, PS3.7 Annex D). */
final class Acceptor {
    private static final Set<String> FIND_MODELS = Set.of(Uid.PatientRootQueryRetrieveInformationModelFind,
            Uid.StudyRootQueryRetrieveInformationModelFind, Uid.PatientStudyOnlyQueryRetrieveInformationModelFind,
            Uid.ModalityWorklistInformationModelFind, Uid.InventoryFind);
    private static final Set<String> MOVE_MODELS = Set.of(Uid.PatientRootQueryRetrieveInformationModelMove,
            Uid.StudyRootQueryRetrieveInformationModelMove, Uid.PatientStudyOnlyQueryRetrieveInformationModelMove,
            Uid.InventoryMove);
    private static final Set<String> GET_MODELS = Set.of(Uid.PatientRootQueryRetrieveInformationModelGet,
            Uid.StudyRootQueryRetrieveInformationModelGet, Uid.PatientStudyOnlyQueryRetrieveInformationModelGet,
            Uid.InventoryGet);
    private static final List<String> UNCOMPRESSED = List.of(Uid.ExplicitVRLittleEndian, Uid.ImplicitVRLittleEndian,
            Uid.DeflatedExplicitVRLittleEndian, Uid.ExplicitVRBigEndian);

    private final ScpSettings settings;

    Acceptor(ScpSettings settings) {
        this.settings = settings;
    }

    /** The reason to reject, or null. */
    RejectReason judge(Pdu.AssociateRq request, AssociationInfo info) {
        if ((request.protocolVersion() & 1) == 0) {
            return RejectReason.PROTOCOL_VERSION_NOT_SUPPORTED;
        }
        if (!request.applicationContext().equals(Pdu.APPLICATION_CONTEXT)) {
            return RejectReason.APPLICATION_CONTEXT_NAME_NOT_SUPPORTED;
        }
        if (!settings.aeTitles.isEmpty() && !isOurs(request.calledAeTitle())) {
            return RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED;
        }
        return settings.policy.apply(info);
    }

    static AssociationInfo info(Pdu.AssociateRq request, InetAddress peer, List<Certificate> certificates) {
        List<PresentationContext> contexts = new ArrayList<>();
        request.contexts().forEach(c -> contexts.add(
                new PresentationContext(c.abstractSyntax(), c.transferSyntaxes())));
        return new AssociationInfo(request.callingAeTitle(), request.calledAeTitle(), peer,
                request.user().identity(), contexts, certificates);
    }

    private boolean isOurs(String called) {
        return settings.strictAeTitles ? settings.aeTitles.contains(called)
                : settings.aeTitles.stream().anyMatch(title -> AeTitles.match(title, called));
    }

    Pdu.AssociateAc answer(Pdu.AssociateRq request) {
        List<UserInformation.Role> roles = new ArrayList<>();
        for (UserInformation.Role wish : request.user().roles()) {
            roles.add(new UserInformation.Role(wish.sopClassUid(), wish.scu() && performs(wish.sopClassUid()),
                    wish.scp() && invokes(wish.sopClassUid())));
        }
        List<ContextResult> results = new ArrayList<>();
        for (ProposedContext context : request.contexts()) {
            results.add(result(context, roles));
        }
        List<UserInformation.Extended> extended = new ArrayList<>();
        for (UserInformation.Extended wish : request.user().extended()) {
            byte[] answer = settings.extendedNegotiation.apply(wish.sopClassUid(), wish.information());
            if (answer != null) {
                extended.add(new UserInformation.Extended(wish.sopClassUid(), answer));
            }
        }
        UserIdentity identity = request.user().identity();
        byte[] response = identity != null && identity.responseRequested()
                ? settings.identityResponse.apply(identity) : null;
        return new Pdu.AssociateAc(1, request.calledAeTitle(), request.callingAeTitle(), Pdu.APPLICATION_CONTEXT,
                results, new UserInformation(settings.maxPduLength, Part10.IMPLEMENTATION_CLASS_UID,
                        Part10.IMPLEMENTATION_VERSION_NAME, window(request.user().window()), roles, extended, null,
                        response));
    }

    private UserInformation.Window window(UserInformation.Window wish) {
        return wish == null ? null : new UserInformation.Window(
                least(wish.invoked(), settings.maxOperationsPerformed), least(wish.performed(), 1));
    }

    /** Of two limits the tighter, where 0 stands for none. */
    private static int least(int a, int b) {
        return a == 0 ? b : b == 0 ? a : Math.min(a, b);
    }

    private ContextResult result(ProposedContext context, List<UserInformation.Role> roles) {
        String sopClass = context.abstractSyntax();
        boolean scp = false;
        for (UserInformation.Role role : roles) {
            scp |= role.sopClassUid().equals(sopClass) && role.scp();
        }
        List<String> supported = transferSyntaxes(sopClass).stream()
                .filter(syntax -> settings.contextPolicy.test(sopClass, syntax)).toList();
        if (supported.isEmpty() || !performs(sopClass) && !scp) {
            return new ContextResult(context.id(), ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED,
                    context.transferSyntaxes().get(0));
        }
        for (String syntax : context.transferSyntaxes()) {
            if (supported.contains(syntax)) {
                return new ContextResult(context.id(), ContextResult.ACCEPTANCE, syntax);
            }
        }
        return new ContextResult(context.id(), ContextResult.TRANSFER_SYNTAXES_NOT_SUPPORTED,
                context.transferSyntaxes().get(0));
    }

    private List<String> transferSyntaxes(String sopClass) {
        List<String> listed = settings.contexts.get(sopClass);
        if (listed != null) {
            return listed;
        }
        if (settings.listedContextsOnly && !sopClass.equals(Uid.Verification)) {
            return List.of();
        }
        return isStorage(sopClass)
                ? TransferSyntax.known().stream().map(TransferSyntax::uid).toList() : UNCOMPRESSED;
    }

    /** Whether this side is an SCP of the class. */
    private boolean performs(String sopClass) {
        return sopClass.equals(Uid.Verification)
                || settings.find != null && FIND_MODELS.contains(sopClass)
                || settings.move != null && MOVE_MODELS.contains(sopClass)
                || settings.get != null && GET_MODELS.contains(sopClass)
                || settings.commitment != null && sopClass.equals(Uid.StorageCommitmentPushModel)
                || settings.store != null && isStorage(sopClass);
    }

    /** Whether this side can be an SCU of the class on an association it accepted. */
    private boolean invokes(String sopClass) {
        return settings.get != null && isStorage(sopClass)
                || settings.commitmentListener != null && sopClass.equals(Uid.StorageCommitmentPushModel);
    }

    private boolean isStorage(String sopClass) {
        return Dictionary.isStorageSopClass(sopClass)
                || (settings.unknownAsStorage || settings.contexts.containsKey(sopClass)) && !isService(sopClass);
    }

    private static boolean isService(String sopClass) {
        return sopClass.equals(Uid.Verification) || sopClass.equals(Uid.StorageCommitmentPushModel)
                || FIND_MODELS.contains(sopClass) || MOVE_MODELS.contains(sopClass) || GET_MODELS.contains(sopClass);
    }
}
