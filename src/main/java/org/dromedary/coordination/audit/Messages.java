package org.dromedary.coordination.audit;

import java.util.Collection;
import org.dromedary.coordination.audit.AuditMessage.Action;
import org.dromedary.coordination.audit.AuditMessage.Event;
import org.dromedary.coordination.audit.AuditMessage.Type;

/** Messages of events that several parts of the program tell of (PS3.15 A.5.3). */
public final class Messages {

    private Messages() {
    }

    /** Somebody logs in or out, or is refused. */
    public static AuditMessage authentication(Type type, String name, String address) {
        return AuditMessage.of(Event.USER_AUTHENTICATION, type, Action.EXECUTE)
                .by(Participant.person(name, address)).by(Participant.program());
    }

    /** Somebody asks for what their role does not allow. */
    public static AuditMessage refused(String name, String address, String asked, String why) {
        return AuditMessage.of(Event.SECURITY_ALERT, Type.RESTRICTED_FUNCTION, Action.EXECUTE).failed(why)
                .by(Participant.person(name, address)).by(Participant.program()).about(Subject.asked(asked));
    }

    /** Accounts, tokens, settings or rules are not what they were. */
    public static AuditMessage changed(Type type, String name, Subject what) {
        return AuditMessage.of(Event.SECURITY_ALERT, type, Action.EXECUTE).by(Participant.person(name, null))
                .by(Participant.program()).about(what);
    }

    /** Something prevents normal operation, or does no more. */
    public static AuditMessage incident(String kind, String subject, String what, String statement) {
        return AuditMessage.of(Event.SECURITY_ALERT, Type.INCIDENT, Action.EXECUTE).by(Participant.program())
                .about(Subject.node(subject).detail("kind", kind).detail("what", what).detail("statement", statement));
    }

    /** An archive was asked; keys are named, not their values. */
    public static AuditMessage query(String ours, String theirs, String host, String level, String keys, int answers) {
        return AuditMessage.of(Event.QUERY, null, Action.EXECUTE)
                .by(Participant.entity(ours, Participant.Role.SOURCE, true, null))
                .by(Participant.entity(theirs, Participant.Role.DESTINATION, false, host))
                .about(Subject.asked("C-FIND").detail("level", level).detail("keys", keys).detail("answers", answers));
    }

    /** A message of the RIS has changed what is known of a patient or an order. */
    public static AuditMessage changedByMessage(String sender, long id, String type, String did) {
        return AuditMessage.of(Event.PATIENT_RECORD, null, Action.UPDATE)
                .by(new Participant(sender, true, Participant.Role.SOURCE, null)).by(Participant.program())
                .about(Subject.asked("HL7 message " + id).detail("type", type).detail("did", did));
    }

    /** The rule file has changed while the program runs; who wrote it the program can't know. */
    public static AuditMessage rulesChanged(String version) {
        return changed(Type.SOFTWARE_CONFIGURATION, "unknown", Subject.part("rules").detail("version", version));
    }

    /** Somebody sees records of patients, who are named by their Patient IDs. */
    public static AuditMessage read(String name, String address, String asked, Collection<String> patientIds) {
        AuditMessage message = AuditMessage.of(Event.PATIENT_RECORD, null, Action.READ)
                .by(Participant.person(name, address)).by(Participant.program()).about(Subject.asked(asked));
        for (String patientId : patientIds) {
            message = message.about(Subject.patient(patientId, ""));
        }
        return message;
    }

    /** A file with data of patients leaves the program. */
    public static AuditMessage export(String name, String what) {
        return AuditMessage.of(Event.EXPORT, null, Action.READ).by(Participant.person(name, null))
                .by(Participant.program()).about(Subject.report(what));
    }

    /** Somebody reads the audit. */
    public static AuditMessage auditRead(String name, String address) {
        return AuditMessage.of(Event.AUDIT_LOG_USED, null, Action.READ).by(Participant.person(name, address))
                .about(Subject.part("audit"));
    }
}
