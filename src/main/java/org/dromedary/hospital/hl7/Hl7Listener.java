package org.dromedary.hospital.hl7;

/** Takes in messages of certain types; every bean of this type is asked. */
public interface Hl7Listener {

    /** Whether it wants messages of this type (such as ADT) and event (such as A08). */
    boolean wants(String type, String trigger);

    /**
     * Takes a message in; must be repeatable, a message may come again after a crash. If it lasts longer than
     * {@code dromedary.hl7.take-timeout} its thread is interrupted and the message is FAILED.
     *
     * @param messageId the row in hl7_message
     * @param outcome   takes what was done, and what a person must decide
     * @throws Hl7FormatException if the message lacks what is needed: it becomes FAILED with this reason
     * @throws Exception anything else (the ledger away): the message comes again later
     */
    void take(long messageId, Hl7Message message, Outcome outcome) throws Exception;
}
