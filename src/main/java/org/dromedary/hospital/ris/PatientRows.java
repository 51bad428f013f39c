package org.dromedary.hospital.ris;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Texts;

/**
 * The rows of some patients, read once, changed in memory and written back; the caller has locked ris_lock. So a chunk
 * of an export costs a few statements, and what a row says can be compared before and after.
 */
final class PatientRows {

    private static final String UPSERT = """
            insert into ris_patient (id, patient_id, issuer, last_name, first_name, middle_name, birth_date, sex,
                merged_into, origin, updated_at) values %s
            on duplicate key update issuer = values(issuer), last_name = values(last_name),
                first_name = values(first_name), middle_name = values(middle_name), birth_date = values(birth_date),
                sex = values(sex), merged_into = values(merged_into), origin = values(origin),
                updated_at = values(updated_at)""";

    /** Of a row of which nothing but its identity is known. */
    private static final LocalDateTime LONG_AGO = LocalDateTime.of(1900, 1, 1, 0, 0);

    private final Sql sql;
    private final Map<String, List<Row>> byPatientId = new HashMap<>();
    private final List<Row> added = new ArrayList<>();

    PatientRows(Sql sql) {
        this.sql = sql;
    }

    /** One row: what it says now, and whether it has to be written. */
    static final class Row {
        private Person person;
        private Origin origin;
        private boolean changed;
        private final Set<Identity> others = new LinkedHashSet<>();

        private Row(Person person) {
            this.person = person;
        }

        Person person() {
            return person;
        }

        long id() {
            return person.id();
        }

        private void set(Person now, Origin from) {
            person = now;
            origin = from;
            changed = true;
        }
    }

    /** Reads every row with one of these Patient IDs, whatever its issuer. */
    void load(Collection<String> patientIds) {
        List<String> unread = patientIds.stream().distinct().filter(id -> !byPatientId.containsKey(id)).toList();
        if (unread.isEmpty()) {
            return;
        }
        unread.forEach(id -> byPatientId.put(id, new ArrayList<>()));
        sql.query("select " + Person.COLUMNS + " from ris_patient p where p.patient_id in (" + marks(unread.size())
                + ") order by p.id", Person::of, unread.toArray())
                .forEach(person -> byPatientId.get(person.patientId()).add(new Row(person)));
    }

    /**
     * The row of an identity. Exports often name no issuer where messages do: an identifier without one is that of the
     * only patient who has it, and the first issuer named for a row without one becomes its own.
     */
    Row find(Identity identity) {
        List<Row> rows = byPatientId.get(identity.patientId());
        Row unissued = null;
        for (Row row : rows) {
            if (row.person.issuer().equals(identity.issuer())) {
                return row;
            }
            if (row.person.issuer().isEmpty()) {
                unissued = row;
            }
        }
        if (identity.issuer().isEmpty()) {
            return rows.size() == 1 ? rows.get(0) : null;
        }
        return unissued;
    }

    /** Takes in what a record says: all of it, unless something newer is known; a new row if there is none. */
    Row say(PatientRecord record, Origin origin, LocalDateTime asOf) {
        Row row = find(record.identity());
        if (row == null) {
            row = new Row(new Person(0, record.identity().patientId(), record.identity().issuer(), "", "", "", null,
                    "", null, LONG_AGO));
            row.origin = origin;
            byPatientId.get(record.identity().patientId()).add(row);
            added.add(row);
        }
        row.others.addAll(record.otherIds());
        Person was = row.person;
        String issuer = was.issuer().isEmpty() ? record.identity().issuer() : was.issuer();
        if (asOf.isBefore(was.updatedAt()) || record.isBare()) {
            if (!issuer.equals(was.issuer())) {
                row.set(new Person(was.id(), was.patientId(), issuer, was.lastName(), was.firstName(),
                        was.middleName(), was.birthDate(), was.sex(), was.mergedInto(), was.updatedAt()), origin);
            }
            return row;
        }
        row.set(new Person(was.id(), was.patientId(), issuer, newer(record.lastName(), was.lastName(), 255),
                newer(record.firstName(), was.firstName(), 255), newer(record.middleName(), was.middleName(), 255),
                newer(record.birthDate(), was.birthDate()), newer(record.sex(), was.sex(), 16), was.mergedInto(),
                asOf), origin);
        return row;
    }

    /** Has the row go on as another one. */
    void merge(Row from, Row to, Origin origin, LocalDateTime asOf) {
        Person was = from.person;
        from.set(new Person(was.id(), was.patientId(), was.issuer(), was.lastName(), was.firstName(),
                was.middleName(), was.birthDate(), was.sex(), to.id(),
                asOf.isAfter(was.updatedAt()) ? asOf : was.updatedAt()), origin);
    }

    /** Writes what changed; new rows have their id from then on. */
    void write() {
        insert();
        List<Row> changed = byPatientId.values().stream().flatMap(List::stream).filter(row -> row.changed).toList();
        if (!changed.isEmpty()) {
            List<Object> values = new ArrayList<>();
            changed.forEach(row -> addValues(row, values));
            sql.update(UPSERT.formatted(tuples(changed.size(), 11)), values.toArray());
            changed.forEach(row -> row.changed = false);
        }
        writeOthers();
    }

    private void insert() {
        if (added.isEmpty()) {
            return;
        }
        List<Object> values = new ArrayList<>();
        for (Row row : added) {
            Collections.addAll(values, row.person.patientId(), row.person.issuer(), row.origin.name(),
                    row.person.updatedAt());
        }
        Map<Identity, Long> ids = new HashMap<>();
        sql.query("insert into ris_patient (patient_id, issuer, origin, updated_at) values " + tuples(added.size(), 4)
                + " returning id, patient_id, issuer", row -> ids.put(new Identity(row.getString(2), row.getString(3)),
                row.getLong(1)), values.toArray());
        for (Row row : added) {
            Person was = row.person;
            row.person = new Person(ids.get(was.identity()), was.patientId(), was.issuer(), was.lastName(),
                    was.firstName(), was.middleName(), was.birthDate(), was.sex(), was.mergedInto(), was.updatedAt());
        }
        added.clear();
    }

    private void writeOthers() {
        List<Object> values = new ArrayList<>();
        for (List<Row> rows : byPatientId.values()) {
            for (Row row : rows) {
                for (Identity other : row.others) {
                    if (!other.patientId().isEmpty() && !other.patientId().equals(row.person.patientId())) {
                        Collections.addAll(values, row.id(), other.patientId(), other.issuer());
                    }
                }
                row.others.clear();
            }
        }
        if (!values.isEmpty()) {
            sql.update("insert ignore into ris_other_id (ris_patient_id, patient_id, issuer) values "
                    + tuples(values.size() / 3, 3), values.toArray());
        }
    }

    private static void addValues(Row row, List<Object> values) {
        Person person = row.person;
        Collections.addAll(values, person.id(), person.patientId(), person.issuer(), person.lastName(),
                person.firstName(), person.middleName(), person.birthDate(), person.sex(), person.mergedInto(),
                row.origin.name(), person.updatedAt());
    }

    static String newer(String said, String known, int longest) {
        return said == null ? known : Texts.cut(said, longest);
    }

    private static LocalDate newer(String said, LocalDate known) {
        if (said == null || said.isEmpty()) {
            return said == null ? known : null;
        }
        LocalDate date = LocalTimes.date(said);
        return date == null ? known : date;
    }

    static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    static String tuples(int rows, int columns) {
        return String.join(", ", Collections.nCopies(rows, "(" + marks(columns) + ")"));
    }
}
