package org.dromedary.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.dromedary.dicom.ul.MalformedPduException;
import org.junit.jupiter.api.Test;

class CommandSetTest {
    /** C-ECHO-RQ, message 1. */
    private static final byte[] ECHO = HexFormat.ofDelimiter(" ").parseHex((
            "00 00 00 00 04 00 00 00 38 00 00 00 "                          // (0000,0000) group length 56
            + "00 00 02 00 12 00 00 00 31 2E 32 2E 38 34 30 2E 31 30 30 30 38 2E 31 2E 31 00 " // affected SOP class
            + "00 00 00 01 02 00 00 00 30 00 "                              // (0000,0100) command field C-ECHO-RQ
            + "00 00 10 01 02 00 00 00 01 00 "                              // (0000,0110) message id 1
            + "00 00 00 08 02 00 00 00 01 01").trim());                     // (0000,0800) no data set

    @Test
    void echoRequestIsWrittenAsTheStandardHasIt() {
        assertThat(CommandSet.request(CommandSet.C_ECHO_RQ, 1, false)
                .setUid(CommandSet.AFFECTED_SOP_CLASS_UID, "1.2.840.10008.1.1").encode()).isEqualTo(ECHO);
    }

    @Test
    void echoRequestIsRead() throws Exception {
        CommandSet command = CommandSet.decode(ECHO, ECHO.length);
        assertThat(command.field()).isEqualTo(CommandSet.C_ECHO_RQ);
        assertThat(command.getInt(CommandSet.MESSAGE_ID, 0)).isEqualTo(1);
        assertThat(command.getText(CommandSet.AFFECTED_SOP_CLASS_UID)).isEqualTo("1.2.840.10008.1.1");
        assertThat(command.hasDataSet()).isFalse();
    }

    @Test
    void truncationAtAnyOffsetIsMalformedOrWithoutTheRest() {
        for (int length = 0; length < ECHO.length; length++) {
            try {
                CommandSet.decode(Arrays.copyOf(ECHO, length), length);
            } catch (MalformedPduException e) {
                assertThat(e.offset()).isLessThanOrEqualTo(length);
                continue;
            }
            assertThat(length).as("the command field is there").isGreaterThanOrEqualTo(48);
        }
    }

    @Test
    void responseRepeatsClassInstanceAndCutsTheComment() throws Exception {
        CommandSet request = CommandSet.request(CommandSet.C_STORE_RQ, 7, true)
                .setUid(CommandSet.AFFECTED_SOP_CLASS_UID, "1.2").setUid(CommandSet.AFFECTED_SOP_INSTANCE_UID, "1.2.3");
        byte[] encoded = CommandSet.response(request, 0xA700, "x".repeat(100), false).encode();
        CommandSet response = CommandSet.decode(encoded, encoded.length);
        assertThat(response.status()).isEqualTo(0xA700);
        assertThat(response.getInt(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO, 0)).isEqualTo(7);
        assertThat(response.getText(CommandSet.AFFECTED_SOP_INSTANCE_UID)).isEqualTo("1.2.3");
        assertThat(response.getText(CommandSet.ERROR_COMMENT)).hasSize(64);
    }

    @Test
    void dataElementsBehindTheCommandArePassedOver() throws Exception {
        byte[] failedList = HexFormat.ofDelimiter(" ").parseHex("08 00 58 00 04 00 00 00 31 2E 32 00");
        byte[] both = Arrays.copyOf(ECHO, ECHO.length + failedList.length);
        System.arraycopy(failedList, 0, both, ECHO.length, failedList.length);
        CommandSet command = CommandSet.decode(both, both.length);
        assertThat(command.field()).isEqualTo(CommandSet.C_ECHO_RQ);
        assertThat(command.contains(0x0058)).isFalse();
    }
}
