package org.dromedary.coordination.audit;

/**
 * A person, program or application entity that took part.
 *
 * @param id the name
 * @param requestor whether it was they who wanted it
 * @param role what part, or null
 * @param address of the network, or null
 */
public record Participant(String id, boolean requestor, Role role, String address) {

    /** Which part (CID 402). */
    public enum Role implements Concept.Coded {
        APPLICATION("110150", "Application"),
        LAUNCHER("110151", "Application Launcher"),
        DESTINATION("110152", "Destination Role ID"),
        SOURCE("110153", "Source Role ID");

        private final Concept concept;

        Role(String code, String meaning) {
            concept = Concept.dicom(code, meaning);
        }

        @Override
        public Concept concept() {
            return concept;
        }
    }

    /** Who wanted it: an account, a token, a user of this machine. */
    public static Participant person(String name, String address) {
        return new Participant(name, true, null, address);
    }

    /** This program. */
    public static Participant program() {
        return new Participant("dromedary", false, Role.APPLICATION, null);
    }

    /** An application entity. */
    public static Participant entity(String aet, Role role, boolean requestor, String host) {
        return new Participant(aet, requestor, role, host);
    }
}
