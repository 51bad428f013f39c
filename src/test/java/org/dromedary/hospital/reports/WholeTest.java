package org.dromedary.hospital.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeTest {

    private static final String REPORT = "MSH|^~\\&|RIS|HOSP|||20240301||ORU^R01|1|P|2.5\rPID|1||77||Berg^Anna\r"
            + "OBR|1|P1|F1|CT^Chest\rOBX|1|TX|GDT||Lungs clear.\nHeart normal.||||||F\r";

    private static Optional<String> difference(String sent) throws Exception {
        return Whole.difference(REPORT.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8),
                StandardCharsets.UTF_8);
    }

    @Test
    void fieldsOfThePlanMayDiffer() throws Exception {
        assertThat(difference(REPORT)).isEmpty();
        assertThat(difference(REPORT.replace("|77|", "|78|").replace("Berg^Anna", "Berg^Anne").replace("F1",
                "A1"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Heart normal., Heart, segment 4 field 5", "CT^Chest, CT^Neck, segment 3 field 4",
        "|1|P|, |2|P|, segment 1 field 10", "|F, |, segment 4 field 11"})
    void everythingElseMayNot(String from, String to, String where) throws Exception {
        assertThat(difference(REPORT.replace(from, to))).contains(where);
    }

    @Test
    void noSegmentMayBeMissing() throws Exception {
        assertThat(difference(REPORT.substring(0, REPORT.indexOf("OBX")))).contains("4 segments came, 3 would be sent");
    }
}
