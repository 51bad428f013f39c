package org.dromedary.identity.plan;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Vr;

/** What a matched study's objects are to say of patient and order: the plan's values as attributes, in UTF-8. */
public final class TargetAttributes {

    /** In characters (PS3.5 §6.2); of a PN in each of its component groups. */
    private static final Map<Vr, Integer> MAX_LENGTH = Map.of(Vr.LO, 64, Vr.SH, 16, Vr.PN, 64, Vr.CS, 16, Vr.DA, 8);
    private static final Predicate<String> CODE = Pattern.compile("[A-Z0-9 _]*").asMatchPredicate();
    private static final String UTF_8 = "ISO_IR 192";

    private TargetAttributes() {
    }

    /**
     * Those attributes that the settings let the plan set and that it has a value for: nothing else is changed. A
     * sequence among them has one item, of the attributes to be set in it.
     */
    public static DataSet of(PlannedStudy planned, CoercionSettings settings) {
        DataSet target = new DataSet().set(Tag.SpecificCharacterSet, UTF_8);
        if (settings.patientId() && isSet(planned.patientId())) {
            put(target, Tag.PatientID, planned.patientId());
            put(target, Tag.IssuerOfPatientID, either(planned.issuer(), settings.issuer()));
        }
        put(target, Tag.PatientName, settings.patientName() ? planned.patientName() : "");
        put(target, Tag.PatientBirthDate, settings.birthDate() ? date(planned.birthDate()) : "");
        put(target, Tag.PatientSex, settings.sex() ? planned.sex() : "");
        if (settings.accession() && isSet(planned.accession())) {
            put(target, Tag.AccessionNumber, planned.accession());
            issuer(target, either(planned.accessionIssuer(), settings.accessionIssuer()));
        }
        put(target, Tag.ReferringPhysicianName, settings.referringPhysician() ? planned.referringPhysician() : "");
        put(target, Tag.StudyDescription, settings.studyDescription() ? planned.procedureText() : "");
        if (settings.requestAttributes()) {
            request(target, planned);
        }
        return target;
    }

    /** Local Namespace Entity ID (0040,0031): the name of an issuer within the hospital (PS3.3 §10.14). */
    private static void issuer(DataSet target, String issuer) {
        if (isSet(issuer)) {
            DataSet item = new DataSet();
            target.setItems(Tag.IssuerOfAccessionNumberSequence, item);
            put(item, Tag.LocalNamespaceEntityID, issuer);
        }
    }

    private static void request(DataSet target, PlannedStudy planned) {
        DataSet item = new DataSet();
        target.setItems(Tag.RequestAttributesSequence, item);
        put(item, Tag.AccessionNumber, planned.accession());
        put(item, Tag.RequestedProcedureID, planned.requestedProcedureId());
        put(item, Tag.RequestedProcedureDescription, planned.procedureText());
        if (item.isEmpty()) {
            target.remove(Tag.RequestAttributesSequence);
        }
    }

    /**
     * Why such attributes can't be written into objects: a value that its VR does not allow (PS3.5 §6.2). Names the
     * attribute, never the value; empty if all are right.
     */
    public static Optional<String> problem(DataSet target) {
        for (Element element : target) {
            for (DataSet item : element.items()) {
                Optional<String> inner = problem(item);
                if (inner.isPresent()) {
                    return inner;
                }
            }
            String problem = element.isSequence() ? null : problem(target, element);
            if (problem != null) {
                return Optional.of(Tag.toString(element.tag()) + " of the plan " + problem);
            }
        }
        return Optional.empty();
    }

    private static String problem(DataSet target, Element element) {
        List<String> values = target.getStrings(element.tag());
        int longest = MAX_LENGTH.getOrDefault(element.vr(), Integer.MAX_VALUE);
        if (values.size() > 1) {
            return "has a backslash";
        }
        for (String part : String.join("", values).split("=", element.vr() == Vr.PN ? -1 : 1)) {
            if (part.codePointCount(0, part.length()) > longest) {
                return "has " + part.length() + " characters, VR " + element.vr() + " allows " + longest;
            }
            if (part.chars().anyMatch(Character::isISOControl)) {
                return "has a control character";
            }
        }
        boolean code = element.vr() == Vr.CS && element.tag() != Tag.SpecificCharacterSet;
        return code && !CODE.test(String.join("", values)) ? "is not a code string" : null;
    }

    private static void put(DataSet into, int tag, String value) {
        if (isSet(value)) {
            into.set(tag, value);
        }
    }

    private static boolean isSet(String value) {
        return value != null && !value.isBlank();
    }

    private static String either(String planned, Optional<String> otherwise) {
        return isSet(planned) ? planned : otherwise.orElse("");
    }

    private static String date(LocalDate date) {
        return date == null ? "" : DateTimeFormatter.BASIC_ISO_DATE.format(date);
    }
}
