package org.dromedary.coordination.audit;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an event was about.
 *
 * @param type 1 person, 2 system object
 * @param role its part (PS3.15 A.5.1.2.2)
 * @param details more, by name
 * @param sopClass of objects of a study, or null
 * @param instances how many objects, or null
 */
public record Subject(String id, IdType idType, int type, int role, String name, Map<String, String> details,
        String sopClass, Long instances) {

    private static final int PERSON = 1;
    private static final int SYSTEM_OBJECT = 2;

    /** What the id is (CID 404, and RFC 3881 §5.5.4). */
    enum IdType implements Concept.Coded {
        STUDY("110180", "DCM", "Study Instance UID"),
        SOP_CLASS("110181", "DCM", "SOP Class UID"),
        NODE("110182", "DCM", "Node ID"),
        PATIENT("2", "RFC-3881", "Patient Number"),
        REPORT("9", "RFC-3881", "Report Number"),
        USER("11", "RFC-3881", "User Identifier"),
        URI("12", "RFC-3881", "URI");

        private final Concept concept;

        IdType(String code, String system, String meaning) {
            concept = new Concept(code, system, meaning);
        }

        @Override
        public Concept concept() {
            return concept;
        }
    }

    private static Subject of(String id, IdType idType, int type, int role, String name) {
        return new Subject(id, idType, type, role, name, Map.of(), null, null);
    }

    /** A patient, by the Patient ID; the name only where the event is about the patient's record. */
    public static Subject patient(String patientId, String name) {
        return of(patientId, IdType.PATIENT, PERSON, 1, name);
    }

    /** Objects of a study. */
    public static Subject study(String studyInstanceUid, String sopClass, long instances) {
        return new Subject(studyInstanceUid, IdType.STUDY, SYSTEM_OBJECT, 3, "", Map.of(), sopClass, instances);
    }

    /** A report or another file that was made. */
    public static Subject report(String what) {
        return of(what, IdType.REPORT, SYSTEM_OBJECT, 3, what);
    }

    /** What was asked, by the address or the command. */
    public static Subject asked(String what) {
        return of(what, IdType.URI, SYSTEM_OBJECT, 24, what);
    }

    /** An account or a token. */
    public static Subject account(String name) {
        return of(name, IdType.USER, PERSON, 11, name);
    }

    /** The trail itself, or a part of the program's settings. */
    public static Subject part(String what) {
        return of(what, IdType.URI, SYSTEM_OBJECT, 13, what);
    }

    /** What an alert is about: the migration as a whole, or a part of it. */
    public static Subject node(String what) {
        return of(what, IdType.NODE, SYSTEM_OBJECT, 13, what);
    }

    public Subject detail(String key, Object value) {
        if (value == null) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(details);
        more.put(key, value.toString());
        return new Subject(id, idType, type, role, name, more, sopClass, instances);
    }
}
