package org.dromedary.objects.validation;

/**
 * Something about an object that is not as it should be.
 *
 * @param code   name of a {@link FindingCode}
 * @param detail what and where, by tags, offsets, UIDs and counts; never the value of another attribute
 * @param repair the cleansing rule that is to mend it, null unless the grade is REPAIR
 */
public record Finding(String code, Grade grade, String detail, String repair) {

    /**
     * What is to become of an object with the finding, from the least to the most. CONFIRM: it is fetched again once;
     * if the same bytes come, they are what the source has, and go on as with RECORD, else it is as with QUARANTINE.
     */
    public enum Grade { IGNORE, RECORD, REPAIR, CONFIRM, QUARANTINE }

    Finding graded(Grade other) {
        return new Finding(code, other, detail, repair);
    }
}
