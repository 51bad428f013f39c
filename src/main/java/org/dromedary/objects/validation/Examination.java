package org.dromedary.objects.validation;

import java.util.Comparator;
import java.util.List;
import org.dromedary.objects.validation.Finding.Grade;

/** What was found in an object, the gravest first, without what is ignored. */
public record Examination(Device device, List<Finding> findings) {

    /** Whether it is to be fetched again: for a copy that went wrong, or to see that the source has nothing else. */
    public boolean isDamaged() {
        return findings.stream().anyMatch(finding -> finding.grade() == Grade.CONFIRM
                || finding.grade() == Grade.QUARANTINE && FindingCode.valueOf(finding.code()).isDamage());
    }

    /** The same once the same bytes have come again, or have not: nothing is left to be confirmed. */
    public Examination confirmed(boolean sameBytes) {
        Grade grade = sameBytes ? Grade.RECORD : Grade.QUARANTINE;
        return new Examination(device, findings.stream()
                .map(finding -> finding.grade() == Grade.CONFIRM ? finding.graded(grade) : finding)
                .sorted(Comparator.comparing(Finding::grade).reversed()).toList());
    }

    /** The gravest of the grades, IGNORE if there is nothing. */
    public Grade grade() {
        return findings.isEmpty() ? Grade.IGNORE : findings.get(0).grade();
    }
}
