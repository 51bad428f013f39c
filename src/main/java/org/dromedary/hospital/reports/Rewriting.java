package org.dromedary.hospital.reports;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dromedary.hospital.hl7.Hl7Edit;
import org.dromedary.hospital.hl7.Hl7FormatException;
import org.dromedary.hospital.reports.ReportMessage.Order;
import org.dromedary.hospital.reports.ReportSettings.OldNumbers;
import org.dromedary.hospital.ris.Person;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.identity.plan.PlannedStudy;
import org.dromedary.ledger.Sql;

/**
 * Writes what the plan says into a report: the same attributes that are set in the study's objects. All else stays byte
 * for byte.
 */
final class Rewriting {

    /** Where an accession number may stand; segment, field. */
    private static final Object[][] ACCESSIONS = {{"OBR", 2}, {"OBR", 3}, {"OBR", 18}, {"OBR", 19}, {"OBR", 20},
        {"ORC", 2}, {"ORC", 3}, {"IPC", 1}};
    private static final int ISSUER = 4;

    private final CoercionSettings coercion;
    private final OldNumbers oldNumbers;
    private final Sql sql;

    Rewriting(CoercionSettings coercion, OldNumbers oldNumbers, Sql sql) {
        this.coercion = coercion;
        this.oldNumbers = oldNumbers;
        this.sql = sql;
    }

    /**
     * Changes the message as the ruling says.
     *
     * @throws Hl7FormatException if its character set does not have a letter of the plan's values
     */
    void apply(ReportMessage message, Ruling ruling) throws Hl7FormatException {
        Optional<PlannedStudy> study = ruling.study();
        if (study.isPresent()) {
            patient(message, ruling.patient(), study.get());
        } else {
            Person person = ruling.patient().survivor().orElseThrow();
            identifier(message, ruling.patient(), person.patientId(), person.issuer());
        }
        for (int i = 0; i < ruling.planned().size(); i++) {
            if (ruling.planned().get(i).isPresent()) {
                accession(message.text(), message.orders().get(i), ruling.planned().get(i).get());
            }
        }
    }

    private void patient(ReportMessage message, ReportPatient patient, PlannedStudy planned)
            throws Hl7FormatException {
        Hl7Edit text = message.text();
        int pid = message.pid();
        if (coercion.patientId() && !planned.patientId().isEmpty()) {
            String issuer = planned.issuer().isEmpty() ? coercion.issuer().orElse("") : planned.issuer();
            identifier(message, patient, planned.patientId(), issuer);
        }
        if (coercion.patientName()) {
            name(text, pid, planned.patientName());
        }
        LocalDate born = planned.birthDate();
        if (coercion.birthDate() && born != null) {
            String date = DateTimeFormatter.BASIC_ISO_DATE.format(born);
            if (!text.get(pid, 7).startsWith(date)) {
                text.set(pid, 7, 0, 1, List.of(date));
            }
        }
        if (coercion.sex() && !planned.sex().isEmpty() && !planned.sex().equals(text.get(pid, 8))) {
            text.set(pid, 8, 0, 1, List.of(planned.sex()));
        }
    }

    private void identifier(ReportMessage message, ReportPatient patient, String id, String issuer)
            throws Hl7FormatException {
        Hl7Edit text = message.text();
        int pid = message.pid();
        if (!id.equals(patient.id()) || patient.components() > 1) {
            text.set(pid, patient.field(), patient.repetition(), 1,
                    patient.components() > 1 ? List.of(id, "") : List.of(id));
        }
        if (!issuer.isEmpty() && patient.field() == 3
                && !issuer.equals(text.get(pid, 3, patient.repetition(), ISSUER))) {
            text.set(pid, 3, patient.repetition(), ISSUER, List.of(issuer));
        }
        for (int field : new int[] {2, 4}) {
            if (field != patient.field() && oldNumbers != OldNumbers.KEEP && !id.equals(patient.id())) {
                oldNumber(text, pid, field, patient.id(), id);
            }
        }
    }

    private void oldNumber(Hl7Edit text, int pid, int field, String old, String id) throws Hl7FormatException {
        List<String> repetitions = text.repetitions(pid, field);
        for (int i = 0; i < repetitions.size(); i++) {
            if (text.component(repetitions.get(i), 1).equals(old)) {
                text.set(pid, field, i, 1, List.of(oldNumbers == OldNumbers.CLEAR ? "" : id));
            }
        }
    }

    /** PN (PS3.5 §6.2.1) has the prefix before the suffix, XPN (HL7 v2.5.1 §2.A.88) behind it. */
    private static void name(Hl7Edit text, int pid, String planned) throws Hl7FormatException {
        String alphabetic = planned.split("=", -1)[0];
        if (alphabetic.isBlank()) {
            return;
        }
        List<String> pn = new ArrayList<>(Arrays.asList(alphabetic.split("\\^", -1)));
        while (pn.size() < 5) {
            pn.add("");
        }
        List<String> xpn = List.of(pn.get(0), pn.get(1), pn.get(2), pn.get(4), pn.get(3));
        boolean same = true;
        for (int i = 0; i < xpn.size(); i++) {
            // A prefix or suffix of which the plan says nothing is no difference.
            boolean silent = i > 2 && xpn.get(i).isBlank();
            same &= silent || xpn.get(i).strip().equals(text.get(pid, 5, 0, i + 1));
        }
        if (!same) {
            text.set(pid, 5, 0, 1, xpn);
        }
    }

    /** Every place where the study's accession number stands under its old spelling gets the new one. */
    private void accession(Hl7Edit text, Order order, PlannedStudy planned) throws Hl7FormatException {
        if (!coercion.accession() || planned.accession().isEmpty()) {
            return;
        }
        List<String> old = oldAccessions(order, planned);
        for (Object[] place : ACCESSIONS) {
            for (int segment : order.segments()) {
                if (text.name(segment).equals(place[0]) && old.contains(text.get(segment, (int) place[1]))) {
                    text.set(segment, (int) place[1], 0, 1, List.of(planned.accession()));
                }
            }
        }
    }

    /**
     * Those numbers of the order that are accession numbers: of its study in the old PACS, or of its exam in the RIS.
     */
    private List<String> oldAccessions(Order order, PlannedStudy planned) {
        List<String> old = new ArrayList<>();
        for (String number : order.numbers()) {
            boolean known = !number.equals(planned.accession()) && !sql.query("""
                    select 1 from study where id = ? and accession_number = ?
                    union select 1 from ris_exam where accession = ? and find_in_set(exam_id,
                        replace(?, char(92 using utf8mb4), ',')) > 0""", row -> 1, planned.studyId(), number, number,
                    planned.examId()).isEmpty();
            if (known) {
                old.add(number);
            }
        }
        return old;
    }
}
