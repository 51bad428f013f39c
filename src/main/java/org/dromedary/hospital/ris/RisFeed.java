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
import javax.sql.DataSource;
import org.dromedary.hospital.hl7.Hl7FormatException;
import org.dromedary.hospital.hl7.Hl7Listener;
import org.dromedary.hospital.hl7.Hl7Message;
import org.dromedary.hospital.hl7.Hl7Message.Segment;
import org.dromedary.hospital.hl7.Outcome;
import org.dromedary.hospital.ris.RisLedger.Merged;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.ledger.Sql;

/** Takes in what the RIS tells of patients, merges, orders and results, and has plan and priorities follow. */
@Singleton
@Unremovable
public class RisFeed implements Hl7Listener {

    private static final Set<String> PATIENTS = Set.of("A01", "A04", "A05", "A08", "A28", "A31");
    private static final Set<String> MERGES =
            Set.of("A18", "A30", "A34", "A35", "A36", "A39", "A40", "A43", "A46", "A47");
    private static final String UNLINK = "A37";
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
        return type.equals("ADT") && (PATIENTS.contains(trigger) || MERGES.contains(trigger) || trigger.equals(UNLINK))
                || ORDERS.contains(type + "^" + trigger);
    }

    @Override
    public void take(long messageId, Hl7Message message, Outcome outcome) throws Hl7FormatException {
        LocalDateTime asOf = asOf(messageId, message, outcome);
        if (message.type().equals("ORU")) {
            result(message, asOf, outcome);
        } else if (!message.type().equals("ADT")) {
            orders(messageId, message, asOf, outcome);
        } else if (MERGES.contains(message.trigger())) {
            merges(messageId, message, asOf, outcome);
        } else if (message.trigger().equals(UNLINK)) {
            unlink(messageId, message, asOf, outcome);
        } else {
            patient(messageId, message, asOf, outcome);
        }
    }

    /** When the RIS said so: MSH-7 if that can be, else when the message came. */
    private LocalDateTime asOf(long messageId, Hl7Message message, Outcome outcome) {
        LocalDateTime arrived = Sql.over(dataSource).query("select received_at from hl7_message where id = ?",
                row -> row.getObject(1, LocalDateTime.class), messageId).stream().findFirst()
                .orElseGet(() -> LocalDateTime.now(ZoneOffset.UTC));
        String said = message.segments().get(0).get(7);
        if (times.cannotBe(said, arrived)) {
            outcome.note("MSH-7 has a time that cannot be: when the message came counts");
        }
        return times.sent(said, arrived);
    }

    private static Segment pid(Hl7Message message) throws Hl7FormatException {
        return message.first("PID").orElseThrow(() -> new Hl7FormatException("the message has no PID segment"));
    }

    private void patient(long messageId, Hl7Message message, LocalDateTime asOf, Outcome outcome)
            throws Hl7FormatException {
        Segment pid = pid(message);
        Named named = patients.pid(pid, outcome);
        Optional<Boolean> deceased = PatientReader.deceased(pid);
        Identity identity = inTransaction(sql -> {
            PatientRecord record = identified(sql, pid, named);
            Person person = put(sql, record, asOf, outcome);
            deceased.ifPresent(died -> new RisLedger(sql).putDeceased(person, died, asOf));
            return record.identity();
        });
        follow(Set.of(identity), "adt-update", messageId, outcome);
    }

    private PatientRecord identified(Sql sql, Segment pid, Named named) throws Hl7FormatException {
        new RisLedger(sql).lock();
        Identification identification = new Identification(sql);
        Optional<Identity> identity = identification.of(named, Set.of());
        if (identity.isEmpty()) {
            throw patients.nobody(pid);
        }
        return identification.withoutOthers(named.of(identity.get()));
    }

    private static Person put(Sql sql, PatientRecord record, LocalDateTime asOf, Outcome outcome) {
        Person person = new RisLedger(sql).putPatients(List.of(record), Origin.HL7, asOf).get(0);
        outcome.did("patient " + person.id() + (person.updatedAt().isAfter(asOf)
                ? ": something newer is known of it" : " as the message says"));
        return person;
    }

    private void follow(Set<Identity> identities, String rule, long messageId, Outcome outcome)
            throws Hl7FormatException {
        int different = inTransaction(sql -> new PlanFollowUp(sql, settings, coercion)
                .patients(identities, rule, messageId));
        followed(different, outcome);
    }

    private static void followed(int different, Outcome outcome) {
        if (different > 0) {
            outcome.did(different + " studies of the plan follow, or wait in 'corrections list'");
        }
    }

    private void merges(long messageId, Hl7Message message, LocalDateTime asOf, Outcome outcome)
            throws Hl7FormatException {
        Merges merges = new Merges(patients, message.trigger(), asOf, outcome);
        List<Merges.Pair> pairs = merges.pairs(message);
        Set<Identity> followed = new LinkedHashSet<>();
        Set<Merged> refused = inTransaction(sql -> {
            Set<Merged> all = new HashSet<>();
            for (Merges.Pair pair : pairs) {
                all.addAll(merges.merge(sql, pair, followed));
            }
            return all;
        });
        follow(followed, "merge", messageId, outcome);
        if (!refused.isEmpty()) {
            throw new Hl7FormatException(refused.contains(Merged.SELF)
                    ? "a patient is merged into the same patient; the merge was not followed"
                    : "two patients are each to be merged into the other; the merge was not followed");
        }
    }

    /** A37 (HL7 v2.5 §3.3.37): the patients of two PID segments are not one. */
    private void unlink(long messageId, Hl7Message message, LocalDateTime asOf, Outcome outcome)
            throws Hl7FormatException {
        List<Segment> pids = message.segments().stream().filter(segment -> segment.name().equals("PID")).toList();
        if (pids.size() != 2) {
            throw new Hl7FormatException("a message that parts two patients must have two PID segments, this one has "
                    + pids.size());
        }
        inTransaction(sql -> {
            RisLedger ledger = new RisLedger(sql);
            ledger.lock();
            List<Person> two = new ArrayList<>();
            for (Segment pid : pids) {
                Named named = patients.pid(pid, outcome);
                if (named.own().isEmpty()) {
                    throw patients.nobody(pid);
                }
                named.own().stream().flatMap(id -> ledger.find(id).stream()).findFirst().ifPresent(two::add);
            }
            if (two.size() == 2) {
                unlinked(new Unlinking(sql, settings, coercion).unlink(two.get(0), two.get(1), asOf,
                        messageId), outcome);
            } else {
                outcome.did("nothing: one of the patients is not known");
            }
            return null;
        });
    }

    private static void unlinked(Unlinking.Result result, Outcome outcome) {
        switch (result.unmerged()) {
            case DONE -> {
                outcome.did("patient " + result.patient() + " parted from " + result.from());
                followed(result.studies(), outcome);
            }
            case NOT_ONE -> outcome.did("nothing: the patients are two already");
            case OLDER -> outcome.did("nothing: something newer is known of the patient");
            case OF_A_THIRD -> outcome.held(
                    "both patients were merged into a third: 'ris unmerge' parts the right one");
        }
    }

    private void result(Hl7Message message, LocalDateTime asOf, Outcome outcome) throws Hl7FormatException {
        Segment pid = pid(message);
        Named named = patients.pid(pid, outcome);
        Optional<Identity> any = named.own().stream().findFirst().or(() -> named.weak().stream().findFirst());
        if (any.isEmpty()) {
            throw patients.nobody(pid);
        }
        List<Order> read = orders.read(message, PatientRecord.bare(any.get()), outcome);
        inTransaction(sql -> {
            new RisLedger(sql).lock();
            new Results(sql, named, asOf, outcome).take(read);
            return null;
        });
    }

    private void orders(long messageId, Hl7Message message, LocalDateTime asOf, Outcome outcome)
            throws Hl7FormatException {
        Segment pid = pid(message);
        Named named = patients.pid(pid, outcome);
        Set<Identity> known = new LinkedHashSet<>();
        List<Order> read = new ArrayList<>();
        Identity identity = inTransaction(sql -> {
            PatientRecord patient = identified(sql, pid, named);
            read.addAll(orders.read(message, patient, outcome));
            Person person = put(sql, patient, asOf, outcome);
            RisLedger ledger = new RisLedger(sql);
            for (Order order : read) {
                put(sql, order, asOf, outcome);
            }
            known.addAll(ledger.identities(ledger.survivorOf(person)));
            return patient.identity();
        });
        follow(Set.of(identity), "adt-update", messageId, outcome);
        boolean recent = asOf.isAfter(LocalDateTime.now(ZoneOffset.UTC).minus(settings.orderAge()));
        if (recent && read.stream().anyMatch(Order::placed)) {
            boolean urgent = read.stream().anyMatch(order -> order.placed() && order.urgent());
            priority.raise(known, urgent, messageId);
        }
    }

    /** One exam after the other: several of one order are told apart by those that are there. */
    private static void put(Sql sql, Order order, LocalDateTime asOf, Outcome outcome) throws Hl7FormatException {
        List<ExamRecord> exams = new ExamKeys(sql).of(order.exam(), order.says());
        if (exams.isEmpty()) {
            outcome.note("it tells of an exam that is not known");
        }
        for (ExamRecord exam : exams) {
            int taken = new RisLedger(sql).putExams(List.of(exam), Origin.HL7, asOf);
            long id = sql.query("select id from ris_exam where exam_id = ?", row -> row.getLong(1),
                    exam.examId()).get(0);
            outcome.did("exam " + id + (taken > 0 ? " as the message says" : ": something newer is known of it"));
        }
    }

    /** Work that may find the message wanting. */
    private interface Work<T> {

        T of(Sql sql) throws Hl7FormatException;
    }

    private <T> T inTransaction(Work<T> work) throws Hl7FormatException {
        try {
            return QuarkusTransaction.requiringNew().call(() -> work.of(Sql.over(dataSource)));
        } catch (RuntimeException e) {
            if (e.getCause() instanceof Hl7FormatException wanting) {
                throw wanting;
            }
            throw e;
        }
    }
}
