package org.dromedary.hospital.hl7;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes messages of a type that nobody else has, and fails as it is told by the trigger. */
@Singleton
class RecordingListener implements Hl7Listener {

    static final String TYPE = "ZZT";

    final List<String> taken = Collections.synchronizedList(new ArrayList<>());
    /** How many further calls fail for want of the ledger. */
    final AtomicInteger ledgerAway = new AtomicInteger();

    /** Until it is counted down, messages of the trigger SLOW wait. */
    volatile CountDownLatch slow = new CountDownLatch(0);

    @Override
    public boolean wants(String type, String trigger) {
        return TYPE.equals(type);
    }

    @Override
    public void take(long messageId, Hl7Message message, Outcome outcome) throws Exception {
        if (ledgerAway.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw new java.sql.SQLException("away on purpose", "08006");
        }
        if (message.trigger().equals("SLOW")) {
            slow.await();
        }
        switch (message.trigger()) {
            case "BAD" -> throw new Hl7FormatException("it lacks what is needed");
            case "BUG" -> throw new IllegalStateException("fails on purpose");
            case "HOLD" -> outcome.held("a person must decide");
            default -> {
                taken.add(message.controlId());
                outcome.did("one thing");
            }
        }
    }
}
