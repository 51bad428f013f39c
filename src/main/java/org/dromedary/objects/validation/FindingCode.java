package org.dromedary.objects.validation;

/** What can be found; the names are stable, for scripts and for {@code config/validation.yaml}. */
public enum FindingCode {
    FILE_EMPTY("the file is empty", Advice.FETCH),
    NOT_DICOM("the file is not DICOM", "remove it, or name the file that was meant"),
    FILE_SIZE_DIFFERS("the data set is not as long as it was received", Advice.FETCH),
    FILE_TRUNCATED("the file ends early", Advice.FETCH),
    DATA_SET_UNREADABLE("the data set can't be read", "look at it with dump; " + Advice.FETCH),
    LIMIT_EXCEEDED("the object is larger than this program examines", "give the program more memory (-Xmx)"),
    TRAILING_BYTES("bytes behind the data set that are no element", "re-encode it, which leaves them out"),
    TRAILING_ZEROS("zeros behind the data set", Advice.REENCODE),
    META_MISSING("preamble or File Meta Information is missing", "nothing: it is written anew when sent"),
    META_INCOMPLETE("File Meta Information lacks required elements", "nothing: it is written anew when sent"),
    META_LENGTH_WRONG("the group length of File Meta Information is wrong", "nothing: it is written anew when sent"),
    META_DIFFERS("File Meta Information and data set name other UIDs", "find out which of them is meant"),
    TRANSFER_SYNTAX_UNKNOWN("the transfer syntax is private or not known", "see whether the target accepts it"),
    TRANSFER_SYNTAX_WRONG("the data set is encoded otherwise than declared", Advice.REENCODE),
    TRANSFER_SYNTAX_DIFFERS("the transfer syntax is not that of the ledger", Advice.FETCH),
    ODD_LENGTH("a value of odd length", Advice.REENCODE),
    DELIMITER_MISSING("a sequence or item is not ended", Advice.REENCODE),
    DELIMITER_STRAY("a delimiter that ends nothing", Advice.REENCODE),
    RESERVED_NOT_ZERO("reserved bytes are not zero", Advice.REENCODE),
    SEQUENCE_UNREADABLE("a private sequence whose items can't be followed", "see whether the target accepts it"),
    VR_UNKNOWN("a VR that the standard doesn't have", "fix the VR by a rule"),
    VR_MISSING("elements in implicit VR among explicit ones", Advice.REENCODE),
    VR_UN("a known element under VR UN", "fix the VR by a rule if the target does not find it"),
    VR_UN_SEQUENCE("a sequence under VR UN, which some readers don't follow", Advice.REENCODE),
    VR_DIFFERS("a VR other than the standard's for the element", "fix the VR by a rule"),
    GROUP_LENGTH_WRONG("a group length that is wrong", Advice.REENCODE),
    ELEMENT_ORDER("elements are not in ascending order", Advice.REENCODE),
    ELEMENT_DUPLICATE("an element is there twice with other values", "see which is right: the first one counts"),
    GROUP_FORBIDDEN("elements of a group that a data set must not have", "remove them by a rule"),
    UID_MISSING("a UID that identifies the object is missing", "set it by a rule, or leave the object out"),
    UID_INVALID("a UID that identifies the object is invalid", "map it by a rule"),
    UID_LEADING_ZERO("a component of an identifying UID begins with 0", "see whether the target accepts it"),
    UID_DIFFERS("an identifying UID is not that of the ledger", Advice.FETCH),
    UID_OTHER_SERIES("Study or Series Instance UID is not that under which the source lists the object",
            "nothing: it arrives in the series that it names"),
    UID_SPACES("spaces around a UID", "see whether the target finds the object by its UID"),
    UID_REFERENCE_INVALID("a UID that refers to something is invalid", "map it by a rule"),
    SOP_CLASS_MISSING("SOP Class UID is missing", "set it by a rule; it is sent under the class in which it came"),
    SOP_CLASS_UNKNOWN("the SOP Class UID is the standard's, but not known", "see whether the target accepts it"),
    SOP_CLASS_PRIVATE("the SOP class is private", "see whether the target accepts it"),
    SOP_CLASS_RETIRED("the SOP class is retired", "upgrade it by a rule if the target refuses it"),
    SOP_CLASS_NOT_STORAGE("objects of the SOP class can't be stored", "leave it out"),
    MODALITY_MISSING("Modality is missing or empty", "set it by a rule"),
    PIXEL_ATTRIBUTE_MISSING("an attribute that Pixel Data needs is missing", Advice.SET_PIXELS),
    PIXEL_ATTRIBUTE_INVALID("attributes of Pixel Data contradict one another", Advice.SET_PIXELS),
    HIGH_BIT_UNUSUAL("High Bit is not Bits Stored - 1", "nothing: readers know it from old objects"),
    PLANAR_CONFIGURATION_MISSING("colour without Planar Configuration", "set it by a rule"),
    FRAME_NUMBER_INVALID("Number of Frames is there but no positive number", "set it by a rule"),
    PIXEL_DATA_MISSING("an image without Pixel Data", Advice.FETCH),
    PIXEL_DATA_SHORT("Pixel Data is shorter than its attributes say", Advice.FETCH),
    PIXEL_DATA_LONG("Pixel Data is longer than its attributes say", "see whether Number of Frames is right"),
    PIXEL_DATA_ENCAPSULATION("Pixel Data is encapsulated otherwise than the transfer syntax says",
            "fetch it in another transfer syntax"),
    PIXEL_DATA_VR("Pixel Data with a VR that it should not have", "see whether the target reads it"),
    PIXEL_TAIL_ZERO("the last rows are zeros, as after a broken copy", "look at the image; " + Advice.FETCH),
    PALETTE_INVALID("a colour look-up table doesn't agree with its descriptor", Advice.SET_PIXELS),
    OVERLAY_INVALID("an overlay is shorter than its rows and columns say", "remove the overlay by a rule"),
    FRAGMENTS_INVALID("the fragments of Pixel Data can't be followed", Advice.FETCH),
    FRAGMENT_EMPTY("a fragment of Pixel Data without bytes", Advice.REENCODE),
    FRAGMENTS_UNENDED("the fragments of Pixel Data are not ended", Advice.REENCODE),
    OFFSET_TABLE_WRONG("an offset table doesn't point to the frames", Advice.REENCODE),
    FRAME_COUNT_DIFFERS("more or fewer frames than Number of Frames says", "see whether Number of Frames is right"),
    FRAME_FRAGMENTED("an RLE frame in several fragments, which PS3.5 forbids", Advice.REENCODE),
    FRAME_UNREADABLE("a frame has no header of its codec", Advice.FETCH),
    FRAME_CUT("a frame ends within its data", Advice.FETCH),
    FRAME_UNENDED("a frame has no end marker", Advice.FETCH),
    FRAME_SIZE_DIFFERS("a frame's own rows, columns or components are not those of the data set",
            Advice.SET_PIXELS),
    FRAME_PRECISION_DIFFERS("a frame's own precision is not Bits Stored", "nothing if it decodes; set Bits Stored"),
    FRAME_CODEC_DIFFERS("a frame is coded by another process than the transfer syntax says", "transcode it"),
    VALUE_TOO_LONG("a value longer than its VR allows", "shorten it by a rule"),
    VALUE_COUNT("more or fewer values than the standard has for the element", "replace them by a rule"),
    VALUE_LENGTH_INVALID("a length that is no multiple of the VR's", "fix the VR by a rule"),
    VALUE_CHARACTERS("characters that the VR doesn't allow", "replace them by a rule"),
    VALUE_SUSPICIOUS("an identifier or name with a path, markup or the like in it", "replace it by a rule"),
    NAME_INVALID("a person's name of more than five components or three groups", "replace it by a rule"),
    DATE_INVALID("an invalid date, time or age", "set it by a rule"),
    NUMBER_INVALID("an invalid decimal or integer string", "replace it by a rule"),
    CHARACTER_SET_UNKNOWN("Specific Character Set has a term that is not defined", "fix the character set by a rule"),
    CHARACTER_SET_COMBINED("character sets that must not stand beside each other", "fix the character set by a rule"),
    CHARACTER_SET_MISSING("text beyond ASCII without Specific Character Set", "fix the character set by a rule"),
    CHARACTER_SET_WRONG("text that is not in the declared character set", "fix the character set by a rule");

    private final String meaning;
    private final String advice;

    FindingCode(String meaning, String advice) {
        this.meaning = meaning;
        this.advice = advice;
    }

    /** In a few words. */
    public String meaning() {
        return meaning;
    }

    /** Whether a copy that went wrong could be the cause, so that another one may be right. */
    public boolean isDamage() {
        return advice.endsWith(Advice.FETCH);
    }

    /** What to do about it, in a few words. */
    public String advice() {
        return advice;
    }

    private static final class Advice {
        static final String FETCH = "fetch it again from the source";
        static final String REENCODE = "transcode it, which writes it anew";
        static final String SET_PIXELS = "set the attributes by a rule after looking at the image";
    }
}
