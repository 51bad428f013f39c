package org.dromedary.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import org.apache.camel.CamelExecutionException;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.dicom.net.BrokenResponseException;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.StatusDetail;
import org.dromedary.ledger.LedgerException;
import org.dromedary.pipeline.stage.Failure.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureClassifierTest {

    @ParameterizedTest
    @CsvSource({"A700, BUSY", "A701, BUSY", "A702, SERIES_FAILED", "A801, MISCONFIGURED", "A900, SERIES_FAILED",
        "C000, SERIES_FAILED", "0110, SERIES_FAILED"})
    void statusSaysWhatFollows(String status, Kind kind) {
        int code = Integer.parseInt(status, 16);
        assertThat(FailureClassifier.kindOf(code)).isEqualTo(kind);
        Failure failure = FailureClassifier.classify(new DimseStatusException("C-MOVE", code, null));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.reason()).isEqualTo("STATUS_" + status);
    }

    @Test
    void causeWithinAnotherExceptionIsFound() {
        Failure failure = FailureClassifier.classify(new IllegalStateException(new ConnectException("refused")));
        assertThat(failure.reason()).isEqualTo("CONNECTION_LOST");
        assertThat(FailureClassifier.classify(new NoSuchFileException("x")).reason()).isEqualTo("SPOOL_ERROR");
        assertThat(FailureClassifier.classify(new IllegalStateException("?")).kind()).isEqualTo(Kind.BUG);
    }

    @Test
    void whatTheLedgerRefusesIsAnErrorOfThisItemAndWhatItCanNotTakeNowIsNot() {
        SQLException refused = new SQLException("Data too long: Doe^Jane", "22001", 1406);
        Failure failure = FailureClassifier.classify(new LedgerException("no", refused));
        assertThat(failure).isEqualTo(new Failure(Kind.BUG, "LEDGER_REFUSED",
                "SQLException, SQL state 22001, error 1406; the log has the stack"));
        assertThat(FailureClassifier.isServerTrouble(new LedgerException("no", refused))).isFalse();
        assertThat(FailureClassifier.isUnforeseen(failure)).isTrue();
        SQLException away = new SQLException("gone", "08000", new ConnectException("refused"));
        assertThat(FailureClassifier.isServerTrouble(new LedgerException("no", away))).isTrue();
        SQLException tooLarge = new SQLException("packet", "08000", 1153, new IOException("too large"));
        assertThat(FailureClassifier.classify(tooLarge).reason()).isEqualTo("LEDGER_REFUSED");
    }

    @Test
    void brokerOutOfReachIsServerTroubleAndAMessageThatCanNotBeWrittenIsNot() {
        assertThat(FailureClassifier.isServerTrouble(new IllegalStateException(new JMSException("gone")))).isTrue();
        assertThat(FailureClassifier.isServerTrouble(new MessageFormatException("a header"))).isFalse();
        assertThat(FailureClassifier.isServerTrouble(new NullPointerException())).isFalse();
    }

    @Test
    void errorOfTheVirtualMachineIsOneOfThisItem() {
        Failure failure = FailureClassifier.classify(
                new CamelExecutionException("in a bean", null, new StackOverflowError()));
        assertThat(failure.kind()).isEqualTo(Kind.BUG);
        assertThat(FailureClassifier.isUnforeseen(failure)).isTrue();
        assertThat(FailureClassifier.isUnforeseen(new Failure(Kind.BUG, "UNKNOWN_ORIGIN", ""))).isFalse();
    }

    @Test
    void responseWithoutStatusIsNamedAndIsNoStatus() {
        for (Exception broken : new Exception[] {new BrokenResponseException("C-MOVE", 0x00000900),
            new DimseStatusException("C-FIND", Status.MISSING, null)}) {
            Failure failure = FailureClassifier.classify(broken);
            assertThat(failure.kind()).isEqualTo(Failure.Kind.SERIES_FAILED);
            assertThat(failure.reason()).isEqualTo("BROKEN_RESPONSE");
        }
    }

    @Test
    void offendingElementsAreShownAndCommentsAreNot() {
        Failure failure = FailureClassifier.classify(DimseStatusException.of("C-FIND", 0xA900,
                StatusDetail.of("Doe^John", 0x0020000D)));
        assertThat(failure.detail()).contains("(0020,000D)").doesNotContain("Doe");
    }
}
