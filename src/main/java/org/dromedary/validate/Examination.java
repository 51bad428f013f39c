package org.dromedary.validate;

import java.util.List;
import org.dromedary.validate.Finding.Grade;

/** What was found in an object, the gravest first, without what is ignored. */
public record Examination(Device device, List<Finding> findings) {

    /** Whether it would go to quarantine for what a copy that went wrong could have caused. */
    public boolean isDamaged() {
        return findings.stream().anyMatch(finding -> finding.grade() == Grade.QUARANTINE
                && FindingCode.valueOf(finding.code()).isDamage());
    }

    /** The gravest of the grades, IGNORE if there is nothing. */
    public Grade grade() {
        return findings.isEmpty() ? Grade.IGNORE : findings.get(0).grade();
    }
}
