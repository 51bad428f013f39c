package org.dromedary.objects.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.dromedary.objects.validation.Finding.Grade;
import org.dromedary.objects.validation.ValidationProfile.Profile;
import org.junit.jupiter.api.Test;

class ValidationSettingsTest {

    private static final Device US3 = new Device("US", "1.2.840.10008.5.1.4.1.1.6.1", "Maker", "M1", "US3", "1.0");

    private static Grade grade(String text, FindingCode code, Device device) {
        return ValidationSettings.parse(text, "test").of(code, device).grade();
    }

    @Test
    void programGradesEveryFinding() {
        for (FindingCode code : FindingCode.values()) {
            assertThat(ValidationSettings.DEFAULT.of(code, Device.UNKNOWN)).as(code.name()).isNotNull();
        }
    }

    @Test
    void fileSaysOnlyWhatDiffers() {
        String text = "grades: {UID_DIFFERS: record}";

        assertThat(grade(text, FindingCode.UID_DIFFERS, US3)).isEqualTo(Grade.RECORD);
        assertThat(grade(text, FindingCode.UID_MISSING, US3)).isEqualTo(Grade.QUARANTINE);
        assertThat(grade("", FindingCode.UID_DIFFERS, US3)).isEqualTo(Grade.QUARANTINE);
    }

    @Test
    void lastOverrideThatHoldsDecides() {
        String text = """
                overrides:
                  - when: {modality: [US, XA]}
                    grades: {PIXEL_DATA_LONG: quarantine, ODD_LENGTH: ignore}
                  - when: {modality: US, station: US3}
                    grades: {PIXEL_DATA_LONG: ignore}
                """;
        Device other = new Device("US", "", "", "", "US4", "");

        assertThat(grade(text, FindingCode.PIXEL_DATA_LONG, US3)).isEqualTo(Grade.IGNORE);
        assertThat(grade(text, FindingCode.ODD_LENGTH, US3)).isEqualTo(Grade.IGNORE);
        assertThat(grade(text, FindingCode.PIXEL_DATA_LONG, other)).isEqualTo(Grade.QUARANTINE);
        assertThat(grade(text, FindingCode.PIXEL_DATA_LONG, Device.UNKNOWN)).isEqualTo(Grade.RECORD);
    }

    @Test
    void repairNamesARuleThatIsThere() {
        ValidationSettings settings = ValidationSettings.parse("grades: {CHARACTER_SET_MISSING: {repair: latin}}",
                "test");

        assertThat(settings.of(FindingCode.CHARACTER_SET_MISSING, US3))
                .isEqualTo(new ValidationSettings.Graded(Grade.REPAIR, "latin"));
        assertThat(settings.withRules(Set.of("latin", "other"))).isSameAs(settings);
        assertThatThrownBy(() -> settings.withRules(Set.of("other"))).isInstanceOf(ValidationException.class)
                .hasMessageContaining("no cleansing rule latin");
    }

    @Test
    void allErrorsAreSaidWithTheirLines() {
        assertThatThrownBy(() -> ValidationSettings.parse("""
                grades:
                  UID_MISING: record
                  UID_INVALID: stop
                  ODD_LENGTH: {repair: a, other: b}
                overrides:
                  - when: {place: Aarhus}
                    grades: {ODD_LENGTH: ignore}
                  - grades: {ODD_LENGTH: ignore}
                rules: []
                """, "v.yaml")).isInstanceOf(ValidationException.class)
                .hasMessageContaining("v.yaml").hasMessageContaining("line 2: there is no finding UID_MISING")
                .hasMessageContaining("line 3: a grade is").hasMessageContaining("line 4: a repair names a rule")
                .hasMessageContaining("line 6: 'place' is not known").hasMessageContaining("line 8: an override needs")
                .hasMessageContaining("line 9: 'rules' is not known");
    }

    @Test
    void textThatIsNoYamlIsRefusedWithItsLine() {
        assertThatThrownBy(() -> ValidationSettings.parse("grades:\n  a: [1\n  b: 2", "v.yaml"))
                .isInstanceOf(ValidationException.class).hasMessageContaining("line 3: not YAML");
        assertThatThrownBy(() -> ValidationSettings.parse("[1, 2]", "v.yaml"))
                .isInstanceOf(ValidationException.class).hasMessageContaining("line 1: a map is due here");
    }

    @Test
    void missingFileIsNamed() {
        assertThatThrownBy(() -> ValidationSettings.load(Path.of("no-such.yaml"), Profile.FAITHFUL))
                .isInstanceOf(ValidationException.class).hasMessageContaining("no-such.yaml");
    }

    @Test
    void strictProfileConfirmsNothing() {
        for (FindingCode code : FindingCode.values()) {
            Grade strict = ValidationSettings.STRICT.of(code, Device.UNKNOWN).grade();
            Grade faithful = ValidationSettings.DEFAULT.of(code, Device.UNKNOWN).grade();
            assertThat(strict).as(code.name()).isNotEqualTo(Grade.CONFIRM).isGreaterThanOrEqualTo(faithful);
            if (faithful == Grade.CONFIRM) {
                assertThat(strict).as(code.name()).isEqualTo(Grade.QUARANTINE);
            }
        }
    }

    @Test
    void fileBesideTheProgramDecidesInEachProfile() {
        String text = "grades: {PIXEL_DATA_MISSING: quarantine, FILE_TRUNCATED: record, UID_INVALID: confirm}";
        for (Profile profile : Profile.values()) {
            ValidationSettings settings = ValidationSettings.parse(text, "test", profile);
            assertThat(settings.of(FindingCode.PIXEL_DATA_MISSING, US3).grade()).isEqualTo(Grade.QUARANTINE);
            assertThat(settings.of(FindingCode.FILE_TRUNCATED, US3).grade()).isEqualTo(Grade.RECORD);
            assertThat(settings.of(FindingCode.UID_INVALID, US3).grade()).isEqualTo(Grade.CONFIRM);
        }
    }

    @Test
    void whatIsConfirmedGoesOnAndWhatIsNotStaysOut() {
        Examination examination = new Examination(US3, List.of(
                new Finding("PIXEL_DATA_MISSING", Grade.CONFIRM, "", null),
                new Finding("DATE_INVALID", Grade.RECORD, "", null)));
        assertThat(examination.isDamaged()).isTrue();
        assertThat(examination.confirmed(true).grade()).isEqualTo(Grade.RECORD);
        assertThat(examination.confirmed(false).grade()).isEqualTo(Grade.QUARANTINE);
        assertThat(examination.confirmed(true).findings()).hasSize(2);
    }
}
