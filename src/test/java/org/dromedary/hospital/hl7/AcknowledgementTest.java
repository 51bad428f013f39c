package org.dromedary.hospital.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcknowledgementTest {

    private static String answer(String msh, boolean enhanced, String problem) {
        return Acknowledgement.of(Header.of(msh), enhanced, problem).replaceAll("\\|\\d{14}\\|", "|TIME|")
                .replaceAll("\\|[0-9a-f]{20}\\|", "|ID|");
    }

    @Test
    void fieldsAreSwappedAndTheRestIsEchoed() {
        assertThat(answer("MSH|^~\\&|RIS^1.2^ISO|A|PACS|B|20240301||ADT^A08^ADT_A01|77|T|2.5.1^DEU|||||DEU|8859/1", true, null))
                .isEqualTo("MSH|^~\\&|PACS|B|RIS^1.2^ISO|A|TIME||ACK^A08^ACK|ID|T|2.5.1^DEU|||||DEU|8859/1\rMSA|AA|77\r");
    }

    @Test
    void ownDelimitersOfTheMessageAreUsed() {
        assertThat(answer("MSH#!@$%#RIS#A#PACS#B#20240301##ADT!A08#77#P#2.3", true, "segment 2 has no name"))
                .startsWith("MSH#!@$%#PACS#B#RIS#A#").contains("##ACK!A08#")
                .endsWith("\rMSA#AE#77#segment 2 has no name\r");
    }

    @Test
    void errorSegmentIsThereSinceVersion25() {
        assertThat(answer("MSH|^~\\&|RIS|A|PACS|B|20240301||ADT^A08|77|P|2.5", true, "segment 2 has no name"))
                .endsWith("\rMSA|AE|77|segment 2 has no name\r"
                        + "ERR|||100^Segment sequence error^HL70357|E||||segment 2 has no name\r");
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', true, true, AA", "'', '', true, false, AE", "AL, NE, true, true, CA", "AL, NE, true, false, CE",
        "AL, AL, true, true, CA", "SU, NE, true, true, CA", "SU, NE, true, false, AE", "ER, NE, true, true, AA",
        "ER, NE, true, false, CE", "NE, AL, true, true, AA", "NE, NE, true, true, AA", "AL, NE, false, true, AA"})
    void acceptAcknowledgementIsGivenToWhoeverAsksForIt(String accept, String application,
    boolean enhanced, boolean good,
            String code) {
        String msh = "MSH|^~\\&|RIS|A|PACS|B|20240301||ADT^A08|77|P|2.4|||" + accept + "|" + application;
        assertThat(answer(msh, enhanced, good ? null : "no")).contains("\rMSA|" + code + "|77");
    }

    @Test
    void whatIsNoMessageIsRejected() {
        assertThat(Acknowledgement.of(Header.of("hello"), true, "no MSH")).contains("\rMSA|AR||no MSH\r");
    }
}
