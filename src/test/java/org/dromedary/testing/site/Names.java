package org.dromedary.testing.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The names of one language, of which people are put together. */
final class Names {
    private static final Map<String, Names> LANGUAGES = load();

    private final List<String> last = new ArrayList<>();
    private final List<Word> male = new ArrayList<>();
    private final List<Word> female = new ArrayList<>();
    private final List<Word> middle = new ArrayList<>();
    private final Map<String, String> nicknames = new HashMap<>();

    private Names(Map<String, String> lines) {
        last.addAll(parts(lines.get("last")));
        for (String root : parts(lines.getOrDefault("roots", ""))) {
            for (String end : parts(lines.get("ends"))) {
                // A root of several letters stays a word of its own where the language has double surnames.
                String gap = Character.isUpperCase(end.charAt(0)) ? " " : "";
                last.add(end.contains("/") ? root + end.replace("/", "/" + root) : root + gap + end);
            }
        }
        parts(lines.get("male")).forEach(name -> male.add(word(name, 0)));
        parts(lines.get("female")).forEach(name -> female.add(word(name, 1)));
        parts(lines.get("middle")).forEach(name -> middle.add(word(name, 0)));
        for (String pair : parts(lines.get("nick"))) {
            nicknames.put(pair.split("=")[0], pair.split("=")[1]);
        }
    }

    static Names of(String language) {
        return Objects.requireNonNull(LANGUAGES.get(language), language);
    }

    /** @param most how many surnames the place has, 0 for all */
    Word last(Dice dice, String sex, int most) {
        List<String> known = most == 0 ? last : last.subList(0, Math.min(most, last.size()));
        return word(dice.commonly(known), sex.equals("M") ? 0 : 1);
    }

    Word first(Dice dice, String sex) {
        return dice.commonly(sex.equals("M") ? male : female);
    }

    Word middle(Dice dice) {
        return middle.isEmpty() || dice.hits(0.5) ? Word.NONE : dice.of(middle);
    }

    /** How friends call someone, null if the table does not say. */
    String nickname(String first) {
        return nicknames.get(first);
    }

    private static Word word(String entry, int form) {
        String[] scripts = entry.split("=");
        String local = form(scripts[0], form);
        return new Word(local, scripts.length == 1 ? local : form(scripts[1], form));
    }

    private static String form(String text, int form) {
        String[] forms = text.split("/");
        return forms[Math.min(form, forms.length - 1)];
    }

    private static List<String> parts(String line) {
        return Stream.of(line.split(",")).map(String::strip).filter(part -> !part.isEmpty()).toList();
    }

    private static Map<String, Names> load() {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        String section = "";
        for (String line : lines("/sites/names.txt")) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.length() - 1);
                sections.put(section, new HashMap<>());
            } else {
                int colon = line.indexOf(':');
                sections.get(section).put(line.substring(0, colon), line.substring(colon + 1));
            }
        }
        Map<String, Names> languages = new HashMap<>();
        sections.forEach((language, lines) -> languages.put(language, new Names(lines)));
        return languages;
    }

    /** The lines of a test resource without comments and empty ones. */
    static List<String> lines(String resource) {
        try (InputStream in = Names.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
