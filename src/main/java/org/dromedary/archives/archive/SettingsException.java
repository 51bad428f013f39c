package org.dromedary.archives.archive;

/** A setting that is missing or wrong; the message names the property and says what to write. */
public class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }

    static SettingsException missing(String property, String meaning) {
        return new SettingsException(property + " is not set (" + meaning
                + "): give it as -D" + property + "=…, as environment variable "
                + property.toUpperCase(java.util.Locale.ROOT).replaceAll("[.-]", "_")
                + ", or in config/application.properties");
    }
}
