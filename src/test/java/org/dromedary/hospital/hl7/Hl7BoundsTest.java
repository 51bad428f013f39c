package org.dromedary.hospital.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Hl7BoundsTest {

    private static final String MSH = "MSH|^~\\&|RIS|HOSP|||20240301||ADT^A08|1|P|2.5\r";

    private static void assertRefused(String message, String reason) {
        assertThatThrownBy(() -> Hl7Message.parse(message)).isInstanceOf(Hl7FormatException.class).hasMessage(reason);
    }

    @Test
    void tooMuchOfAnythingIsRefusedByItsPlace() {
        assertRefused(MSH + "PID|1||" + "~".repeat(1_000_000),
                "segment 2 has more than 10000 repetitions in field 3");
        assertRefused(MSH + "PID|1||x" + "^".repeat(1_000), "segment 2 has more than 1000 components in field 3");
        assertRefused(MSH + "PID|1||x" + "&".repeat(1_000), "segment 2 has more than 1000 components in field 3");
        assertRefused(MSH + "PV1|1\rPID" + "|".repeat(1_001), "segment 3 has more than 1000 fields");
        assertRefused(MSH + "NTE|1\r".repeat(1_000_000), "the message has more than 20000 segments");
        assertRefused(MSH + ("OBX" + "|x".repeat(900) + "\r").repeat(600), "the message has more than 500000 parts");
        assertRefused(MSH.replace("RIS", "R" + "~".repeat(100_000)),
                "segment 1 has more than 10000 repetitions in field 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"~", "^", "&", "|", "\\", "\r", "\n", "\r\r", "x\r", "PID\r", "\\X0D\\", "~^&|"})
    void millionOfAnyDelimiterIsReadOrRefused(String delimiters) throws Exception {
        for (String start : new String[] {MSH + "PID|1||", "MSH|^~\\&|RIS|", "MSH" + delimiters}) {
            try {
                Hl7Message message = Hl7Message.parse(start + delimiters.repeat(1_000_000));
                message.first("PID").ifPresent(pid -> pid.get(3));
            } catch (Hl7FormatException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void largeMessagesThatAreInUseAreRead() throws Exception {
        Hl7Message identifiers = Hl7Message.parse(MSH + "PID|1||4711^^^HOSP^MR" + "~4712^^^LAB^PI".repeat(9_999) + "\r");
        assertThat(identifiers.first("PID").orElseThrow().repetitions(3)).isEqualTo(10_000);
        Hl7Message results = Hl7Message.parse(MSH + "OBX|1|TX|GDT^Body||a line of text|||N|||F\r".repeat(15_000));
        assertThat(results.segments()).hasSize(15_001);
    }

    @Test
    void messageThatWasGivenUpIsNotReadFurther() throws Exception {
        Hl7Message message = Hl7Message.parse(MSH + "PID|1||4711\r");
        message.abandon();
        assertThatThrownBy(() -> message.segments().get(1).get(3)).isInstanceOf(IllegalStateException.class);
    }
}
