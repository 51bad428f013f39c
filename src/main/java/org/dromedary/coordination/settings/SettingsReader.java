package org.dromedary.coordination.settings;

/** Where settings are read from. */
public interface SettingsReader {

    /** Settings of one part, as declared by its {@code @ConfigMapping} interface. */
    <T> T map(Class<T> settings);
}
