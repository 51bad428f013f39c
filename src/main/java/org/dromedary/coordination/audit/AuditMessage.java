package org.dromedary.coordination.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened, as DICOM tells it (PS3.15 A.5): the event, who took part, and what it was about. A message has no
 * value of a patient but in a {@linkplain Subject#patient subject} for one.
 *
 * @param reason of a failure, a line; null otherwise
 */
public record AuditMessage(Event event, Type type, Action action, Instant at, String reason,
        List<Participant> participants, List<Subject> subjects) {

    /** What kind of event it is (PS3.16 CID 400). */
    public enum Event implements Concept.Coded {
        APPLICATION_ACTIVITY("110100", "Application Activity"),
        AUDIT_LOG_USED("110101", "Audit Log Used"),
        BEGIN_TRANSFERRING("110102", "Begin Transferring DICOM Instances"),
        INSTANCES_TRANSFERRED("110104", "DICOM Instances Transferred"),
        EXPORT("110106", "Export"),
        PATIENT_RECORD("110110", "Patient Record"),
        QUERY("110112", "Query"),
        SECURITY_ALERT("110113", "Security Alert"),
        USER_AUTHENTICATION("110114", "User Authentication");

        private final Concept concept;

        Event(String code, String meaning) {
            concept = Concept.dicom(code, meaning);
        }

        @Override
        public Concept concept() {
            return concept;
        }
    }

    /** More closely (CID 401). */
    public enum Type implements Concept.Coded {
        START("110120", "Application Start"),
        STOP("110121", "Application Stop"),
        LOGIN("110122", "Login"),
        LOGOUT("110123", "Logout"),
        NODE_AUTHENTICATION("110126", "Node Authentication"),
        SECURITY_CONFIGURATION("110129", "Security Configuration"),
        SOFTWARE_CONFIGURATION("110131", "Software Configuration"),
        RESTRICTED_FUNCTION("110132", "Use of Restricted Function"),
        ROLES_CHANGED("110136", "Security Roles Changed"),
        USER_CHANGED("110137", "User security Attributes Changed"),
        INCIDENT(new Concept("INCIDENT", "99DROMEDARY", "Incident"));

        private final Concept concept;

        Type(String code, String meaning) {
            this(Concept.dicom(code, meaning));
        }

        Type(Concept concept) {
            this.concept = concept;
        }

        @Override
        public Concept concept() {
            return concept;
        }
    }

    /** What was done to the subject. */
    public enum Action {
        CREATE, READ, UPDATE, DELETE, EXECUTE;

        char letter() {
            return name().charAt(0);
        }
    }

    /** One that went well, of now. */
    public static AuditMessage of(Event event, Type type, Action action) {
        return new AuditMessage(event, type, action, Instant.now().truncatedTo(ChronoUnit.MILLIS), null, List.of(),
                List.of());
    }

    public AuditMessage at(Instant when) {
        return new AuditMessage(event, type, action, when, reason, participants, subjects);
    }

    /** It was refused, or went wrong. */
    public AuditMessage failed(String why) {
        return new AuditMessage(event, type, action, at, why, participants, subjects);
    }

    public AuditMessage by(Participant participant) {
        return new AuditMessage(event, type, action, at, reason, with(participants, participant), subjects);
    }

    public AuditMessage about(Subject subject) {
        return new AuditMessage(event, type, action, at, reason, participants, with(subjects, subject));
    }

    private static <T> List<T> with(List<T> items, T item) {
        List<T> all = new ArrayList<>(items);
        all.add(item);
        return List.copyOf(all);
    }
}
