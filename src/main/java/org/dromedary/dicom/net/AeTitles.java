package org.dromedary.dicom.net;

/** Application entity titles as peers write them (PS3.5 §6.2): padding is not significant, case often comes changed. */
public final class AeTitles {
    private AeTitles() { }

    /** Whether both name the same application entity, apart from case and padding by spaces or NULLs. */
    public static boolean match(String one, String other) {
        return stripped(one).equalsIgnoreCase(stripped(other));
    }

    private static String stripped(String title) {
        return title.replace('\0', ' ').strip();
    }
}
