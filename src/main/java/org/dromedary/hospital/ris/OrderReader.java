package org.dromedary.hospital.ris;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dromedary.hospital.hl7.Hl7FormatException;
import org.dromedary.hospital.hl7.Hl7Message;
import org.dromedary.hospital.hl7.Hl7Message.Segment;
import org.dromedary.hospital.hl7.Outcome;

/** The exams of an order or a result: ORC, OBR, TQ1, IPC and ZDS (HL7 v2 §4.5; IHE RAD TF-2 §4.4). */
final class OrderReader {

    private static final String NULL = "\"\"";
    private static final Set<String> NEW = Set.of("NW", "SN", "XO", "SC", "RU", "IN", "OK");
    /** Of these, those that describe an exam that may be new; the others tell of one. */
    private static final Set<String> PLACES = Set.of("NW", "SN", "XO", "RP", "RO", "PA", "CH", "");
    private static final List<String> FILLER = List.of("OBR-3", "ORC-3");
    private static final Set<String> CANCELS = Set.of("CA", "OC", "CR", "DC", "OD");
    private static final Set<String> URGENT = Set.of("S", "A", "STAT", "ASAP");

    private final RisSettings settings;
    private final Hl7Times times;

    OrderReader(RisSettings settings) {
        this.settings = settings;
        this.times = Hl7Times.of(settings);
    }

    /** The segments of one order, by name; of each the first that came for it. */
    private static final class Group {
        private final Map<String, Segment> segments;

        Group(Map<String, Segment> shared) {
            segments = new HashMap<>(shared);
        }

        /**
         * Whether an IPC is of another exam: several steps of one procedure have the same accession number, procedure
         * and study (HL7 v2.5 §4.5.6; IHE RAD-4).
         */
        boolean isOfAnother(Segment ipc) {
            Segment own = segments.get("IPC");
            return own != null && List.of(1, 2, 3).stream().anyMatch(field -> !own.get(field).isEmpty()
                    && !ipc.get(field).isEmpty() && !own.get(field).equals(ipc.get(field)));
        }

        String get(String segment, int field, int component) {
            Segment found = segments.get(segment);
            return found == null ? "" : found.get(field, 0, component);
        }

        String get(String segment, int field) {
            return get(segment, field, 1);
        }
    }

    /**
     * The exams of a message, each IPC of an OBR for itself.
     *
     * @throws Hl7FormatException if there is no order in it, or one without any number
     */
    List<Order> read(Hl7Message message, PatientRecord patient, Outcome outcome) throws Hl7FormatException {
        boolean result = message.type().equals("ORU");
        List<Order> orders = new ArrayList<>();
        for (Group group : groups(message)) {
            boolean hasExam = group.segments.containsKey("OBR");
            if (hasExam || !result && !PLACES.contains(control(group))) {
                orders.add(order(group, patient, result, hasExam, outcome));
            }
        }
        if (orders.isEmpty()) {
            throw new Hl7FormatException("the message has no OBR segment");
        }
        return orders;
    }

    private static List<Group> groups(Hl7Message message) {
        List<Group> groups = new ArrayList<>();
        Map<String, Segment> common = new HashMap<>();
        Group open = null;
        for (Segment segment : message.segments()) {
            switch (segment.name()) {
                case "PV1" -> common.put("PV1", segment);
                case "ORC" -> {
                    common.keySet().removeAll(Set.of("TQ1", "IPC"));
                    common.put("ORC", segment);
                    open = new Group(common);
                    groups.add(open);
                }
                case "OBR" -> {
                    if (open == null || open.segments.containsKey("OBR")) {
                        open = new Group(common);
                        groups.add(open);
                    }
                    open.segments.put("OBR", segment);
                }
                case "TQ1", "IPC" -> {
                    if (open == null || !open.segments.containsKey("OBR")) {
                        common.put(segment.name(), segment);
                    }
                    if (open == null) {
                        continue;
                    }
                    if (segment.name().equals("IPC") && open.isOfAnother(segment)) {
                        open = new Group(open.segments);
                        open.segments.put("IPC", segment);
                        groups.add(open);
                    } else {
                        open.segments.putIfAbsent(segment.name(), segment);
                    }
                }
                // One for all OBR of a requested procedure (IHE RAD-4): those that have none yet.
                case "ZDS" -> groups.forEach(group -> group.segments.putIfAbsent("ZDS", segment));
                default -> {
                    // Nothing that identifies an exam.
                }
            }
        }
        return groups;
    }

    private static String control(Group group) {
        return group.get("ORC", 1).toUpperCase(Locale.ROOT);
    }

    private Order order(Group group, PatientRecord patient, boolean result, boolean hasExam, Outcome outcome)
            throws Hl7FormatException {
        String examId = first(group, settings.examId(), 1);
        if (examId == null) {
            throw new Hl7FormatException("an order has no number in " + String.join(", ", settings.examId()));
        }
        String control = control(group);
        String status = result ? resultStatus(group.get("OBR", 25), outcome)
                : orderStatus(control, group.get("ORC", 5).toUpperCase(Locale.ROOT), outcome);
        boolean places = PLACES.contains(control);
        boolean open = status == null ? places : Set.of("SCHEDULED", "IN_PROGRESS").contains(status);
        boolean urgent = URGENT.contains(group.get("TQ1", 9)) || URGENT.contains(group.get("ORC", 7, 6))
                || URGENT.contains(group.get("OBR", 27, 6)) || URGENT.contains(group.get("OBR", 5));
        LocalDateTime time = result ? times.local(group.get("OBR", 7))
                : firstTime(group.get("TQ1", 7), group.get("OBR", 36), group.get("ORC", 7, 4), group.get("OBR", 7));
        ExamRecord exam = new ExamRecord(examId, patient, first(group, settings.accession(), 1),
                first(group, settings.accession(), 2), first(group, FILLER, 1), time, !result,
                result ? null : modality(group), filled(group.get("OBR", 4, 1)),
                text(group.get("OBR", 4, 2), group.get("OBR", 4, 5)), null, status,
                result ? null : first(group, settings.requestedProcedureId(), 1), physician(group),
                text(group.get("IPC", 3), group.get("ZDS", 1)));
        boolean known = result || !hasExam;
        Order.Says says = known ? Order.Says.OF_KNOWN : places ? Order.Says.PLACED : Order.Says.STATUS;
        return new Order(exam, says, !known && NEW.contains(control) && open, urgent);
    }

    /** A component of the first of these fields that is filled, null if none is. */
    private static String first(Group group, List<String> fields, int component) throws Hl7FormatException {
        for (String field : fields) {
            String[] parts = field.strip().split("-");
            String id = group.get(parts[0], Integer.parseInt(parts[1]));
            if (!id.isEmpty() && !id.equals(NULL)) {
                if (id.length() > 64) {
                    throw new Hl7FormatException(field + " has more than 64 characters");
                }
                return filled(group.get(parts[0], Integer.parseInt(parts[1]), component));
            }
        }
        return null;
    }

    private LocalDateTime firstTime(String... fields) {
        for (String field : fields) {
            LocalDateTime time = times.local(field);
            if (time != null) {
                return time;
            }
        }
        return null;
    }

    /** ORC-5 (HL7 table 0038), else what ORC-1 (0119) makes of it; null for codes that neither table has. */
    private static String orderStatus(String control, String status, Outcome outcome) {
        return switch (status.isEmpty() ? control : status) {
            case "NW", "SN", "SC", "A", "XO", "OK", "RU", "IN", "HD" ->
                CANCELS.contains(control) ? "CANCELLED" : "SCHEDULED";
            case "IP" -> "IN_PROGRESS";
            case "CM" -> "COMPLETED";
            case "CA", "OC", "CR", "DC", "OD", "RP", "ER" -> "CANCELLED";
            default -> {
                if (!status.isEmpty()) {
                    outcome.note("ORC-5 has a code that table 0038 does not have: of the status nothing is taken");
                }
                yield CANCELS.contains(control) ? "CANCELLED" : null;
            }
        };
    }

    /** OBR-25 (HL7 table 0123). */
    private static String resultStatus(String field, Outcome outcome) {
        return switch (field.toUpperCase(Locale.ROOT)) {
            case "F", "C" -> "REPORTED";
            case "", "P", "R", "A" -> "COMPLETED";
            case "I", "S", "O" -> null;
            case "X" -> "CANCELLED";
            default -> {
                outcome.note("OBR-25 has a code that table 0123 does not have: of the status nothing is taken");
                yield null;
            }
        };
    }

    private String modality(Group group) throws Hl7FormatException {
        String modality = first(group, settings.modality(), 1);
        return modality == null ? null : modality.toUpperCase(Locale.ROOT);
    }

    /** XCN (§2.A.88) as a DICOM PN: who referred the patient, else who ordered. */
    private static String physician(Group group) {
        for (String field : List.of("PV1-8", "OBR-16", "ORC-12")) {
            String[] at = field.split("-");
            int number = Integer.parseInt(at[1]);
            String family = group.get(at[0], number, 2);
            if (!family.isEmpty() && !family.equals(NULL)) {
                List<String> parts = new ArrayList<>();
                for (int component : new int[] {2, 3, 4, 6, 5}) {
                    String part = group.get(at[0], number, component);
                    parts.add(part.equals(NULL) ? "" : part.replaceAll("[\\^=\\\\]", " ").strip());
                }
                return String.join("^", parts).replaceFirst("\\^+$", "");
            }
        }
        return null;
    }

    private static String text(String... values) {
        for (String value : values) {
            if (!value.isEmpty()) {
                return filled(value);
            }
        }
        return null;
    }

    /** Null says nothing, an empty text takes away. */
    private static String filled(String value) {
        return value.isEmpty() ? null : value.equals(NULL) ? "" : value;
    }
}
