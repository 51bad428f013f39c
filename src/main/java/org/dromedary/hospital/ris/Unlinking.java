package org.dromedary.hospital.ris;

import java.time.LocalDateTime;
import java.util.Optional;
import org.dromedary.hospital.ris.RisLedger.Unmerged;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.ledger.Events;
import org.dromedary.ledger.Sql;

/** Takes back that two identities are one person; studies that followed the merge follow back. */
public final class Unlinking {

    private final Sql sql;
    private final RisLedger ledger;
    private final PlanFollowUp plan;

    /** @param sql in a transaction of the caller's */
    public Unlinking(Sql sql, RisSettings settings, CoercionSettings coercion) {
        this.sql = sql;
        this.ledger = new RisLedger(sql);
        this.plan = new PlanFollowUp(sql, settings, coercion);
    }

    /**
     * What was done.
     *
     * @param patient row of the identity that stands for itself again, null if none does
     * @param from    row of the one it was merged into
     * @param studies how many studies are not (or no longer) as the RIS says
     */
    public record Result(Unmerged unmerged, Long patient, Long from, int studies) {
    }

    /** @param messageId row in hl7_message that told so */
    Result unlink(Person one, Person other, LocalDateTime asOf, Long messageId) {
        Person[] free = new Person[1];
        Unmerged unmerged = ledger.unmerge(one, other, asOf, person -> free[0] = person);
        if (unmerged != Unmerged.DONE) {
            return new Result(unmerged, null, null, 0);
        }
        Person left = ledger.survivorOf(free[0].id() == one.id() ? other : one);
        return new Result(unmerged, free[0].id(), left.id(), plan.goBack(free[0], left, messageId));
    }

    /**
     * A person takes the merge of an identity back.
     *
     * @param because why, for the audit; no patient data
     * @return empty if there is no such identity, or it was not merged
     */
    public Optional<Result> unmerge(Identity identity, String because, String by) {
        ledger.lock();
        Optional<Person> merged = ledger.find(identity).filter(person -> person.mergedInto() != null);
        LocalDateTime now = sql.query("select utc_timestamp(3)", row -> row.getObject(1, LocalDateTime.class)).get(0);
        return merged.map(person -> {
            LocalDateTime asOf = now.isBefore(person.updatedAt()) ? person.updatedAt() : now;
            Result result = unlink(person, ledger.byId(person.mergedInto()), asOf, null);
            Events.in(sql).operator("UNMERGE", "patient row " + person.id() + " from " + person.mergedInto()
                    + ": " + because,
                    by);
            return result;
        });
    }
}
