package org.dromedary.operate.embedded;

/** Is told of an embedded database that can't be started again, which no ledger can remember; never throws. */
public interface LedgerOutage {

    /** Tells nobody. */
    LedgerOutage UNTOLD = new LedgerOutage() {
        @Override
        public void begun(String reason, int tries) {
            // The log has it.
        }

        @Override
        public void over(int tries) {
            // The log has it.
        }
    };

    /** It is down since some time, and could not be started again. */
    void begun(String reason, int tries);

    /** It runs again; only after {@link #begun}. */
    void over(int tries);
}
