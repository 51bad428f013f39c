package org.dromedary.dicom.net;

/** The counts of a retrieve's sub-operations (PS3.7 §9.1.3, §9.1.4), {@link #ABSENT} where a peer left one out. */
public record SubOperations(int remaining, int completed, int failed, int warning) {
    public static final int ABSENT = -1;

    static SubOperations of(CommandSet command) {
        return new SubOperations(command.getInt(CommandSet.REMAINING_SUB_OPERATIONS, ABSENT),
                command.getInt(CommandSet.COMPLETED_SUB_OPERATIONS, ABSENT),
                command.getInt(CommandSet.FAILED_SUB_OPERATIONS, ABSENT),
                command.getInt(CommandSet.WARNING_SUB_OPERATIONS, ABSENT));
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

    /** The counts after one more sub-operation with this status. */
    public SubOperations plus(int status) {
        boolean success = Status.isSuccess(status);
        boolean warned = Status.isWarning(status);
        return new SubOperations(remaining - 1, completed + (success ? 1 : 0), failed + (success || warned ? 0 : 1),
                warning + (warned ? 1 : 0));
    }

    /** Without the remaining count, as the final response of a retrieve has it unless cancelled. */
    public SubOperations withoutRemaining() {
        return new SubOperations(ABSENT, completed, failed, warning);
    }
}
