package org.dromedary.dicom.dimse;

import org.dromedary.dicom.net.CommandSet;
import org.dromedary.dicom.net.Status;

/**
 * The counts of a retrieve's sub-operations (PS3.7 §9.1.3, §9.1.4). A count is {@link #ABSENT} where the peer left it
 * out or said something that is no count: unknown, which is not zero.
 */
public record SubOperations(int remaining, int completed, int failed, int warning) {
    public static final int ABSENT = -1;

    /** What is above is a negative number, of a peer that counts below zero. */
    private static final int MAX_COUNT = 0xFEFF;

    public static SubOperations of(CommandSet command) {
        return new SubOperations(count(command, CommandSet.REMAINING_SUB_OPERATIONS),
                count(command, CommandSet.COMPLETED_SUB_OPERATIONS),
                count(command, CommandSet.FAILED_SUB_OPERATIONS),
                count(command, CommandSet.WARNING_SUB_OPERATIONS));
    }

    private static int count(CommandSet command, int tag) {
        int count = command.getInt(tag, ABSENT);
        return count > MAX_COUNT ? ABSENT : count;
    }

    void into(CommandSet command) {
        set(command, CommandSet.REMAINING_SUB_OPERATIONS, remaining);
        set(command, CommandSet.COMPLETED_SUB_OPERATIONS, completed);
        set(command, CommandSet.FAILED_SUB_OPERATIONS, failed);
        set(command, CommandSet.WARNING_SUB_OPERATIONS, warning);
    }

    private static void set(CommandSet command, int tag, int value) {
        if (value != ABSENT) {
            command.setInt(tag, Math.min(value, 0xFFFF));
        }
    }

    /** Nothing done yet of so many. */
    public static SubOperations none(int remaining) {
        return new SubOperations(remaining, 0, 0, 0);
    }

    /** Whether a count was told. */
    public static boolean isKnown(int count) {
        return count >= 0;
    }

    /** Objects sent, with or without a warning; a count that was not told adds none. */
    public int sent() {
        return Math.max(0, completed) + Math.max(0, warning);
    }

    /** The counts after one more sub-operation with this status; what is unknown stays so. */
    public SubOperations plus(int status) {
        boolean success = Status.isSuccess(status);
        boolean warned = Status.isWarning(status);
        return new SubOperations(more(remaining, -1), more(completed, success ? 1 : 0),
                more(failed, success || warned ? 0 : 1), more(warning, warned ? 1 : 0));
    }

    private static int more(int count, int by) {
        return count == ABSENT ? ABSENT : count + by;
    }

    /** Without the remaining count, as the final response of a retrieve has it unless cancelled. */
    public SubOperations withoutRemaining() {
        return new SubOperations(ABSENT, completed, failed, warning);
    }
}
