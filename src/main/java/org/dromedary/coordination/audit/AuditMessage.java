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
    public enum Event implements Code {
        APPLICATION_ACTIVITY("110100", "Application Activity"),
        AUDIT_LOG_USED("110101", "Audit Log Used"),
        BEGIN_TRANSFERRING("110102", "Begin Transferring DICOM Instances"),
        INSTANCES_TRANSFERRED("110104", "DICOM Instances Transferred"),
        EXPORT("110106", "Export"),
        PATIENT_RECORD("110110", "Patient Record"),
        QUERY("110112", "Query"),
        SECURITY_ALERT("110113", "Security Alert"),
        USER_AUTHENTICATION("110114", "User Authentication");

        private final String code;
        private final String meaning;

        Event(String code, String meaning) {
            this.code = code;
            this.meaning = meaning;
        }

        @Override
        public String code() {
            return code;
        }

        @Override
        public String meaning() {
            return meaning;
        }
    }

    /** More closely (CID 401). */
    public enum Type implements Code {
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
        INCIDENT("INCIDENT", "Incident") {
            @Override
            public String system() {
                return "99DROMEDARY";
            }
        };

        private final String code;
        private final String meaning;

        Type(String code, String meaning) {
            this.code = code;
            this.meaning = meaning;
        }

        @Override
        public String code() {
            return code;
        }

        @Override
        public String meaning() {
            return meaning;
        }
    }

    /** What was done to the subject. */
    public enum Action {
        CREATE, READ, UPDATE, DELETE, EXECUTE;

        char letter() {
            return name().charAt(0);
        }
    }

    /** A coded value of DICOM. */
    interface Code {

        String code();

        String meaning();

        default String system() {
            return "DCM";
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
