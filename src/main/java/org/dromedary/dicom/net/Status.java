package org.dromedary.dicom.net;

import java.util.TreeMap;

/** DIMSE status codes, their classes and their words (PS3.7 Annex C, PS3.4 per service). */
public final class Status {
    /** In place of a status where a response has none: neither success nor any code of the standard. */
    public static final int MISSING = -1;

    public static final int SUCCESS = 0x0000;
    public static final int PENDING = 0xFF00;
    public static final int PENDING_WITH_WARNING = 0xFF01;
    public static final int CANCEL = 0xFE00;

    public static final int PROCESSING_FAILURE = 0x0110;
    public static final int NO_SUCH_OBJECT_INSTANCE = 0x0112;
    public static final int NO_SUCH_EVENT_TYPE = 0x0113;
    public static final int NO_SUCH_ARGUMENT = 0x0114;
    public static final int INVALID_ARGUMENT_VALUE = 0x0115;
    public static final int CLASS_INSTANCE_CONFLICT = 0x0119;
    public static final int SOP_CLASS_NOT_SUPPORTED = 0x0122;
    public static final int NO_SUCH_ACTION_TYPE = 0x0123;
    public static final int NOT_AUTHORIZED = 0x0124;
    public static final int DUPLICATE_TRANSACTION_UID = 0x0131;
    public static final int UNRECOGNIZED_OPERATION = 0x0211;
    public static final int MISTYPED_ARGUMENT = 0x0212;
    public static final int RESOURCE_LIMITATION = 0x0213;

    public static final int OUT_OF_RESOURCES = 0xA700;
    public static final int UNABLE_TO_CALCULATE_MATCHES = 0xA701;
    public static final int UNABLE_TO_PERFORM_SUB_OPERATIONS = 0xA702;
    public static final int MOVE_DESTINATION_UNKNOWN = 0xA801;
    public static final int DATA_SET_DOES_NOT_MATCH_SOP_CLASS = 0xA900;
    public static final int COERCION_OF_DATA_ELEMENTS = 0xB000;
    public static final int SUB_OPERATIONS_COMPLETE_WITH_FAILURES = 0xB000;
    public static final int ELEMENTS_DISCARDED = 0xB006;
    public static final int DATA_SET_DOES_NOT_MATCH_SOP_CLASS_WARNING = 0xB007;
    public static final int UNABLE_TO_PROCESS = 0xC000;

    private static final TreeMap<Integer, String> WORDS = new TreeMap<>();

    static {
        general();
        services();
    }

    private Status() { }

    /** PS3.7 §C.4 and §C.5: the same meaning in every service. */
    private static void general() {
        word(SUCCESS, "success");
        word(PENDING, "pending");
        word(PENDING_WITH_WARNING, "pending, optional keys not supported as asked");
        word(CANCEL, "cancelled");
        word(0x0001, "requested optional attributes not supported");
        word(0x0105, "no such attribute");
        word(0x0106, "invalid attribute value");
        word(0x0107, "attribute list error");
        word(PROCESSING_FAILURE, "processing failure");
        word(0x0111, "duplicate SOP instance");
        word(NO_SUCH_OBJECT_INSTANCE, "no such SOP instance");
        word(NO_SUCH_EVENT_TYPE, "no such event type");
        word(NO_SUCH_ARGUMENT, "no such argument");
        word(INVALID_ARGUMENT_VALUE, "invalid argument value");
        word(0x0116, "attribute value out of range");
        word(0x0117, "invalid SOP instance");
        word(0x0118, "no such SOP class");
        word(CLASS_INSTANCE_CONFLICT, "SOP class and instance conflict");
        word(0x0120, "missing attribute");
        word(0x0121, "missing attribute value");
        word(SOP_CLASS_NOT_SUPPORTED, "SOP class not supported");
        word(NO_SUCH_ACTION_TYPE, "no such action type");
        word(NOT_AUTHORIZED, "not authorized");
        word(0x0210, "duplicate invocation");
        word(UNRECOGNIZED_OPERATION, "unrecognized operation");
        word(MISTYPED_ARGUMENT, "mistyped argument");
        word(RESOURCE_LIMITATION, "resource limitation");
    }

    /** PS3.4 §B.2.3 (storage), §C.4.1.1.4 (find), §C.4.2.1.5 (move), §C.4.3.1.4 (get), §J.3.2.1.4 (commitment). */
    private static void services() {
        word(DUPLICATE_TRANSACTION_UID, "duplicate transaction UID");
        word(OUT_OF_RESOURCES, "out of resources");
        word(UNABLE_TO_CALCULATE_MATCHES, "out of resources, unable to calculate the number of matches");
        word(UNABLE_TO_PERFORM_SUB_OPERATIONS, "out of resources, unable to perform sub-operations");
        word(MOVE_DESTINATION_UNKNOWN, "move destination unknown");
        word(DATA_SET_DOES_NOT_MATCH_SOP_CLASS, "data set or identifier does not match the SOP class");
        word(0xB000, "coercion of data elements, or sub-operations with failures or warnings");
        word(ELEMENTS_DISCARDED, "elements discarded");
        word(DATA_SET_DOES_NOT_MATCH_SOP_CLASS_WARNING, "data set does not match the SOP class");
        word(UNABLE_TO_PROCESS, "unable to process or to understand");
    }

    private static void word(int status, String words) {
        WORDS.put(status, words);
    }

    public static boolean isSuccess(int status) {
        return status == SUCCESS;
    }

    public static boolean isPending(int status) {
        return status == PENDING || status == PENDING_WITH_WARNING;
    }

    public static boolean isWarning(int status) {
        return status == 0x0001 || status == 0x0107 || status == 0x0116 || (status & 0xF000) == 0xB000;
    }

    public static boolean isCancel(int status) {
        return status == CANCEL;
    }

    /** Everything that is neither success, pending, warning nor cancel, as PS3.7 §C.1 has it. */
    public static boolean isFailure(int status) {
        return !isSuccess(status) && !isPending(status) && !isWarning(status) && !isCancel(status);
    }

    /** Words and code, such as "failure: out of resources (0xA700)". */
    public static String describe(int status) {
        if (status == MISSING) {
            return "no status, the response is broken";
        }
        String kind = isSuccess(status) || isPending(status) || isCancel(status) ? ""
                : isWarning(status) ? "warning: " : "failure: ";
        return kind + words(status) + String.format(" (0x%04X)", status);
    }

    private static String words(int status) {
        String words = WORDS.get(status);
        if (words != null) {
            return words;
        }
        return switch (status & 0xFF00) {
            case 0xA700 -> "out of resources";
            case 0xA900 -> "data set or identifier does not match the SOP class";
            default -> (status & 0xF000) == 0xC000
                    ? "unable to process or to understand" : "status of no known meaning";
        };
    }
}
