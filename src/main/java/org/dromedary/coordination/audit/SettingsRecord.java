package org.dromedary.coordination.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dromedary.ledger.ServiceFiles;

/**
 * Which settings, and files that they name, are not what they were at the last start. Only hashes of values are kept,
 * with a salt, in a file that only this user can read.
 */
final class SettingsRecord {

    private static final String SALT = "salt";

    private SettingsRecord() {
    }

    /**
     * Names of those that were added, changed or taken away; none at the first start.
     *
     * @param now values by their names
     */
    static List<String> changed(Path dataDir, Map<String, String> now) throws IOException {
        Path file = dataDir.resolve("audit-settings");
        Map<String, String> before = read(file);
        String salt = before.getOrDefault(SALT, UUID.randomUUID().toString());
        Map<String, String> hashes = new TreeMap<>();
        now.forEach((name, value) -> hashes.put(name, ChainHash.of(salt, 0, name, value)));
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(hashes.keySet());
        names.remove(SALT);
        names.removeIf(name -> Objects.equals(before.get(name), hashes.get(name)));
        hashes.put(SALT, salt);
        write(file, hashes);
        return before.isEmpty() ? List.of() : List.copyOf(names);
    }

    private static Map<String, String> read(Path file) throws IOException {
        Map<String, String> values = new TreeMap<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                int equals = line.lastIndexOf('=');
                if (equals > 0) {
                    values.put(line.substring(0, equals), line.substring(equals + 1));
                }
            }
        }
        return values;
    }

    private static void write(Path file, Map<String, String> values) throws IOException {
        ServiceFiles.folder(file.getParent());
        ServiceFiles.write(file, values.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue() + "\n")
                .collect(Collectors.joining()));
    }
}
