package org.dromedary.hospital.presentation;

/** Titles of key object documents that need no modifier (PS3.16 CID 7010), coded in DCM. */
public enum KeyObjectTitle {
    OF_INTEREST("113000", "Of Interest"),
    FOR_REFERRING_PROVIDER("113002", "For Referring Provider"),
    FOR_SURGERY("113003", "For Surgery"),
    FOR_TEACHING("113004", "For Teaching"),
    FOR_CONFERENCE("113005", "For Conference"),
    FOR_THERAPY("113006", "For Therapy"),
    FOR_PATIENT("113007", "For Patient"),
    FOR_PEER_REVIEW("113008", "For Peer Review"),
    FOR_RESEARCH("113009", "For Research"),
    FOR_PRINTING("113018", "For Printing"),
    FOR_REPORT_ATTACHMENT("113020", "For Report Attachment"),
    FOR_LITIGATION("113021", "For Litigation"),
    BEST_IN_SET("113013", "Best In Set");

    private final String code;
    private final String meaning;

    KeyObjectTitle(String code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** By code or meaning; OF_INTEREST if it is empty, null if it is unknown. */
    static KeyObjectTitle of(String text) {
        if (text.isEmpty()) {
            return OF_INTEREST;
        }
        for (KeyObjectTitle title : values()) {
            if (title.code.equals(text) || title.meaning.equalsIgnoreCase(text)) {
                return title;
            }
        }
        return null;
    }

    String code() {
        return code;
    }

    String meaning() {
        return meaning;
    }
}
