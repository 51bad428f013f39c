package org.dromedary.hospital.ris;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.dromedary.hospital.hl7.Hl7FormatException;
import org.dromedary.hospital.hl7.Hl7Message.Segment;
import org.dromedary.hospital.hl7.Outcome;

/** What PID and MRG say of a patient (HL7 v2 §3.4.2, §3.4.9). A field of {@code ""} takes a value away. */
final class PatientReader {

    /** HL7's word for "delete what you have". */
    private static final String NULL = "\"\"";
    /** Identifiers of a visit, an account or by another authority than a hospital (HL7 table 0203): no Patient IDs. */
    private static final Set<String> VISITS = Set.of("AN", "VN");
    private static final String NATIONAL = "NI";
    private static final Set<String> NEVER = Set.of("AN", "VN", "SS", "DL", "NI", "PPN", "MA", "MC", "HC", "XX");
    private static final List<String> TYPES = List.of("MR", "PI", "PT", "");

    private final RisSettings settings;

    PatientReader(RisSettings settings) {
        this.settings = settings;
    }

    /** An identifier with its type code. */
    private record Typed(Identity identity, String type) {
    }

    /** @throws Hl7FormatException if an identifier is longer than the ledger keeps */
    Named pid(Segment pid, Outcome outcome) throws Hl7FormatException {
        List<Typed> all = identifiers(pid, 3);
        List<Identity> others = new ArrayList<>();
        all.stream().filter(id -> !VISITS.contains(id.type())).forEach(id -> others.add(id.identity()));
        identifiers(pid, 4).forEach(id -> others.add(id.identity()));
        List<Typed> weak = all.stream().filter(id -> id.type().equals(NATIONAL)).toList();
        String family = pid.get(5, 0, 1);
        boolean named = !family.isEmpty() || !pid.get(5, 0, 2).isEmpty();
        int name = legalName(pid);
        PatientRecord said = new PatientRecord(null, others, named ? text(pid.get(5, name, 1)) : null,
                named ? text(pid.get(5, name, 2)) : null, named ? text(pid.get(5, name, 3)) : null,
                birthDate(pid.get(7)), sex(pid.get(8), outcome));
        List<Identity> own = best(pid, 3, 2, 4);
        boolean bySettings = settings.issuer().orElse(List.of()).stream()
                .anyMatch(issuer -> own.stream().anyMatch(id -> id.issuer().equals(issuer.strip())));
        return new Named(own, weak.stream().map(Typed::identity).toList(), bySettings, said);
    }

    /** Whether the patient died: PID-30, else by a date in PID-29 (HL7 v2.3 §3.3.2); empty: that is not said. */
    static Optional<Boolean> deceased(Segment pid) {
        String indicator = pid.get(30);
        if (indicator.equals("Y") || indicator.equals("N")) {
            return Optional.of(indicator.equals("Y"));
        }
        String time = pid.get(29);
        boolean deleted = indicator.equals(NULL) || time.equals(NULL);
        return deleted ? Optional.of(false) : time.isEmpty() ? Optional.empty() : Optional.of(true);
    }

    /**
     * The identities that go: all of MRG-1 that may be a Patient ID, else of MRG-4; empty if it names none, as where
     * only accounts are merged.
     */
    List<Identity> mrg(Segment mrg) throws Hl7FormatException {
        for (int field : new int[] {1, 4}) {
            List<Identity> gone = identifiers(mrg, field).stream().filter(id -> !NEVER.contains(id.type()))
                    .map(Typed::identity).distinct().toList();
            if (!gone.isEmpty()) {
                return gone;
            }
        }
        return List.of();
    }

    /** CX (§2.A.14); the authority by its name, else by its universal id. */
    private List<Typed> identifiers(Segment segment, int field) throws Hl7FormatException {
        List<Typed> found = new ArrayList<>();
        int repetitions = segment.repetitions(field);
        for (int i = 0; i < repetitions; i++) {
            String id = segment.get(field, i, 1);
            if (id.isEmpty() || id.equals(NULL)) {
                continue;
            }
            String name = segment.get(field, i, 4, 1);
            String issuer = name.isEmpty() || name.equals(NULL) ? segment.get(field, i, 4, 2) : name;
            try {
                found.add(new Typed(new Identity(id, issuer.equals(NULL) ? "" : issuer).issuedBy(settings),
                        segment.get(field, i, 5)));
            } catch (IllegalArgumentException tooLong) {
                throw new Hl7FormatException(segment.name() + "-" + field + ": " + tooLong.getMessage());
            }
        }
        return found;
    }

    /** The identifiers that may be the Patient ID, of the first of these fields that has one, the best first. */
    private List<Identity> best(Segment segment, int... fields) throws Hl7FormatException {
        for (int field : fields) {
            List<Identity> best = best(identifiers(segment, field));
            if (!best.isEmpty()) {
                return best;
            }
        }
        return List.of();
    }

    private List<Identity> best(List<Typed> identifiers) {
        for (String issuer : settings.issuer().orElse(List.of())) {
            List<Identity> of = identifiers.stream().map(Typed::identity)
                    .filter(id -> id.issuer().equals(issuer.strip())).distinct().toList();
            if (!of.isEmpty()) {
                return of;
            }
        }
        Set<Identity> best = new LinkedHashSet<>();
        for (String type : TYPES) {
            identifiers.stream().filter(id -> id.type().equals(type)).forEach(id -> best.add(id.identity()));
        }
        identifiers.stream().filter(id -> !NEVER.contains(id.type())).forEach(id -> best.add(id.identity()));
        return List.copyOf(best);
    }

    /** Why nobody is named by a PID that has none of those. */
    Hl7FormatException nobody(Segment pid) throws Hl7FormatException {
        Set<String> types = new TreeSet<>();
        for (Typed typed : identifiers(pid, 3)) {
            types.add(typed.type());
        }
        return new Hl7FormatException(types.isEmpty() ? "PID names no patient"
                : "PID names no patient whom the RIS knows: it has identifiers of type " + String.join(", ", types)
                + " only. If these are Patient IDs, name their authority in dromedary.ris.issuer");
    }

    /** The repetition with name type L (XPN.7, HL7 table 0200), else the first. */
    private static int legalName(Segment pid) {
        int repetitions = pid.repetitions(5);
        for (int i = 0; i < repetitions; i++) {
            if (pid.get(5, i, 7).equals("L") && !pid.get(5, i, 1).isEmpty()) {
                return i;
            }
        }
        return 0;
    }

    /** A component of a name that is there: what it lacks is not there either. */
    private static String text(String component) {
        return component.equals(NULL) ? "" : component;
    }

    private static String birthDate(String field) {
        return field.equals(NULL) ? "" : Hl7Times.date(field);
    }

    /** HL7 table 0001 as (0010,0040), and what is in use beside it; what nobody knows says nothing. */
    private static String sex(String field, Outcome outcome) {
        String code = field.toUpperCase(Locale.ROOT);
        String sex = switch (code) {
            case NULL, "U" -> "";
            case "M", "F", "O" -> code;
            case "A", "N", "X" -> "O";
            case "MALE", "1" -> "M";
            case "FEMALE", "W", "2" -> "F";
            default -> null;
        };
        if (sex == null && !code.isEmpty()) {
            outcome.note("PID-8 has a code that is not known: of the sex nothing is taken");
        } else if (sex != null && !Set.of(NULL, "U", "M", "F", "O", "A", "N", "X").contains(field)) {
            outcome.note("PID-8 has a code that table 0001 does not have: read as " + sex);
        }
        return sex;
    }
}
