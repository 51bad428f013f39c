package org.dromedary.pipeline.stage;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import javax.sql.DataSource;
import org.dromedary.archives.archive.ArchiveSettings;
import org.dromedary.coordination.audit.AuditLog;
import org.dromedary.coordination.audit.AuditMessage;
import org.dromedary.coordination.audit.AuditMessage.Action;
import org.dromedary.coordination.audit.AuditMessage.Event;
import org.dromedary.coordination.audit.AuditSettings;
import org.dromedary.coordination.audit.AuditSettings.Transfers;
import org.dromedary.coordination.audit.Participant;
import org.dromedary.coordination.audit.Participant.Role;
import org.dromedary.coordination.audit.Subject;
import org.dromedary.ledger.LedgerException;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Stage;

/** Records in the audit trail that objects of a series are transferred from the source, or to the target. */
@ApplicationScoped
class TransferAudit {

    private final AuditLog log;
    private final Transfers wanted;
    private final Sql sql;
    private final Participant atSource;
    private final Participant fromSource;
    private final Participant toTarget;
    private final Participant atTarget;

    TransferAudit(AuditLog log, AuditSettings settings, DataSource dataSource, ArchiveSettings.Local local,
            ArchiveSettings.Source source, ArchiveSettings.Target target) {
        this.log = log;
        this.wanted = settings.transfers();
        this.sql = Sql.over(dataSource);
        atSource = Participant.entity(source.aet().orElse("source"), Role.SOURCE, false, source.host().orElse(null));
        fromSource = Participant.entity(local.aet().strip(), Role.DESTINATION, true, null);
        toTarget = Participant.entity(local.aet().strip(), Role.SOURCE, true, null);
        atTarget = Participant.entity(target.aet().orElse("target"), Role.DESTINATION, false,
                target.host().orElse(null));
    }

    void begin(Stage stage, Series series) {
        if (wanted == Transfers.BOTH && isTransfer(stage)) {
            log.record(message(Event.BEGIN_TRANSFERRING, Action.EXECUTE, stage, series,
                    series.expectedInstances == null ? 0 : series.expectedInstances));
        }
    }

    void ended(Stage stage, Series series) {
        if (wanted != Transfers.NONE && isTransfer(stage)) {
            log.record(message(Event.INSTANCES_TRANSFERRED, action(stage), stage, series,
                    stage == Stage.STORE ? series.storedCount : series.receivedCount));
        }
    }

    void failed(Stage stage, Series series, Exception why) {
        if (wanted != Transfers.NONE && isTransfer(stage)) {
            log.record(message(Event.INSTANCES_TRANSFERRED, action(stage), stage, series, 0)
                    .failed(why.getClass().getSimpleName()));
        }
    }

    private static boolean isTransfer(Stage stage) {
        return stage == Stage.RETRIEVE || stage == Stage.STORE;
    }

    /** As the receiver sees it: we get, or the target gets, objects that it did not have. */
    private static Action action(Stage stage) {
        return stage == Stage.STORE ? Action.READ : Action.CREATE;
    }

    private AuditMessage message(Event event, Action action, Stage stage, Series series, long instances) {
        boolean store = stage == Stage.STORE;
        AuditMessage message = AuditMessage.of(event, null, action).by(store ? toTarget : atSource)
                .by(store ? atTarget : fromSource);
        for (Known known : known(series.id)) {
            message = message.about(Subject.study(known.studyInstanceUid(), null, instances)
                    .detail("series", series.seriesInstanceUid)).about(Subject.patient(known.patientId(), ""));
        }
        return message;
    }

    private record Known(String studyInstanceUid, String patientId) {
    }

    private List<Known> known(long seriesId) {
        try {
            return sql.query("""
                    select t.study_instance_uid, p.patient_id from series s join study t on t.id = s.study_id
                    join patient p on p.id = t.patient_id where s.id = ?""",
                    row -> new Known(row.getString(1), row.getString(2)), seriesId);
        } catch (LedgerException away) {
            return List.of(new Known("series " + seriesId, ""));
        }
    }
}
