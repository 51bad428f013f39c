package org.dromedary.operate.cli;

import java.util.Collection;
import java.util.LinkedHashSet;
import org.dromedary.coordination.audit.AuditLog;
import org.dromedary.coordination.audit.AuditMessage;
import org.dromedary.coordination.audit.Messages;
import org.dromedary.operate.settings.Settings;

/** What commands leave in the audit trail beside the acts that the ledger keeps. */
final class CommandAudit {

    private CommandAudit() {
    }

    /** Data of these patients are shown. */
    static void read(Settings settings, String command, Collection<String> patientIds) {
        record(settings, Messages.read(SqlCommand.user(), null, command, new LinkedHashSet<>(patientIds)));
    }

    /** A file with data of the migration is made. */
    static void export(Settings settings, String what) {
        record(settings, Messages.export(SqlCommand.user(), what));
    }

    static void record(Settings settings, AuditMessage message) {
        AuditLog.in(settings.dataDir(), settings).record(message);
    }
}
