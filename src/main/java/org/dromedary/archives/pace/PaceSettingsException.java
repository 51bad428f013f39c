package org.dromedary.archives.pace;

/** A setting of the pace that can't be understood; the message names it, its value and a right one. */
public class PaceSettingsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    PaceSettingsException(String property, String value, String example) {
        super(property + " is '" + value + "': write it like " + example);
    }
}
