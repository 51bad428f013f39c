package org.dromedary.coordination.settings;

/**
 * What a part wants of its settings beyond their types, looked at before anything is started. Those that there are
 * stand in {@code META-INF/services}: there are no beans yet.
 */
public interface SettingsCheck {

    /** @throws IllegalArgumentException or one of the part's own, naming the setting and what it may be */
    void check(SettingsReader settings);
}
