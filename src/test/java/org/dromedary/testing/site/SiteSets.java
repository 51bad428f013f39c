package org.dromedary.testing.site;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes all sites below a folder: most profiles to develop with, the others and further seeds as {@code *-holdout},
 * and {@code same-as-corpus-*} with the usual errors. A number behind the folder makes other sites of the same
 * profiles.
 */
public final class SiteSets {
    private static final List<String> DEVELOPMENT = List.of("german-letters", "french-luhn", "polish-dense",
            "turkish-modality", "swedish-numbers", "greek-script", "japanese-groups", "dutch-particles", "small-town");
    private static final List<String> LATER = List.of("intensive-care", "twin-clinic", "part-of-ris", "scheduled");

    private final Path folder;
    private final long shift;

    private SiteSets(Path folder, long shift) {
        this.folder = folder;
        this.shift = shift;
    }

    public static void main(String[] args) throws IOException {
        new SiteSets(Path.of(args[0]), args.length > 1 ? Long.parseLong(args[1]) : 0).write();
    }

    private void write() throws IOException {
        long seed = 1000;
        for (String profile : SiteGenerator.profiles()) {
            if (profile.equals("usual") || LATER.contains(profile)) {
                continue;
            }
            boolean development = DEVELOPMENT.contains(profile);
            write(profile + (development ? "" : "-holdout"), profile, 3000, seed++);
        }
        for (String profile : DEVELOPMENT.subList(0, 4)) {
            write(profile + "-holdout", profile, 4000, seed++ + 7000);
        }
        for (int i = 1; i <= 3; i++) {
            write("same-as-corpus-" + i, "usual", 1000, i);
        }
        write("same-as-corpus-20000", "usual", 20_000, 4);
        for (String profile : LATER) {
            write(profile, profile, 3000, seed++);
            write(profile + "-holdout", profile, 3000, seed++);
        }
    }

    private void write(String name, String profile, int studies, long seed) throws IOException {
        SiteGenerator.generate(profile, studies, seed + shift).write(folder.resolve(name));
        System.out.printf("%s: %d studies%n", name, studies);
    }
}
