package org.dromedary.dicom.data;

/** What the standard forbids and archives do nevertheless; a reader takes each only where it is allowed to. */
public enum Leniency {
    /** A value of odd length (PS3.5 §7.1.1). */
    ODD_LENGTH,
    /** Zero bytes behind the last element. */
    TRAILING_ZEROS,
    /** The input ends, or the enclosing sequence does, where a delimitation item is due (PS3.5 §7.5). */
    MISSING_DELIMITER,
    /** A delimitation item behind something of defined length. */
    STRAY_DELIMITER,
    /** Reserved bytes, or the length of a delimitation item, that are not zero (PS3.5 §7.1.2, §7.5). */
    NONZERO_RESERVED,
    /** VR encoding, byte order or deflation other than declared, seen at the first element. */
    WRONG_SYNTAX,
    /** A VR of two letters, or other bytes, that PS3.5 §6.2 does not list. */
    UNKNOWN_VR,
    /** A single element in implicit VR among explicit ones. */
    IMPLICIT_ELEMENT,
    /** A group length that is not the length of its group (PS3.5 §7.2). */
    WRONG_GROUP_LENGTH,
    /** Elements not in ascending order (PS3.5 §7.1). */
    DISORDER,
    /** Two elements with the same tag but other values, of which the first is kept (PS3.5 §7.1). */
    DUPLICATE,
    /** A private sequence of known length whose items can't be followed, taken as bytes. */
    UNREADABLE_SEQUENCE
}
