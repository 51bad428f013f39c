package org.dromedary.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.dromedary.dicom.ul.AssociationRejectedException;
import org.dromedary.dicom.ul.RejectReason;
import org.junit.jupiter.api.Test;

class StatusTest {
    @Test
    void everyCodeIsInExactlyOneClass() {
        for (int status = 0; status <= 0xFFFF; status++) {
            int classes = (Status.isSuccess(status) ? 1 : 0) + (Status.isPending(status) ? 1 : 0)
                    + (Status.isWarning(status) ? 1 : 0) + (Status.isCancel(status) ? 1 : 0)
                    + (Status.isFailure(status) ? 1 : 0);
            assertThat(classes).as("%04X", status).isEqualTo(1);
        }
    }

    @Test
    void wordsAndCodeAreBothThere() {
        assertThat(Status.describe(0xA700)).isEqualTo("failure: out of resources (0xA700)");
        assertThat(Status.describe(0xC123)).contains("unable to process").contains("0xC123");
        assertThat(Status.describe(0xB000)).startsWith("warning: ");
        assertThat(Status.describe(0xFE00)).isEqualTo("cancelled (0xFE00)");
    }

    @Test
    void rejectionsAreInWords() {
        assertThat(new AssociationRejectedException(1, 1, 7)).hasMessage(
                "Association rejected permanently by the service user: called AE title not recognized (1, 1, 7)");
        assertThat(new AssociationRejectedException(2, 3, 2).isTransient()).isTrue();
        assertThat(RejectReason.describe(9, 9, 9)).contains("unknown result 9").contains("reserved reason 9");
    }
}
