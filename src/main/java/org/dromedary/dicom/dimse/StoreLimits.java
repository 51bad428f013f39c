package org.dromedary.dicom.dimse;

/**
 * How many bytes of data sets an SCP reads before it aborts the association, which is cheaper than to read what is not
 * wanted.
 *
 * @param object      of one object
 * @param association of all objects of an association
 * @param refused     of objects that were not taken, in succession
 */
public record StoreLimits(long object, long association, long refused) {
    public static final StoreLimits NONE = new StoreLimits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    public StoreLimits {
        if (object < 1 || association < 1 || refused < 1) {
            throw new IllegalArgumentException("A limit of bytes must be positive");
        }
    }
}
