package org.dromedary.operate.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Refuses to start where others on this machine could read images, the ledger or a password: folders that were there
 * before and are open to a group or to everybody, and a configuration file with a secret that everybody may read.
 */
public final class PermissionCheck {

    private static final Pattern SECRET = Pattern.compile(".*[.-](password|passphrase|token|secret)");
    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.range(PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_EXECUTE);

    private PermissionCheck() {
    }

    /**
     * @param spool is looked at only outside the data folder, within which nobody else comes
     * @param configuration a properties file that may not exist
     * @param keys files of private keys
     * @throws StartUpException with a line for each that is too wide, and the command that mends it
     */
    public static void check(Path dataDir, Path spool, Path configuration, Path... keys) {
        List<String> wide = new ArrayList<>();
        Stream.of(dataDir, spool).distinct().filter(folder -> folder.equals(dataDir) || !folder.startsWith(dataDir))
                .forEach(folder -> folder(folder, wide));
        if (hasSecret(configuration)) {
            file(configuration, "holds a password or a token", wide);
        }
        for (Path key : keys) {
            file(key, "holds a private key", wide);
        }
        if (!wide.isEmpty()) {
            throw new StartUpException(String.join("\n", wide)
                    + "\nMend this, or start with --insecure-permissions if only trusted users reach this machine.");
        }
    }

    private static void folder(Path folder, List<String> wide) {
        Set<PosixFilePermission> mode = mode(folder);
        if (mode.stream().anyMatch(OF_OTHERS::contains)) {
            wide.add("The folder " + folder + " is open to other users of this machine ("
                    + PosixFilePermissions.toString(mode) + "): chmod 700 " + folder);
        }
    }

    private static void file(Path file, String what, List<String> wide) {
        Set<PosixFilePermission> mode = mode(file);
        if (mode.contains(PosixFilePermission.OTHERS_READ)) {
            wide.add("The file " + file + " " + what + ", and everybody on this machine may read it ("
                    + PosixFilePermissions.toString(mode) + "): chmod 600 " + file);
        }
    }

    private static boolean hasSecret(Path file) {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            return false; // Whoever reads the settings from it says so.
        }
        return properties.stringPropertyNames().stream()
                .anyMatch(name -> SECRET.matcher(name).matches() && !properties.getProperty(name).isBlank());
    }

    /** Empty if there is nothing, or where the file system knows no users. */
    private static Set<PosixFilePermission> mode(Path path) {
        try {
            return Files.exists(path) ? Files.getPosixFilePermissions(path) : Set.of();
        } catch (IOException | UnsupportedOperationException e) {
            return Set.of();
        }
    }
}
