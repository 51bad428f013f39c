package org.dromedary.dicom.ul;

/** Result, source and reason of an A-ASSOCIATE-RJ with their words (PS3.8 §9.3.4, table 9-21). */
public enum RejectReason {
    NO_REASON_GIVEN(1, 1, 1, "no reason given"),
    APPLICATION_CONTEXT_NAME_NOT_SUPPORTED(1, 1, 2, "application context name not supported"),
    CALLING_AE_TITLE_NOT_RECOGNIZED(1, 1, 3, "calling AE title not recognized"),
    CALLED_AE_TITLE_NOT_RECOGNIZED(1, 1, 7, "called AE title not recognized"),
    ACSE_NO_REASON_GIVEN(1, 2, 1, "no reason given"),
    PROTOCOL_VERSION_NOT_SUPPORTED(1, 2, 2, "protocol version not supported"),
    TRANSIENT_NO_REASON_GIVEN(2, 1, 1, "no reason given"),
    TEMPORARY_CONGESTION(2, 3, 1, "temporary congestion"),
    LOCAL_LIMIT_EXCEEDED(2, 3, 2, "local limit exceeded");

    private final int result;
    private final int source;
    private final int reason;
    private final String words;

    RejectReason(int result, int source, int reason, String words) {
        this.result = result;
        this.source = source;
        this.reason = reason;
        this.words = words;
    }

    public int result() {
        return result;
    }

    public int source() {
        return source;
    }

    public int reason() {
        return reason;
    }

    /** In the standard's words, such as "called AE title not recognized". */
    public String words() {
        return words;
    }

    /** "rejected permanently by the service user: called AE title not recognized" and the like, for any three codes. */
    public static String describe(int result, int source, int reason) {
        String how = switch (result) {
            case 1 -> "rejected permanently";
            case 2 -> "rejected for now";
            default -> "rejected with unknown result " + result;
        };
        String by = switch (source) {
            case 1 -> "the service user";
            case 2 -> "the service provider (ACSE)";
            case 3 -> "the service provider (presentation)";
            default -> "unknown source " + source;
        };
        return how + " by " + by + ": " + words(source, reason);
    }

    private static String words(int source, int reason) {
        for (RejectReason known : values()) {
            if (known.source == source && known.reason == reason) {
                return known.words;
            }
        }
        return "reserved reason " + reason;
    }
}
