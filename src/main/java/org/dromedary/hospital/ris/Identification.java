package org.dromedary.hospital.ris;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dromedary.ledger.Sql;

/**
 * Which identity of the ledger a message names. An identity is a number with its authority, wherever it stands: who is
 * known by one of them is not somebody else because another is named first, and who goes on after a merge is found
 * although the retired number is named too.
 */
final class Identification {

    private final Sql sql;
    private final RisLedger ledger;

    Identification(Sql sql) {
        this.sql = sql;
        this.ledger = new RisLedger(sql);
    }

    /**
     * The identity under which the patient is known, else the best of the message; empty if it has none that may be a
     * Patient ID.
     *
     * @param gone identities that are merged by this message, which name nobody any more
     */
    Optional<Identity> of(Named named, Set<Identity> gone) {
        List<Identity> own = named.own().stream().filter(id -> !gone.contains(id)).toList();
        PatientRows rows = new PatientRows(sql);
        rows.load(own.stream().map(Identity::patientId).toList());
        List<Identity> known = own.stream().filter(id -> rows.find(id) != null).toList();
        if (!known.isEmpty()) {
            long goesOn = ledger.survivorOf(rows.find(known.get(0)).person()).id();
            return Optional.of(known.stream().filter(id -> rows.find(id).id() == goesOn).findFirst()
                    .orElse(known.get(0)));
        }
        if (named.bySettings() && !own.isEmpty()) {
            return Optional.of(own.get(0));
        }
        return byOtherNumbers(own, named.weak(), gone).or(() -> own.stream().findFirst());
    }

    /** The only person who has one of these as a further number, unless that person has another of the same authority. */
    private Optional<Identity> byOtherNumbers(List<Identity> own, List<Identity> weak, Set<Identity> gone) {
        List<Identity> all = new ArrayList<>(own);
        weak.stream().filter(id -> !gone.contains(id)).forEach(all::add);
        List<Person> found = all.stream().filter(id -> !id.issuer().isEmpty()).flatMap(id -> having(id).stream())
                .map(ledger::survivorOf).distinct().toList();
        if (found.size() != 1) {
            return Optional.empty();
        }
        Person person = found.get(0);
        boolean another = own.stream().anyMatch(id -> id.issuer().equals(person.issuer()));
        return another ? Optional.empty() : Optional.of(person.identity());
    }

    private List<Person> having(Identity other) {
        return sql.query("select " + Person.COLUMNS
                + " from ris_patient p join ris_other_id o on o.ris_patient_id = p.id"
                + " where o.patient_id = ? and o.issuer = ? limit 100", Person::of, other.patientId(), other.issuer());
    }

    /** Without those that are the identity of somebody else. */
    PatientRecord withoutOthers(PatientRecord record) {
        long self = ledger.survivor(record.identity().patientId(), record.identity().issuer())
                .map(Person::id).orElse(0L);
        List<Identity> others = record.otherIds().stream().filter(id -> id.issuer().isEmpty()
                || ledger.exactly(id).map(person -> ledger.survivorOf(person).id() == self).orElse(true)).toList();
        return new PatientRecord(record.identity(), others, record.lastName(), record.firstName(), record.middleName(),
                record.birthDate(), record.sex());
    }
}
