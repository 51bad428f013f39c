package org.dromedary.hospital.ris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import javax.sql.DataSource;
import org.dromedary.hospital.hl7.Hl7FormatException;
import org.dromedary.hospital.hl7.Outcome;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a message means, and who goes on after merges and their undoing. */
@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class IdentitiesTest {

    @Inject
    DataSource dataSource;

    @Inject
    CoercionSettings coercion;

    @Inject
    OrderPriority priority;

    private RisMessages ris;

    @BeforeEach
    void aFeed() {
        ris = with(Map.of());
    }

    private RisMessages with(Map<String, String> settings) {
        return new RisMessages(dataSource, coercion, priority, settings);
    }

    @Test
    void identityIsANumberWithItsAuthorityWhereverItStands() throws Exception {
        ris.take("ADT^A04", "PID|1||#A^^^EAST^MR~#B^^^WEST^MR||Berg^Anna||19561203|F");
        ris.take("ADT^A08", "PID|1||#B^^^WEST^MR~#A^^^EAST^MR||Berg^Anne||19561203|F");
        assertThat(ris.isKnown("B")).isFalse();
        assertThat(ris.person("A", "EAST").firstName()).isEqualTo("Anne");
        ris.take("ADT^A08", "PID|1||#B^^^WEST^MR||Berg^Anna||19561203|F");
        assertThat(ris.isKnown("B")).isFalse();
        assertThat(ris.person("A", "EAST").firstName()).isEqualTo("Anna");
    }

    @Test
    void sameNumberOfAnotherAuthorityIsSomebodyElse() throws Exception {
        ris.take("ADT^A04", "PID|1||#A^^^EAST^MR||Berg^Anna");
        ris.take("ADT^A04", "PID|1||#A^^^WEST^MR||Dahl^Bo");
        assertThat(ris.person("A", "EAST").lastName()).isEqualTo("Berg");
        assertThat(ris.person("A", "WEST").lastName()).isEqualTo("Dahl");
    }

    @Test
    void twoNumbersOfOneAuthorityAreTwoPeopleThoughANationalNumberIsShared() throws Exception {
        ris.take("ADT^A04", "PID|1||#A^^^HOSP^MR~#N^^^NAT^NI||Berg^Anna");
        ris.take("ADT^A04", "PID|1||#B^^^HOSP^MR~#N^^^NAT^NI||Berg^Anna");
        assertThat(ris.person("B", "HOSP").patientId()).isEqualTo(ris.own + "B");
        assertThat(ris.person("A", "HOSP").patientId()).isEqualTo(ris.own + "A");
    }

    @Test
    void whoIsKnownByANationalNumberOnlyIsFoundAndElseTheSettingIsNamed() throws Exception {
        ris.take("ADT^A04", "PID|1||#A^^^HOSP^MR~#N^^^NAT^NI||Berg^Anna");
        ris.take("ADT^A08", "PID|1||#N^^^NAT^NI||Berg^Anne");
        assertThat(ris.person("A", "HOSP").firstName()).isEqualTo("Anne");
        assertThatThrownBy(() -> ris.take("ADT^A04", "PID|1||#M^^^NAT^NI||Dahl^Bo"))
                .isInstanceOf(Hl7FormatException.class).hasMessageContaining("NI")
                .hasMessageContaining("dromedary.ris.issuer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A18", "A30", "A34", "A35", "A36", "A39", "A40", "A43", "A46", "A47"})
    void everyMergeIsTaken(String trigger) throws Exception {
        ris.take("ADT^A04", "PID|1||#O^^^HOSP^MR||Berg^Anna");
        Outcome outcome = ris.take("ADT^" + trigger, "PID|1||#N^^^HOSP^MR||Berg^Anna", "MRG|#O^^^HOSP^MR");
        assertThat(ris.person("O", "HOSP").patientId()).isEqualTo(ris.own + "N");
        assertThat(outcome.did()).contains(" merged into ");
    }

    @ParameterizedTest
    @CsvSource({"A35, #N^^^HOSP^MR, ACC1", "A35, '', ACC1", "A43, #N^^^HOSP^MR, ''"})
    void mergeOfAccountsOnlyMergesNobody(String trigger, String prior, String account) throws Exception {
        Outcome outcome = ris.take("ADT^" + trigger, "PID|1||#N^^^HOSP^MR||Berg^Anna", "MRG|" + prior + "||" + account);
        assertThat(outcome.did()).contains("no patient merged");
        assertThat(ris.person("N", "HOSP").lastName()).isEqualTo("Berg");
    }

    @Test
    void everyNumberOfAnMrgEndsInTheSurvivor() throws Exception {
        ris.take("ADT^A04", "PID|1||#W^^^WEST^MR||Berg^Anna");
        ris.take("ADT^A40", "PID|1||#N^^^HOSP^MR||Berg^Anna",
                "MRG|#1^^^HOSP^MR~#2^^^HOSP^MR~#3~#W^^^WEST^MR~#V^^^HOSP^VN", "PID|1||#M^^^HOSP^MR||Dahl^Bo",
                "MRG|#4^^^HOSP^MR", "MRG|#5^^^HOSP^MR");
        for (String gone : new String[] {"1", "2", "3"}) {
            assertThat(ris.person(gone, "HOSP").patientId()).isEqualTo(ris.own + "N");
        }
        assertThat(ris.person("W", "WEST").patientId()).isEqualTo(ris.own + "N");
        assertThat(ris.person("4", "HOSP").patientId()).isEqualTo(ris.own + "M");
        assertThat(ris.person("5", "HOSP").patientId()).isEqualTo(ris.own + "M");
        assertThat(ris.isKnown("V")).isFalse();
    }

    @Test
    void survivorIsFoundThoughTheRetiredNumberIsNamedFirst() throws Exception {
        ris.take("ADT^A40", "PID|1||#O^^^HOSP^MR~#N^^^HOSP^MR||Berg^Anna", "MRG|#O^^^HOSP^MR");
        assertThat(ris.person("O", "HOSP").patientId()).isEqualTo(ris.own + "N");
        ris.take("ADT^A08", "PID|1||#O^^^HOSP^MR~#N^^^HOSP^MR||Nyberg^Anna");
        assertThat(ris.person("N", "HOSP").lastName()).isEqualTo("Nyberg");
        RisMessages configured = with(Map.of("dromedary.ris.issuer", "HOSP"));
        configured.take("ADT^A40", "PID|1||#N||Berg^Anna", "MRG|#O");
        configured.take("ADT^A08", "PID|1||#O~#N||Nyberg^Anna");
        assertThat(configured.person("N", "HOSP").lastName()).isEqualTo("Nyberg");
    }

    @ParameterizedTest
    @CsvSource({"O, N", "N, O"})
    void messageThatPartsTwoPatientsTakesTheirMergeBack(String first, String second) throws Exception {
        ris.take("ADT^A40", "PID|1||#N^^^HOSP^MR||Berg^Anna", "MRG|#O^^^HOSP^MR");
        ris.take("ADT^A37", "PID|1||#" + first + "^^^HOSP^MR", "PID|2||#" + second + "^^^HOSP^MR");
        assertThat(ris.person("O", "HOSP").patientId()).isEqualTo(ris.own + "O");
        assertThat(ris.person("N", "HOSP").patientId()).isEqualTo(ris.own + "N");
        ris.takeAt("20240301080000", "ADT^A40", "PID|1||#N^^^HOSP^MR||Berg^Anna", "MRG|#O^^^HOSP^MR");
        assertThat(ris.person("O", "HOSP").patientId()).as("an older merge").isEqualTo(ris.own + "O");
        ris.take("ADT^A40", "PID|1||#N^^^HOSP^MR||Berg^Anna", "MRG|#O^^^HOSP^MR");
        assertThat(ris.person("O", "HOSP").patientId()).as("a newer one").isEqualTo(ris.own + "N");
    }

    @Test
    void whoWasMergedBeforeGoesWithHim() throws Exception {
        ris.take("ADT^A40", "PID|1||#O^^^HOSP^MR||Berg^Anna", "MRG|#X^^^HOSP^MR");
        ris.take("ADT^A40", "PID|1||#N^^^HOSP^MR||Berg^Anna", "MRG|#O^^^HOSP^MR");
        ris.take("ADT^A37", "PID|1||#N^^^HOSP^MR", "PID|2||#O^^^HOSP^MR");
        assertThat(ris.person("X", "HOSP").patientId()).isEqualTo(ris.own + "O");
    }

    @Test
    void partingThoseWhoAreTwoDoesNothingAndOfAThirdWaitsForAPerson() throws Exception {
        ris.take("ADT^A40", "PID|1||#N^^^HOSP^MR||Berg^Anna", "MRG|#O^^^HOSP^MR~#P^^^HOSP^MR");
        assertThat(ris.take("ADT^A37", "PID|1||#O^^^HOSP^MR", "PID|2||#P^^^HOSP^MR").held()).isPresent();
        assertThat(ris.take("ADT^A37", "PID|1||#O^^^HOSP^MR", "PID|2||#Q^^^HOSP^MR").did()).startsWith("nothing");
        assertThat(ris.person("O", "HOSP").patientId()).isEqualTo(ris.own + "N");
    }

    @ParameterizedTest
    @CsvSource({"f, F, 1", "W, F, 1", "1, M, 1", "2, F, 1", "m, M, 1", "F, F, 0", "?, '', 1", "9, '', 1", "'', '', 0"})
    void sexIsReadAsFarAsItIsKnownAndNoted(String code, String sex, int notes) throws Exception {
        Outcome outcome = ris.take("ADT^A04", "PID|1||#A^^^HOSP^MR||Berg^Anna||19561203|" + code);
        assertThat(ris.person("A", "HOSP").sex()).isEqualTo(sex);
        assertThat(outcome.notes()).hasSize(notes);
    }

    @Test
    void layoutOfANameIsNoPartOfIt() throws Exception {
        ris.take("ADT^A04", "PID|1||#A^^^HOSP^MR||Berg\\.br\\Dahl^\\H\\Anna\\N\\^O\\T\\Neill");
        assertThat(ris.person("A", "HOSP").dicomName()).isEqualTo("Berg Dahl^Anna^O&Neill");
    }

    @Test
    void timeThatCannotBeIsNone() throws Exception {
        Outcome outcome = ris.takeAt("20990301080000", "ADT^A08", "PID|1||#A^^^HOSP^MR||Gammel^Anna");
        assertThat(outcome.notes()).singleElement().asString().contains("MSH-7");
        String now = DateTimeFormatter.ofPattern("yyyyMMddHHmmss.SSS").format(LocalDateTime.now());
        ris.takeAt(now, "ADT^A08", "PID|1||#A^^^HOSP^MR||Nyhus^Anna");
        assertThat(ris.person("A", "HOSP").lastName()).isEqualTo("Nyhus");
        ris.takeAt("20990301080000", "ADT^A08", "PID|1||#A^^^HOSP^MR||Nyere^Anna");
        assertThat(ris.person("A", "HOSP").lastName()).isEqualTo("Nyere");
    }

    @Test
    void hourThatComesTwiceIsToldApartByOffsetOrArrival() {
        Hl7Times oslo = new Hl7Times(ZoneId.of("Europe/Oslo"));
        LocalDateTime once = LocalDateTime.of(2024, 10, 27, 0, 10);
        assertThat(oslo.sent("20241027021000", once.plusMinutes(1))).isEqualTo(once);
        assertThat(oslo.sent("20241027020500", LocalDateTime.of(2024, 10, 27, 1, 6)))
                .isAfter(oslo.sent("20241027025900", LocalDateTime.of(2024, 10, 27, 0, 59)));
        assertThat(oslo.sent("20241027021000+0200", LocalDateTime.of(2024, 11, 1, 0, 0))).isEqualTo(once);
        assertThat(oslo.sent("20241027021000+0100", LocalDateTime.of(2024, 11, 1, 0, 0))).isEqualTo(once.plusHours(1));
        LocalDateTime late = LocalDateTime.of(2024, 11, 1, 0, 0);
        assertThat(oslo.sent("20241027021000", late)).isEqualTo(oslo.sent("20241027020500", late))
                .isBefore(oslo.sent("20241027030100", late)).isAfter(oslo.sent("20241027015900", late));
        assertThat(oslo.sent("19000101", late)).isEqualTo(late);
        assertThat(oslo.sent("", late)).isEqualTo(late);
    }
}
