package org.dromedary.objects.rules;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.ledger.Sha256;
import org.dromedary.objects.rules.RuleResult.Applied;
import org.dromedary.objects.rules.RuleResult.Verdict;

/** The rules of one {@code rules.yaml} with its CSV files. It never changes, and may be used by several threads. */
public final class RuleSet {

    /** No rules. */
    public static final RuleSet NONE = parse("rules: []\n", null);

    private static final String FILE = "rules.yaml";
    private static final int VERSION_LENGTH = 12;
    private static final int MIN_KEY_LENGTH = 16;
    private static final int MAX_DESCRIPTION_LENGTH = 1024;

    private final String file;
    private final String text;
    private final SortedMap<String, byte[]> tables;
    private final List<Rule> rules;
    private final Set<Integer> sequences;
    private final String version;

    private RuleSet(String text, String file, Tables tables) {
        Problems problems = new Problems(file);
        RulesReader reader = new RulesReader(tables, problems);
        this.file = file;
        this.text = text;
        this.rules = List.copyOf(reader.read(text));
        this.sequences = reader.sequences();
        if (!problems.isEmpty()) {
            throw problems.asException();
        }
        this.tables = tables.contents();
        this.version = HexFormat.of().formatHex(Sha256.of(content())).substring(0, VERSION_LENGTH);
    }

    /**
     * Reads rules.
     *
     * @param folderOfCsv that the CSV files lie in, or below; null: there are none
     * @throws RuleException with everything that is wrong
     */
    public static RuleSet parse(String yaml, Path folderOfCsv) {
        return parse(yaml, FILE, folderOfCsv);
    }

    /** As {@link #parse(String, Path)}; errors name this file. */
    public static RuleSet parse(String yaml, String file, Path folderOfCsv) {
        return new RuleSet(yaml, file, new Tables(folderOfCsv, new TreeMap<>()));
    }

    /** The first twelve hexadecimal digits of the SHA-256 of text and CSV files. */
    public String version() {
        return version;
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** The file as it is, comments included. */
    public String text() {
        return text;
    }

    /** Names of the rules, in their order. */
    public List<String> names() {
        return rules.stream().map(Rule::name).toList();
    }

    /** The reason that a rule gives. */
    String why(String rule) {
        return rules.stream().filter(one -> one.name().equals(rule)).findFirst().map(Rule::why).orElse("");
    }

    /** What the condition of each rule looks at, in the order of the rules: keywords, tags, and names as aet. */
    public Map<String, Set<String>> reads() {
        Map<String, Set<String>> reads = new LinkedHashMap<>();
        rules.forEach(rule -> reads.put(rule.name(), rule.reads()));
        return reads;
    }

    /** Names of the CSV files that the rules use. */
    public Set<String> tables() {
        return tables.keySet();
    }

    /**
     * Whether every key that {@code hash} names is there.
     *
     * @throws RuleException naming those that are missing
     */
    public void checkKeys(Map<String, String> keys) {
        List<String> missing = rules.stream().flatMap(rule -> rule.keys().stream()
                .filter(key -> keys.getOrDefault(key, "").length() < MIN_KEY_LENGTH)
                .map(key -> file + ":" + rule.line() + ": rule '" + rule.name() + "' needs dromedary.rules.hash-keys."
                        + key + ".secret, of " + MIN_KEY_LENGTH + " characters or more")).toList();
        if (!missing.isEmpty()) {
            throw new RuleException(missing);
        }
    }

    /** The ledger's form: the text, then name and content of each CSV file, each with its length before it. */
    public byte[] content() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, text.getBytes(StandardCharsets.UTF_8));
            for (var table : tables.entrySet()) {
                write(out, table.getKey().getBytes(StandardCharsets.UTF_8));
                write(out, table.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException if it is not one */
    public static RuleSet decode(byte[] content) {
        SortedMap<String, byte[]> tables = new TreeMap<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
            String text = new String(read(in), StandardCharsets.UTF_8);
            while (in.available() > 0) {
                String name = new String(read(in), StandardCharsets.UTF_8);
                tables.put(name, read(in));
            }
            return new RuleSet(text, FILE, new Tables(null, tables));
        } catch (IOException e) {
            throw new IllegalArgumentException("Not a rule set", e);
        }
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a length is wrong");
        }
        return in.readNBytes(length);
    }

    /**
     * What becomes of an object. Rules act in their order, each on what those before it have left.
     *
     * @param head all elements below Pixel Data; not changed
     */
    public RuleResult apply(DataSet head, RuleContext context) throws IOException {
        Subject subject = new Subject(head, context);
        subject.makeKnown(sequences);
        List<Applied> applied = new ArrayList<>();
        for (Rule rule : rules) {
            try {
                Verdict verdict = apply(rule, subject);
                if (verdict != null) {
                    return new RuleResult(head, List.of(new Applied(rule.name(), List.of())), verdict, rule.name(),
                            rule.why());
                }
            } catch (RuleFailure e) {
                return new RuleResult(head, List.of(), Verdict.QUARANTINE, rule.name(), e.getMessage());
            }
            if (!subject.touched().isEmpty()) {
                applied.add(new Applied(rule.name(), subject.touched()));
            }
        }
        return new RuleResult(subject.finish(description(applied)), applied, Verdict.SEND, null, null);
    }

    /** Names of the rules whose conditions hold for an object that no rule has changed. */
    List<String> holding(DataSet head, RuleContext context) throws IOException {
        Subject subject = new Subject(head, context);
        List<String> names = new ArrayList<>();
        for (Rule rule : rules) {
            try {
                if (rule.when().holds(subject)) {
                    names.add(rule.name());
                }
            } catch (RuleFailure e) {
                names.add(rule.name());
            }
        }
        return names;
    }

    private static Verdict apply(Rule rule, Subject subject) throws IOException {
        subject.nextRule();
        if (!rule.when().holds(subject)) {
            return null;
        }
        for (Action action : rule.actions()) {
            Verdict verdict = action.apply(subject);
            if (verdict != null) {
                return verdict;
            }
        }
        return null;
    }

    private String description(List<Applied> applied) {
        String description = applied.stream().map(Applied::rule)
                .collect(Collectors.joining(", ", "By the cleansing rules (version " + version + "): ", ""));
        return description.length() <= MAX_DESCRIPTION_LENGTH ? description
                : description.substring(0, MAX_DESCRIPTION_LENGTH - 3) + "...";
    }
}
