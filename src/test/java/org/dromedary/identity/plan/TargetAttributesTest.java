package org.dromedary.identity.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.operate.settings.Settings;
import org.junit.jupiter.api.Test;

class TargetAttributesTest {

    private static final PlannedStudy FULL = new PlannedStudy(1, 3, PlanDecision.MATCH, "4711", "HOSPITAL",
            "Østergård^Åse", LocalDate.of(1968, 10, 16), "F", "A2020-17", "RIS", "E1", "RP1", "CTTH",
            "CT des Thorax", "Ärztin^Eine", "accession", "dromedary");

    private static CoercionSettings settings(Map<String, String> given) {
        return Settings.load(given).map(CoercionSettings.class);
    }

    private static PlannedStudy withAccession(String accession) {
        return new PlannedStudy(1, 3, PlanDecision.MATCH, "", "", "", null, "", accession, "", "", "", "", "", "", "",
                "");
    }

    @Test
    void patientAndAccessionAreSetUnlessSettingsSayOtherwise() {
        DataSet target = TargetAttributes.of(FULL, settings(Map.of()));
        assertThat(target.getString(Tag.PatientID)).isEqualTo("4711");
        assertThat(target.getString(Tag.IssuerOfPatientID)).isEqualTo("HOSPITAL");
        assertThat(target.getString(Tag.PatientName)).isEqualTo("Østergård^Åse");
        assertThat(target.getString(Tag.PatientBirthDate)).isEqualTo("19681016");
        assertThat(target.getString(Tag.PatientSex)).isEqualTo("F");
        assertThat(target.getString(Tag.AccessionNumber)).isEqualTo("A2020-17");
        assertThat(target.getItems(Tag.IssuerOfAccessionNumberSequence).get(0).getString(Tag.LocalNamespaceEntityID))
                .isEqualTo("RIS");
        assertThat(target.size()).isEqualTo(8);
    }

    @Test
    void orderAndPhysicianAreSetOnDemand() {
        DataSet target = TargetAttributes.of(FULL, settings(Map.of("dromedary.coercion.request-attributes", "true",
                "dromedary.coercion.referring-physician", "true", "dromedary.coercion.study-description", "true",
                "dromedary.coercion.patient-id", "false", "dromedary.coercion.accession", "false")));
        assertThat(target.contains(Tag.PatientID)).isFalse();
        assertThat(target.contains(Tag.AccessionNumber)).isFalse();
        assertThat(target.getString(Tag.ReferringPhysicianName)).isEqualTo("Ärztin^Eine");
        assertThat(target.getString(Tag.StudyDescription)).isEqualTo("CT des Thorax");
        DataSet request = target.getItems(Tag.RequestAttributesSequence).get(0);
        assertThat(request.getString(Tag.RequestedProcedureID)).isEqualTo("RP1");
        assertThat(request.getString(Tag.RequestedProcedureDescription)).isEqualTo("CT des Thorax");
    }

    @Test
    void whatThePlanHasNoValueForIsNotThere() {
        DataSet target = TargetAttributes.of(withAccession(""), settings(Map.of("dromedary.coercion.issuer", "X",
                "dromedary.coercion.accession-issuer", "Y", "dromedary.coercion.request-attributes", "true")));
        assertThat(target.size()).isEqualTo(1);
    }

    @Test
    void issuerOfTheSettingsStandsInForOneThatThePlanLacks() {
        DataSet target = TargetAttributes.of(withAccession("A1"),
                settings(Map.of("dromedary.coercion.accession-issuer", "RIS")));
        assertThat(target.getItems(Tag.IssuerOfAccessionNumberSequence)).hasSize(1);
    }

    @Test
    void valuesThatTheirVrDoesNotAllowAreNamedWithoutTheirValue() {
        assertThat(TargetAttributes.problem(TargetAttributes.of(FULL, settings(Map.of())))).isEmpty();
        assertThat(problem("A1234567890123456")).contains("(0008,0050) of the plan has 17 characters, VR SH allows 16");
        assertThat(problem("A\\B")).contains("(0008,0050) of the plan has a backslash");
        assertThat(problem("A\u0007B")).contains("(0008,0050) of the plan has a control character");
    }

    private static String problem(String accession) {
        return TargetAttributes.problem(TargetAttributes.of(withAccession(accession), settings(Map.of())))
                .orElseThrow();
    }
}
