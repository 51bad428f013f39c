package org.dromedary.hospital.ris;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dromedary.hospital.hl7.Hl7FormatException;
import org.dromedary.hospital.hl7.Hl7Message.Segment;

/** What PID and MRG say of a patient (HL7 v2 §3.4.2, §3.4.9). A field of {@code ""} takes a value away. */
final class PatientReader {

    /** HL7's word for "delete what you have". */
    private static final String NULL = "\"\"";
    /** Identifiers of a visit, an account or by another authority than a hospital (HL7 table 0203): no Patient IDs. */
    private static final Set<String> NEVER = Set.of("AN", "VN", "SS", "DL", "NI", "PPN", "MA", "MC", "HC", "XX");
    private static final List<String> TYPES = List.of("MR", "PI", "PT", "");

    private final RisSettings settings;

    PatientReader(RisSettings settings) {
        this.settings = settings;
    }

    /** An identifier with its type code. */
    private record Typed(Identity identity, String type) {
    }

    /** @throws Hl7FormatException if it names no patient */
    PatientRecord pid(Segment pid) throws Hl7FormatException {
        List<Typed> all = identifiers(pid, 3);
        Identity main = choose(pid, 3, 2, 4);
        List<Identity> others = new ArrayList<>();
        all.stream().filter(id -> !Set.of("AN", "VN").contains(id.type())).forEach(id -> others.add(id.identity()));
        identifiers(pid, 4).forEach(id -> others.add(id.identity()));
        others.remove(main);
        String family = pid.get(5, 0, 1);
        boolean named = !family.isEmpty() || !pid.get(5, 0, 2).isEmpty();
        int name = legalName(pid);
        return new PatientRecord(main, others, named ? text(pid.get(5, name, 1)) : null,
                named ? text(pid.get(5, name, 2)) : null, named ? text(pid.get(5, name, 3)) : null,
                birthDate(pid.get(7)), sex(pid.get(8)));
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
     * The identity that goes, of those in MRG-1: one of the authority of the identity that goes on, if there is one.
     *
     * @throws Hl7FormatException if it names none
     */
    Identity mrg(Segment mrg, Identity goesOn) throws Hl7FormatException {
        List<Typed> all = identifiers(mrg, 1);
        Optional<Identity> same = all.stream().map(Typed::identity)
                .filter(id -> id.issuer().equals(goesOn.issuer())).findFirst();
        Identity gone = same.isPresent() ? same.get() : choose(mrg, 1, 4);
        return gone.issuer().isEmpty() ? new Identity(gone.patientId(), goesOn.issuer()) : gone;
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

    /** The best of the first of these fields that has one. */
    private Identity choose(Segment segment, int... fields) throws Hl7FormatException {
        for (int field : fields) {
            Optional<Identity> best = choose(identifiers(segment, field));
            if (best.isPresent()) {
                return best.get();
            }
        }
        throw new Hl7FormatException(segment.name() + " names no patient");
    }

    private Optional<Identity> choose(List<Typed> identifiers) {
        for (String issuer : settings.issuer().orElse(List.of())) {
            Optional<Identity> of = identifiers.stream().map(Typed::identity)
                    .filter(id -> id.issuer().equals(issuer.strip())).findFirst();
            if (of.isPresent()) {
                return of;
            }
        }
        for (String type : TYPES) {
            Optional<Identity> of = identifiers.stream().filter(id -> id.type().equals(type)).map(Typed::identity)
                    .findFirst();
            if (of.isPresent()) {
                return of;
            }
        }
        return identifiers.stream().filter(id -> !NEVER.contains(id.type())).map(Typed::identity).findFirst();
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

    /** HL7 table 0001 as (0010,0040); what neither knows says nothing. */
    private static String sex(String field) {
        return switch (field) {
            case NULL, "U" -> "";
            case "M", "F", "O" -> field;
            case "A", "N", "X" -> "O";
            default -> null;
        };
    }
}
