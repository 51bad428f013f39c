package org.dromedary.pipeline.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.dromedary.archives.archive.ArchiveQuery.Answers;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.net.Status;
import org.junit.jupiter.api.Test;

class TruncationTest {

    private static Answers answers(int number, boolean limited, int status, String broken, boolean unstated) {
        return new Answers(Collections.nCopies(number, new DataSet()), List.of(), limited, status, "",
                broken, unstated);
    }

    private static Truncation of(int number, int status) {
        return Truncation.of(answers(number, false, status, null, false), OptionalInt.empty());
    }

    @Test
    void successWithANumberThatIsNoLimitIsWhole() {
        assertThat(of(0, Status.SUCCESS)).isEqualTo(Truncation.NONE);
        assertThat(of(37, Status.SUCCESS)).isEqualTo(Truncation.NONE);
    }

    @Test
    void roundNumbersAreDoubtful() {
        assertThat(of(500, Status.SUCCESS)).isEqualTo(Truncation.DOUBTFUL);
        assertThat(of(256, Status.SUCCESS)).isEqualTo(Truncation.DOUBTFUL);
    }

    @Test
    void asManyAsTheSourceEverAnswersIsCut() {
        assertThat(Truncation.of(answers(37, false, Status.SUCCESS, null, false), OptionalInt.of(37)))
                .isEqualTo(Truncation.CUT);
        assertThat(Truncation.of(answers(36, false, Status.SUCCESS, null, false), OptionalInt.of(37)))
                .isEqualTo(Truncation.NONE);
    }

    @Test
    void whatWasStoppedCancelledRefusedAsTooLargeOrBrokenOffIsCut() {
        assertThat(Truncation.of(answers(21, true, Status.SUCCESS, null, false), OptionalInt.empty()))
                .isEqualTo(Truncation.CUT);
        assertThat(of(5, Status.CANCEL)).isEqualTo(Truncation.CUT);
        assertThat(of(0, Status.OUT_OF_RESOURCES)).isEqualTo(Truncation.CUT);
        assertThat(of(5, Status.UNABLE_TO_PROCESS)).isEqualTo(Truncation.CUT);
        assertThat(Truncation.of(answers(5, false, 0, "aborted", false), OptionalInt.empty()))
                .isEqualTo(Truncation.CUT);
    }

    @Test
    void failureWithoutAnAnswerIsAFailure() {
        assertThat(of(0, Status.UNABLE_TO_PROCESS)).isEqualTo(Truncation.FAILED);
    }

    @Test
    void answerWithoutStatusIsNeitherWholeNorCut() {
        assertThat(Truncation.of(answers(3, false, 0, null, true), OptionalInt.empty()))
                .isEqualTo(Truncation.UNSTATED);
    }
}
