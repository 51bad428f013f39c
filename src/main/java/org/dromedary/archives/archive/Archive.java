package org.dromedary.archives.archive;

import java.util.Optional;

/**
 * A remote archive as an application entity.
 *
 * @param role "source" or "target", as in the names of its properties
 * @param aet its AE title (PS3.8 §9.3.2: at most 16 characters)
 */
public record Archive(String role, String aet, String host, int port) {

    /** @throws SettingsException naming the property that is missing or wrong and an example of a right one */
    public static Archive of(String role, Optional<String> aet, Optional<String> host, int port) {
        return of(role, "", aet, host, port);
    }

    /** @param group of the properties below the role's, such as ".find", or empty */
    static Archive of(String role, String group, Optional<String> aet, Optional<String> host, int port) {
        String prefix = "dromedary." + role + group + ".";
        String title = aet.orElseThrow(() -> SettingsException.missing(prefix + "aet", "the archive's AE title"));
        String address = host.orElseThrow(
                () -> SettingsException.missing(prefix + "host", "the archive's host name or address"));
        checkAeTitle(prefix + "aet", title);
        if (port < 1 || port > 65535) {
            throw new SettingsException(prefix + "port is " + port + ": a TCP port is a number from 1 to 65535");
        }
        return new Archive(role, title, address, port);
    }

    /** @throws SettingsException when {@code title} is no AE title (PS3.5 §6.2, VR AE) */
    public static void checkAeTitle(String property, String title) {
        boolean legal = !title.isBlank() && title.length() <= 16
                && title.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != '\\');
        if (!legal) {
            throw new SettingsException(property
                    + " is not an AE title: 1 to 16 characters of ASCII without backslash");
        }
    }

    @Override
    public String toString() {
        return aet + "@" + host + ":" + port;
    }
}
