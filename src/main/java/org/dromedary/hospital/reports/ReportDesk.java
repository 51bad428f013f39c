package org.dromedary.hospital.reports;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.dromedary.dicom.data.Uid;
import org.dromedary.hospital.hl7.Hl7Charsets;
import org.dromedary.hospital.hl7.Hl7FormatException;
import org.dromedary.hospital.hl7.Hl7Settings;
import org.dromedary.hospital.hl7.Outbox;
import org.dromedary.hospital.reports.ReportLedger.Held;
import org.dromedary.hospital.reports.ReportSettings.WithoutExam;
import org.dromedary.hospital.reports.ReportSettings.Wrap;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.identity.plan.Plan;
import org.dromedary.identity.plan.PlannedStudy;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Series.Origin;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.spool.Spool;
import org.jboss.logging.Logger;

/** Decides on reports: in one transaction each becomes a message in the outbox and a series in the ledger, or waits. */
@ApplicationScoped
public class ReportDesk {

    private static final Logger LOG = Logger.getLogger(ReportDesk.class);

    private final Sql sql;
    private final ReportLedger reports;
    private final Reconciling reconciling;
    private final Rewriting rewriting;
    private final Outbox outbox;
    private final Ledger ledger;
    private final ReportSettings settings;
    private final Hl7Charsets charsets;

    ReportDesk(DataSource dataSource, Plan plan, Outbox outbox, Ledger ledger, ReportSettings settings,
            CoercionSettings coercion, Hl7Settings hl7) {
        this.sql = Sql.over(dataSource);
        this.reports = new ReportLedger(sql);
        this.reconciling = new Reconciling(plan, sql, settings.withoutExam() == WithoutExam.SEND);
        this.rewriting = new Rewriting(coercion, settings.oldNumbers(), sql);
        this.outbox = outbox;
        this.ledger = ledger;
        this.settings = settings;
        this.charsets = Hl7Charsets.of(hl7);
    }

    /** Takes a message in, once, and decides on it; returns what became of it, in words. */
    @Transactional(rollbackOn = Exception.class)
    String take(long messageId) throws Hl7FormatException {
        Optional<Long> known = reports.ofMessage(messageId);
        if (known.isPresent()) {
            return "report " + known.get() + " was taken in before";
        }
        byte[] body = reports.bodyOfMessage(messageId);
        ReportMessage message = read(body);
        TreeSet<String> numbers = new TreeSet<>();
        message.orders().forEach(order -> numbers.addAll(order.numbers()));
        long id = reports.add(messageId, body, message.status(), List.copyOf(numbers));
        return "report " + id + " " + decide(new Held(id, body), message);
    }

    /** Decides again on a report that was held. */
    @Transactional(rollbackOn = Exception.class)
    void decideAgain(Held held) throws Hl7FormatException {
        decide(held, read(held.body()));
    }

    ReportMessage read(byte[] body) throws Hl7FormatException {
        return new ReportMessage(body, charsets);
    }

    /** Returns its state and why. */
    private String decide(Held report, ReportMessage message) {
        int plan = reports.newestPlan();
        if (reports.earlierIsHeld(report.id())) {
            return held(report, Ruling.Held.EARLIER_HELD, plan);
        }
        Ruling ruling = reconciling.rule(message);
        if (ruling.held() != null) {
            return held(report, ruling.held(), plan);
        }
        Long study = ruling.study().map(PlannedStudy::studyId).orElse(null);
        if (reports.laterHasGone(report.id(), study)) {
            return held(report, Ruling.Held.LATER_GONE, plan);
        }
        Integer version = ruling.study().map(PlannedStudy::version).orElse(null);
        try {
            rewriting.apply(message, ruling);
            Optional<String> difference = Whole.difference(report.body(), message.text().bytes(),
                    charsets.read(report.body()).charset());
            if (difference.isPresent()) {
                return failed(report, "NOT_WHOLE", difference.get(), ruling, plan);
            }
        } catch (Hl7FormatException e) {
            return failed(report, "CANNOT_ENCODE", e.getMessage(), ruling, plan);
        }
        Long series = series(report, message, study);
        Long outbound = settings.send() ? outbox.put("report", study, message.text().bytes()) : null;
        String state = outbound != null ? "GIVEN" : series != null ? "KEPT" : "SKIPPED";
        reports.ended(report.id(), state, state.equals("SKIPPED") ? "NOT_WANTED" : null, ruling, version, outbound,
                series);
        String words = state + (outbound == null ? "" : ", outgoing message " + outbound);
        LOG.infof("report %d: %s", report.id(), words);
        return words;
    }

    private String failed(Held report, String reason, String why, Ruling ruling, int plan) {
        LOG.warnf("report %d can't be rewritten: %s", report.id(), why);
        reports.ended(report.id(), "FAILED", reason, ruling, plan, null, null);
        return "FAILED (" + reason + ")";
    }

    private String held(Held report, Ruling.Held why, int plan) {
        reports.held(report.id(), why.name(), plan);
        return "HELD (" + why + ")";
    }

    /** The series into which it is wrapped, null if it is not. */
    private Long series(Held report, ReportMessage message, Long study) {
        ReportText content = new ReportText(message);
        boolean nothing = content.sections().isEmpty() && content.pdf().isEmpty();
        if (settings.wrap() == Wrap.NONE || study == null || nothing) {
            return null;
        }
        String uid = uid("series", report.body(), study);
        return ledger.upsertMade(study, new SeriesFound(uid, modality(content), "Report", "", "", 1), Origin.REPORT);
    }

    /** SR wraps text alone: a report that is nothing but a PDF file is one all the same. */
    private String modality(ReportText content) {
        boolean pdf = settings.wrap() == Wrap.PDF_OR_SR || content.sections().isEmpty();
        return pdf && content.pdf().isPresent() ? "DOC" : "SR";
    }

    /** From the bytes that came: the same report of the same study is always the same series and object. */
    String uid(String what, byte[] body, long study) {
        String studyUid = sql.query("select study_instance_uid from study where id = ?", row -> row.getString(1), study)
                .get(0);
        String seed = what + " " + studyUid + " " + HexFormat.of().formatHex(Spool.sha256().digest(body));
        return Uid.of(UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.US_ASCII)));
    }
}
