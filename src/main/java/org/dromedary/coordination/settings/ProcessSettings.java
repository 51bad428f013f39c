package org.dromedary.coordination.settings;

/** Settings that are needed before any interface of settings can be read. */
public final class ProcessSettings {

    /** Where everything that Dromedary keeps lies. */
    public static final String DATA_DIR = "dromedary.data-dir";
    public static final String DEFAULT_DATA_DIR = "data";

    /** The routes; if that folder does not exist and none is set, those of the program itself are used. */
    public static final String ROUTES_DIR = "dromedary.routes-dir";
    public static final String DEFAULT_ROUTES_DIR = "routes";

    private ProcessSettings() {
    }
}
