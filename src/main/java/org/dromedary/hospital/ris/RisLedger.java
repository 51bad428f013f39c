package org.dromedary.hospital.ris;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.dromedary.identity.match.RisExam;
import org.dromedary.identity.match.RisPatient;
import org.dromedary.ledger.Sql;

/**
 * The tables of what the RIS says. Writing is repeatable, and what is newer is never overwritten by what is older: each
 * row knows of when it is. Whoever writes is in a transaction of the caller and alone in it ({@link #lock}).
 */
public final class RisLedger {

    private static final int PAGE = 2000;
    private static final int MAX_CHAIN = 1000;

    private static final String EXAMS = """
            select e.id, e.exam_id, e.accession, p.patient_id, p.issuer, p.last_name, p.first_name, p.middle_name,
                p.birth_date, p.sex, e.performed, e.modality, e.procedure_code, e.procedure_text, e.body_part,
                e.status, e.study_instance_uid
            from ris_exam e join ris_patient p on p.id = e.ris_patient_id
            where e.id > ? order by e.id limit ?""";

    private static final String PATIENTS = """
            select p.id, p.patient_id, p.issuer, coalesce(m.patient_id, ''), coalesce(m.issuer, p.issuer),
                p.last_name, p.first_name, p.middle_name, p.birth_date, p.sex,
                (select group_concat(o.patient_id separator '\n') from ris_other_id o where o.ris_patient_id = p.id)
            from ris_patient p left join ris_patient m on m.id = p.merged_into
            where p.id > ? order by p.id limit ?""";

    private final Sql sql;

    public RisLedger(Sql sql) {
        this.sql = sql;
    }

    /** What became of a merge. */
    public enum Merged {
        DONE,
        /** Both are one person already. */
        ALREADY,
        /** A newer merge of the same identity stands. */
        OLDER,
        /** An identity into itself: never followed. */
        SELF,
        /** Into one that was merged into it: never followed. */
        CYCLE
    }

    /** Until the transaction ends, nobody else writes these tables or amends the plan. */
    public void lock() {
        sql.query("select id from ris_lock where id = 1 for update", row -> row.getInt(1));
    }

    /**
     * Takes in what a source says of patients, a thousand at most at once.
     *
     * @param asOf when the source said so, UTC
     * @return the rows, in the order of the records
     */
    public List<Person> putPatients(List<PatientRecord> records, Origin origin, LocalDateTime asOf) {
        if (records.isEmpty()) {
            return List.of();
        }
        lock();
        PatientRows rows = new PatientRows(sql);
        rows.load(records.stream().map(record -> record.identity().patientId()).toList());
        LocalDateTime time = asOf.truncatedTo(ChronoUnit.MILLIS);
        List<PatientRows.Row> said = records.stream().map(record -> rows.say(record, origin, time)).toList();
        rows.write();
        return said.stream().map(PatientRows.Row::person).toList();
    }

    /** Takes in whether a patient died, unless something newer is known. */
    void putDeceased(Person person, boolean deceased, LocalDateTime asOf) {
        sql.update("""
                update ris_patient set deceased = ?, deceased_as_of = ?
                where id = ? and (deceased_as_of is null or deceased_as_of <= ?)""", deceased, asOf, person.id(), asOf);
    }

    /**
     * Takes in what a source says of exams and of their patients, a thousand at most at once.
     *
     * @param asOf when the source said so, UTC
     * @return how many were not older than what is known
     */
    public int putExams(List<ExamRecord> records, Origin origin, LocalDateTime asOf) {
        if (records.isEmpty()) {
            return 0;
        }
        List<Person> patients =
                putPatients(records.stream().map(ExamRecord::patient).toList(), origin, asOf);
        LocalDateTime time = asOf.truncatedTo(ChronoUnit.MILLIS);
        ExamRows exams = new ExamRows(sql);
        exams.load(records.stream().map(ExamRecord::examId).toList());
        int taken = 0;
        for (int i = 0; i < records.size(); i++) {
            taken += exams.say(records.get(i), patients.get(i).id(), origin, time) ? 1 : 0;
        }
        exams.write();
        return taken;
    }

    /** As of now; see {@link #merge(Identity, Identity, Origin, LocalDateTime)}. */
    public Merged merge(String fromId, String fromIssuer, String toId, String toIssuer) {
        return merge(new Identity(fromId, fromIssuer), new Identity(toId, toIssuer), Origin.HL7,
                sql.query("select utc_timestamp(3)", row -> row.getObject(1, LocalDateTime.class)).get(0));
    }

    /** Has an identity go on as another; either may be unknown until now. */
    public Merged merge(Identity from, Identity to, Origin origin, LocalDateTime time) {
        LocalDateTime asOf = time.truncatedTo(ChronoUnit.MILLIS);
        lock();
        PatientRows rows = new PatientRows(sql);
        rows.load(List.of(from.patientId(), to.patientId()));
        PatientRows.Row known = rows.find(from);
        if (from.equals(to) || known != null && known == rows.find(to)) {
            return Merged.SELF;
        }
        PatientRows.Row target = rows.find(to);
        if (known != null && target != null) {
            long end = survivorOf(target.person()).id();
            if (chain(target.person()).contains(known.id())) {
                return Merged.CYCLE;
            }
            if (survivorOf(known.person()).id() == end) {
                return Merged.ALREADY;
            }
        }
        if (known != null && (known.person().mergedInto() != null && asOf.isBefore(known.person().updatedAt())
                || wasTakenBack(known.id(), asOf))) {
            return Merged.OLDER;
        }
        PatientRows.Row gone = known == null ? rows.say(PatientRecord.bare(from), origin, asOf) : known;
        PatientRows.Row goesOn = target == null ? rows.say(PatientRecord.bare(to), origin, asOf) : target;
        rows.write();
        rows.merge(gone, goesOn, origin, asOf);
        rows.write();
        return Merged.DONE;
    }

    /** Whether a merge of it was taken back at that time or later. */
    private boolean wasTakenBack(long id, LocalDateTime asOf) {
        return sql.query("select unmerged_at >= ? from ris_patient where id = ? and unmerged_at is not null",
                row -> row.getBoolean(1), asOf, id).contains(true);
    }

    /** What became of taking a merge back. */
    public enum Unmerged {
        DONE,
        /** They are two already. */
        NOT_ONE,
        /** Something newer is known of the identity that went. */
        OLDER,
        /** Both went into a third: which of them is to be free nobody said. */
        OF_A_THIRD
    }

    /**
     * Has an identity stand for itself again that was merged into the other, or the other way round; what was merged
     * into it before goes with it.
     *
     * @param gone takes the row that stands for itself again
     */
    Unmerged unmerge(Person one, Person other, LocalDateTime time, Consumer<Person> gone) {
        LocalDateTime asOf = time.truncatedTo(ChronoUnit.MILLIS);
        lock();
        if (survivorOf(one).id() != survivorOf(other).id() || one.id() == other.id()) {
            return Unmerged.NOT_ONE;
        }
        Person free = chain(one).contains(other.id()) ? one : chain(other).contains(one.id()) ? other : null;
        if (free == null) {
            return Unmerged.OF_A_THIRD;
        }
        if (asOf.isBefore(free.updatedAt())) {
            return Unmerged.OLDER;
        }
        sql.update("update ris_patient set merged_into = null, unmerged_at = ? where id = ?", asOf, free.id());
        gone.accept(byId(free.id()));
        return Unmerged.DONE;
    }

    /** The row with this number and this authority. */
    Optional<Person> exactly(Identity identity) {
        return sql.query("select " + Person.COLUMNS + " from ris_patient p where p.patient_id = ? and p.issuer = ?",
                Person::of, identity.patientId(), identity.issuer()).stream().findFirst();
    }

    /** The row of an identity, retired or not; empty if there is no such patient. */
    public Optional<Person> find(Identity identity) {
        PatientRows rows = new PatientRows(sql);
        rows.load(List.of(identity.patientId()));
        return Optional.ofNullable(rows.find(identity)).map(PatientRows.Row::person);
    }

    /** The identity that goes on; empty if there is no such patient. */
    public Optional<Person> survivor(String patientId, String issuer) {
        return find(new Identity(patientId, issuer)).map(this::survivorOf);
    }

    /** The row of a patient that goes on. */
    public Person survivorOf(Person person) {
        Person end = person;
        for (int steps = 0; end.mergedInto() != null && steps < MAX_CHAIN; steps++) {
            end = byId(end.mergedInto());
        }
        return end;
    }

    /** The identities of every row that is the same person as this survivor, the survivor's own included. */
    public Set<Identity> rows(Person survivor) {
        return identities("select patient_id, issuer from same", survivor);
    }

    /** The same, with the other identifiers of each. */
    public Set<Identity> identities(Person survivor) {
        return identities("""
                select patient_id, issuer from same union
                select o.patient_id, o.issuer from ris_other_id o join same on o.ris_patient_id = same.id""", survivor);
    }

    private Set<Identity> identities(String select, Person survivor) {
        return new HashSet<>(sql.query("""
                with recursive same as (select id, patient_id, issuer from ris_patient where id = ?
                    union select p.id, p.patient_id, p.issuer from ris_patient p join same on p.merged_into = same.id)
                """ + select, row -> new Identity(row.getString(1), row.getString(2)), survivor.id()));
    }

    private Set<Long> chain(Person person) {
        Set<Long> ids = new HashSet<>(Set.of(person.id()));
        Person at = person;
        while (at.mergedInto() != null && ids.add(at.mergedInto())) {
            at = byId(at.mergedInto());
        }
        return ids;
    }

    Person byId(long id) {
        return sql.query("select " + Person.COLUMNS + " from ris_patient p where p.id = ?", Person::of, id).get(0);
    }

    /** Every exam with its patient under the name used for it; read in pages, so it may be left at any point. */
    public Iterable<RisExam> exams() {
        return () -> new Pages<>(EXAMS, row -> new RisExam(row.getString(2), row.getString(3), row.getString(4),
                row.getString(5), row.getString(6), row.getString(7), row.getString(8), text(row, 9),
                row.getString(10), LocalTimes.text(row.getObject(11, LocalDateTime.class)), row.getString(12),
                row.getString(13), row.getString(14), row.getString(15), row.getString(16), row.getString(17)));
    }

    /** Every identity, merged ones included; read in pages, so it may be left at any point. */
    public Iterable<RisPatient> patients() {
        return () -> new Pages<>(PATIENTS, row -> new RisPatient(row.getString(2), row.getString(3), row.getString(4),
                row.getString(5), row.getString(11) == null ? List.of() : List.of(row.getString(11).split("\n")),
                row.getString(6), row.getString(7), row.getString(8), text(row, 9), row.getString(10)));
    }

    private static String text(ResultSet row, int column) throws SQLException {
        String date = row.getString(column);
        return date == null ? "" : date;
    }

    /** Rows in the order of their ids, which are their first column; no cursor stays open between pages. */
    private final class Pages<T> implements Iterator<T> {
        private final String statement;
        private final Sql.Row<T> reader;
        private List<T> page = new ArrayList<>();
        private int next;
        private long last;
        private boolean more = true;

        Pages(String statement, Sql.Row<T> reader) {
            this.statement = statement;
            this.reader = reader;
        }

        @Override
        public boolean hasNext() {
            if (next == page.size() && more) {
                page = sql.query(statement, row -> {
                    last = row.getLong(1);
                    return reader.of(row);
                }, last, PAGE);
                next = 0;
                more = page.size() == PAGE;
            }
            return next < page.size();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.get(next++);
        }
    }
}
