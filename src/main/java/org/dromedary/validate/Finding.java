package org.dromedary.validate;

/**
 * Something about an object that is not as it should be.
 *
 * @param code   name of a {@link FindingCode}
 * @param detail what and where, by tags, offsets, UIDs and counts; never the value of another attribute
 * @param repair the cleansing rule that is to mend it, null unless the grade is REPAIR
 */
public record Finding(String code, Grade grade, String detail, String repair) {

    /** What is to become of an object with the finding, from the least to the most. */
    public enum Grade { IGNORE, RECORD, REPAIR, QUARANTINE }
}
