package org.dromedary.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The test corpus, which is never copied into the project: found by the system property {@code dromedary.corpus}, the
 * variable {@code DROMEDARY_CORPUS}, or beside the project in {@code ../shared/corpus}. Tests without it are skipped.
 */
public final class Corpus {
    private Corpus() {
    }

    /** The corpus' folder; where there is none the test is not run and says why. */
    public static Path root() {
        Path root = place();
        Assumptions.assumeTrue(Files.isDirectory(root),
                "No corpus at " + root + "; set dromedary.corpus or DROMEDARY_CORPUS");
        return root;
    }

    /** The corpus' folder, for tests that also go without. */
    public static Optional<Path> find() {
        return Optional.of(place()).filter(Files::isDirectory);
    }

    private static Path place() {
        String stated = System.getProperty("dromedary.corpus", System.getenv("DROMEDARY_CORPUS"));
        return Path.of(stated == null ? "../shared/corpus" : stated).toAbsolutePath().normalize();
    }

    /** One file, as {@code dicom/charset/…}. */
    public static Path file(String path) {
        return root().resolve(path);
    }

    /** All files below a folder, in the order of their names. */
    public static List<Path> files(String folder) {
        try (Stream<Path> paths = Files.walk(root().resolve(folder))) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path of a file below the corpus, as in the manifest. */
    public static String nameOf(Path file) {
        return root().relativize(file).toString();
    }

    /** The rows of the manifest: column names to values. */
    public static List<Map<String, String>> manifest() {
        try (Stream<String> lines = Files.lines(root().resolve("manifest.tsv"), StandardCharsets.UTF_8)) {
            List<String[]> rows = lines.map(line -> line.split("\t", -1)).toList();
            List<Map<String, String>> records = new ArrayList<>();
            for (String[] row : rows.subList(1, rows.size())) {
                Map<String, String> record = new HashMap<>();
                for (int i = 0; i < row.length; i++) {
                    record.put(rows.get(0)[i], row[i]);
                }
                records.add(record);
            }
            return records;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
