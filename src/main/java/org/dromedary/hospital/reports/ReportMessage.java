package org.dromedary.hospital.reports;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dromedary.hospital.hl7.Hl7Charsets;
import org.dromedary.hospital.hl7.Hl7Edit;
import org.dromedary.hospital.hl7.Hl7FormatException;

/** An ORU^R01 (HL7 v2.5.1 §7.3.1) as far as reconciling needs it: one patient, one or several orders. */
final class ReportMessage {

    /** Where a number may stand by which an order is known, the likeliest first; segment, field. */
    private static final Object[][] NUMBERS = {{"IPC", 1}, {"OBR", 18}, {"OBR", 3}, {"ORC", 3}, {"OBR", 2}, {"ORC", 2},
        {"OBR", 20}, {"OBR", 19}};

    private final Hl7Edit text;
    private final int pid;
    private final List<Order> orders = new ArrayList<>();

    /**
     * An OBR with the segments of its group.
     *
     * @param numbers  by which it may be known: accession, filler and placer numbers, the likeliest first
     * @param studyUid Study Instance UID (ZDS-1 or IPC-3), empty if it is not told
     */
    record Order(int obr, List<Integer> segments, List<String> numbers, String studyUid) {
    }

    /** @throws Hl7FormatException if it has not exactly one PID, or no OBR */
    ReportMessage(byte[] body, Hl7Charsets charsets) throws Hl7FormatException {
        text = Hl7Edit.of(body, charsets.read(body).charset());
        List<Integer> patients = text.named("PID");
        if (patients.size() != 1) {
            throw new Hl7FormatException("a report must have one PID segment, this one has " + patients.size());
        }
        pid = patients.get(0);
        List<Integer> group = new ArrayList<>();
        int obr = -1;
        for (int i = pid + 1; i < text.size(); i++) {
            String name = text.name(i);
            boolean next = name.equals("OBR") || name.equals("ORC") && obr >= 0;
            if (next && obr >= 0) {
                orders.add(order(obr, group));
                group = new ArrayList<>();
                obr = -1;
            }
            obr = name.equals("OBR") ? i : obr;
            group.add(i);
        }
        if (obr < 0) {
            throw new Hl7FormatException("a report must have an OBR segment, its last group has none");
        }
        orders.add(order(obr, group));
    }

    private Order order(int obr, List<Integer> group) {
        Set<String> numbers = new LinkedHashSet<>();
        String uid = "";
        for (Object[] place : NUMBERS) {
            for (int segment : group) {
                if (text.name(segment).equals(place[0])) {
                    numbers.add(text.get(segment, (int) place[1]));
                }
            }
        }
        numbers.removeIf(number -> number.isEmpty() || number.equals("\"\"") || number.length() > 128);
        for (int segment : group) {
            String here = switch (text.name(segment)) {
                case "ZDS" -> text.get(segment, 1);
                case "IPC" -> text.get(segment, 3);
                default -> "";
            };
            uid = uid.isEmpty() ? here : uid;
        }
        return new Order(obr, List.copyOf(group), List.copyOf(numbers), uid);
    }

    Hl7Edit text() {
        return text;
    }

    /** The segment PID. */
    int pid() {
        return pid;
    }

    List<Order> orders() {
        return orders;
    }

    /** OBR-25 of the first order: P preliminary, F final, C corrected, A addendum, ... */
    String status() {
        return text.get(orders.get(0).obr(), 25);
    }
}
