package org.dromedary.hospital.ris;

import io.quarkus.arc.Unremovable;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.dromedary.hospital.hl7.Hl7FormatException;
import org.dromedary.hospital.hl7.Hl7Listener;
import org.dromedary.hospital.hl7.Hl7Message;
import org.dromedary.hospital.hl7.Hl7Message.Segment;
import org.dromedary.hospital.ris.RisLedger.Merged;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.ledger.Sql;

/** Takes in what the RIS tells of patients, merges, orders and results, and has plan and priorities follow. */
@Singleton
@Unremovable
public class RisFeed implements Hl7Listener {

    private static final Set<String> PATIENTS = Set.of("A01", "A04", "A05", "A08", "A28", "A31");
    private static final Set<String> MERGES = Set.of("A18", "A34", "A36", "A40", "A47");
    private static final Set<String> ORDERS = Set.of("ORM^O01", "OMI^O23", "OMG^O19", "ORU^R01");

    private final DataSource dataSource;
    private final RisSettings settings;
    private final CoercionSettings coercion;
    private final OrderPriority priority;
    private final PatientReader patients;
    private final OrderReader orders;
    private final Hl7Times times;

    RisFeed(DataSource dataSource, RisSettings settings, CoercionSettings coercion, OrderPriority priority) {
        this.dataSource = dataSource;
        this.settings = settings;
        this.coercion = coercion;
        this.priority = priority;
        this.patients = new PatientReader(settings);
        this.orders = new OrderReader(settings);
        this.times = Hl7Times.of(settings);
    }

    @Override
    public boolean wants(String type, String trigger) {
        return type.equals("ADT") && (PATIENTS.contains(trigger) || MERGES.contains(trigger))
                || ORDERS.contains(type + "^" + trigger);
    }

    @Override
    public void take(long messageId, Hl7Message message) throws Hl7FormatException {
        LocalDateTime asOf = asOf(messageId, message);
        if (!message.type().equals("ADT")) {
            orders(messageId, message, asOf);
        } else if (MERGES.contains(message.trigger())) {
            merges(messageId, message, asOf);
        } else {
            Segment pid = pid(message);
            patient(messageId, patients.pid(pid), PatientReader.deceased(pid), asOf);
        }
    }

    /** When the RIS said so: MSH-7, else when the message came. */
    private LocalDateTime asOf(long messageId, Hl7Message message) {
        LocalDateTime said = times.utc(message.segments().get(0).get(7));
        return said != null ? said : Sql.over(dataSource).query("select received_at from hl7_message where id = ?",
                row -> row.getObject(1, LocalDateTime.class), messageId).stream().findFirst()
                .orElseGet(() -> LocalDateTime.now(ZoneOffset.UTC));
    }

    private static Segment pid(Hl7Message message) throws Hl7FormatException {
        return message.first("PID").orElseThrow(() -> new Hl7FormatException("the message has no PID segment"));
    }

    private void patient(long messageId, PatientRecord record, Optional<Boolean> deceased, LocalDateTime asOf) {
        inTransaction(sql -> {
            RisLedger ledger = new RisLedger(sql);
            Person person = ledger.putPatients(List.of(record), Origin.HL7, asOf).get(0);
            deceased.ifPresent(died -> ledger.putDeceased(person, died, asOf));
        });
        follow(Set.of(record.identity()), "adt-update", messageId);
    }

    private void follow(Set<Identity> identities, String rule, long messageId) {
        inTransaction(sql -> new PlanFollowUp(sql, settings, coercion).patients(identities, rule, messageId));
    }

    /** One patient of a merge message: who goes on, and the identities that end. */
    private record Merge(PatientRecord goesOn, Set<Identity> gone) {
    }

    private void merges(long messageId, Hl7Message message, LocalDateTime asOf) throws Hl7FormatException {
        List<Merge> merges = pairs(message);
        Set<Identity> followed = new LinkedHashSet<>();
        Set<Merged> refused = new HashSet<>();
        inTransaction(sql -> {
            RisLedger ledger = new RisLedger(sql);
            for (Merge merge : merges) {
                ledger.putPatients(List.of(merge.goesOn()), Origin.HL7, asOf);
                followed.add(merge.goesOn().identity());
                for (Identity gone : merge.gone()) {
                    Merged merged = ledger.merge(gone, merge.goesOn().identity(), Origin.HL7, asOf);
                    if (merged == Merged.SELF || merged == Merged.CYCLE) {
                        refused.add(merged);
                    } else {
                        followed.add(gone);
                    }
                }
            }
        });
        follow(followed, "merge", messageId);
        if (!refused.isEmpty()) {
            throw new Hl7FormatException(refused.contains(Merged.SELF)
                    ? "a patient is merged into the same patient; the merge was not followed"
                    : "a patient is merged into one who was merged into him; the merge was not followed");
        }
    }

    /** Each PID with the MRG segments behind it. */
    private List<Merge> pairs(Hl7Message message) throws Hl7FormatException {
        List<Merge> merges = new ArrayList<>();
        Merge open = null;
        for (Segment segment : message.segments()) {
            if (segment.name().equals("PID")) {
                open = new Merge(patients.pid(segment), new LinkedHashSet<>());
                merges.add(open);
            } else if (segment.name().equals("MRG")) {
                if (open == null) {
                    throw new Hl7FormatException("an MRG segment stands before any PID");
                }
                open.gone().add(patients.mrg(segment, open.goesOn().identity()));
            }
        }
        if (merges.isEmpty() || merges.stream().anyMatch(merge -> merge.gone().isEmpty())) {
            throw new Hl7FormatException("the message merges nobody: a PID segment with no MRG behind it");
        }
        return merges;
    }

    private void orders(long messageId, Hl7Message message, LocalDateTime asOf) throws Hl7FormatException {
        boolean result = message.type().equals("ORU");
        PatientRecord pid = patients.pid(pid(message));
        // A result may be of a system that learns late of a change: of the patient it says only who it is.
        PatientRecord patient = result ? PatientRecord.bare(pid.identity()) : pid;
        List<Order> read = orders.read(message, patient);
        Set<Identity> known = new LinkedHashSet<>();
        inTransaction(sql -> {
            RisLedger ledger = new RisLedger(sql);
            List<ExamRecord> exams = new ArrayList<>();
            read.forEach(order -> ledger.known(order.exam(), result).ifPresent(exams::add));
            ledger.putExams(exams, Origin.HL7, asOf);
            ledger.survivor(patient.identity().patientId(), patient.identity().issuer())
                    .ifPresent(person -> known.addAll(ledger.identities(person)));
        });
        if (!result) {
            follow(Set.of(patient.identity()), "adt-update", messageId);
        }
        boolean recent = asOf.isAfter(LocalDateTime.now(ZoneOffset.UTC).minus(settings.orderAge()));
        if (recent && read.stream().anyMatch(Order::placed)) {
            boolean urgent = read.stream().anyMatch(order -> order.placed() && order.urgent());
            priority.raise(known, urgent, messageId);
        }
    }

    private void inTransaction(Consumer<Sql> work) {
        QuarkusTransaction.requiringNew().run(() -> work.accept(Sql.over(dataSource)));
    }
}
