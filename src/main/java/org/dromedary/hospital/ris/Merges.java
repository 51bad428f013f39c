package org.dromedary.hospital.ris;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dromedary.hospital.hl7.Hl7FormatException;
import org.dromedary.hospital.hl7.Hl7Message;
import org.dromedary.hospital.hl7.Hl7Message.Segment;
import org.dromedary.hospital.hl7.Outcome;
import org.dromedary.hospital.ris.RisLedger.Merged;
import org.dromedary.ledger.Sql;

/** Takes merges in (HL7 v2.5 §3.6.2): of each PID the MRG segments behind it, of each MRG all identities that go. */
final class Merges {

    /** Of these an MRG may name the same patient: an account, an external number or what belongs to it has changed. */
    private static final Set<String> MAY_MERGE_NOBODY = Set.of("A35", "A36", "A43", "A46", "A47");

    private final PatientReader reader;
    private final String trigger;
    private final LocalDateTime asOf;
    private final Outcome outcome;

    Merges(PatientReader reader, String trigger, LocalDateTime asOf, Outcome outcome) {
        this.reader = reader;
        this.trigger = trigger;
        this.asOf = asOf;
        this.outcome = outcome;
    }

    /** One patient of a merge message: who goes on, and the identities that end. */
    record Pair(Segment pid, Named goesOn, Set<Identity> gone) {
    }

    /** Each PID with the MRG segments behind it. */
    List<Pair> pairs(Hl7Message message) throws Hl7FormatException {
        List<Pair> pairs = new ArrayList<>();
        boolean marked = false;
        for (Segment segment : message.segments()) {
            if (segment.name().equals("PID")) {
                if (!pairs.isEmpty() && !marked) {
                    break;
                }
                pairs.add(new Pair(segment, reader.pid(segment, outcome), new LinkedHashSet<>()));
                marked = false;
            } else if (segment.name().equals("MRG")) {
                if (pairs.isEmpty()) {
                    throw new Hl7FormatException("an MRG segment stands before any PID");
                }
                List<Identity> gone = reader.mrg(segment);
                if (gone.isEmpty() && !MAY_MERGE_NOBODY.contains(trigger)) {
                    throw new Hl7FormatException("MRG names no patient");
                }
                pairs.get(pairs.size() - 1).gone().addAll(gone);
                marked = true;
            }
        }
        if (!marked) {
            throw new Hl7FormatException("the message merges nobody: a PID segment with no MRG behind it");
        }
        return pairs;
    }

    /**
     * Merges the identities of a pair, and takes in what its PID says.
     *
     * @param followed takes the identities whose studies are to follow
     * @return what can't be followed
     * @throws Hl7FormatException if the PID names nobody
     */
    Set<Merged> merge(Sql sql, Pair pair, Set<Identity> followed) throws Hl7FormatException {
        RisLedger ledger = new RisLedger(sql);
        ledger.lock();
        Identification identification = new Identification(sql);
        Optional<Identity> free = identification.of(pair.goesOn(), pair.gone());
        boolean samePatient = free.isEmpty();
        Optional<Identity> named = samePatient ? identification.of(pair.goesOn(), Set.of()) : free;
        if (named.isEmpty()) {
            throw reader.nobody(pair.pid());
        }
        Identity goesOn = named.get();
        ledger.putPatients(List.of(identification.withoutOthers(pair.goesOn().of(goesOn))), Origin.HL7, asOf);
        followed.add(goesOn);
        Set<Merged> results = EnumSet.noneOf(Merged.class);
        for (Identity gone : identities(ledger, pair, goesOn)) {
            Merged merged = ledger.merge(gone, goesOn, Origin.HL7, asOf);
            results.add(merged);
            if (merged == Merged.DONE || merged == Merged.ALREADY) {
                followed.add(gone);
            }
            tell(ledger, merged, gone, goesOn);
        }
        boolean nobody = results.isEmpty() || results.equals(EnumSet.of(Merged.SELF));
        if (nobody && MAY_MERGE_NOBODY.contains(trigger)) {
            outcome.did("no patient merged: both are the same");
            return Set.of();
        }
        results.removeIf(result -> result == Merged.SELF && !nobody);
        results.retainAll(EnumSet.of(Merged.SELF, Merged.CYCLE));
        return results;
    }

    private void tell(RisLedger ledger, Merged merged, Identity gone, Identity goesOn) {
        long from = ledger.find(gone).map(Person::id).orElse(0L);
        long to = ledger.find(goesOn).map(Person::id).orElse(0L);
        switch (merged) {
            case DONE -> outcome.did("patient " + from + " merged into " + to);
            case ALREADY -> outcome.did("patient " + from + " was merged into " + to + " before");
            case OLDER -> outcome.did("patient " + from + " not merged: something newer is known of it");
            case SELF, CYCLE -> {
                // The message fails.
            }
        }
    }

    /**
     * Those that go: of the authority of who goes on, or of none; those of other authorities where they are somebody's
     * own, for a number that is only a further one has no row to merge.
     */
    private static List<Identity> identities(RisLedger ledger, Pair pair, Identity goesOn) {
        List<Identity> ending = new ArrayList<>();
        for (Identity gone : pair.gone()) {
            if (gone.issuer().isEmpty()) {
                ending.add(new Identity(gone.patientId(), goesOn.issuer()));
            } else if (gone.issuer().equals(goesOn.issuer()) || ledger.exactly(gone).isPresent()) {
                ending.add(gone);
            }
        }
        return ending.isEmpty() ? List.copyOf(pair.gone()) : ending;
    }
}
