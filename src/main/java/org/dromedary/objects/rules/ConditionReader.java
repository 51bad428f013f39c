package org.dromedary.objects.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.objects.rules.Field.Found;
import org.dromedary.objects.rules.TestReader.Test;
import org.dromedary.objects.rules.TestReader.Values;

/** Reads {@code when}: fields and what they must be, joined by {@code all}, {@code any} and {@code not}. */
final class ConditionReader {

    private static final int DEEPEST = 20;
    /** Short names of attributes. */
    private static final Map<String, String> SHORT = Map.of("modality", "Modality", "sopClass", "SOPClassUID",
            "station", "StationName");
    private static final Map<String, Field> CONTEXT = Map.of(
            "aet", subject -> Found.of(subject.context().sourceAet()),
            "transferSyntax", subject -> Found.of(subject.context().transferSyntaxUid()),
            "deceased", subject -> Found.of(subject.context().series().deceased()),
            "seriesObjects", subject -> Found.of(subject.context().series().objects()));
    private static final Set<String> WORDS = new TreeSet<>(CONTEXT.keySet());
    private static final Map<String, String> SOP_CLASSES = new HashMap<>();
    private static final Map<String, String> TRANSFER_SYNTAXES = new HashMap<>();

    static {
        WORDS.addAll(SHORT.keySet());
        WORDS.addAll(Set.of("all", "any", "not"));
        Dictionary.storageSopClasses().forEach(uid -> SOP_CLASSES.put(Uid.nameOf(uid), uid));
        TransferSyntax.known().forEach(syntax -> TRANSFER_SYNTAXES.put(syntax.name(), syntax.uid()));
    }

    private final TestReader tests;
    private final Set<String> reads = new TreeSet<>();
    private final Set<Integer> sequences;

    /** @param sequences learns which of the outermost level are looked into */
    ConditionReader(Tables tables, Set<Integer> sequences) {
        this.tests = new TestReader(tables);
        this.sequences = sequences;
    }

    /** What the conditions read so far look at. */
    Set<String> reads() {
        return reads;
    }

    Condition read(Setting setting) {
        return read(setting, 0);
    }

    private Condition read(Setting setting, int depth) {
        if (depth > DEEPEST) {
            setting.wrong("conditions are nested deeper than " + DEEPEST);
            return subject -> false;
        }
        if (depth == 0 && setting.isText() && setting.text().equals("always")) {
            return subject -> true;
        }
        if (setting.isList()) {
            setting.wrong("a list of conditions must stand under all or any");
            return subject -> false;
        }
        List<Condition> conditions = new ArrayList<>();
        setting.entries().forEach((key, value) -> conditions.add(one(key, value, depth)));
        if (setting.isMap() && conditions.isEmpty()) {
            setting.wrong("a condition is missing; 'always' holds for every object");
        }
        return all(conditions);
    }

    private Condition one(Setting key, Setting value, int depth) {
        switch (key.text()) {
            case "all":
                return all(several(value, depth));
            case "any":
                List<Condition> any = several(value, depth);
                return subject -> {
                    for (Condition condition : any) {
                        if (condition.holds(subject)) {
                            return true;
                        }
                    }
                    return false;
                };
            case "not":
                Condition not = read(value, depth + 1);
                return subject -> !not.holds(subject);
            default:
                return field(key, value);
        }
    }

    private List<Condition> several(Setting value, int depth) {
        if (!value.isList()) {
            value.wrong("a list of conditions is expected here");
            return List.of();
        }
        return value.list().stream().map(one -> read(one, depth + 1)).toList();
    }

    private static Condition all(List<Condition> conditions) {
        return subject -> {
            for (Condition condition : conditions) {
                if (!condition.holds(subject)) {
                    return false;
                }
            }
            return true;
        };
    }

    private Condition field(Setting key, Setting value) {
        String name = key.text();
        Field field = CONTEXT.get(name);
        Values values = name.equals("transferSyntax") ? uids(TRANSFER_SYNTAXES, "transfer syntax") : Values.ANY;
        if (field == null) {
            AttributePath path = path(key, SHORT.getOrDefault(name, name));
            if (path == null) {
                return subject -> false;
            }
            field = Field.of(path);
            values = values(path);
        } else {
            reads.add(name);
        }
        List<Test> all = tests.read(value, values);
        Field looked = field;
        return subject -> {
            Found found = looked.in(subject);
            return all.stream().allMatch(test -> test.passes(found, subject));
        };
    }

    private AttributePath path(Setting key, String text) {
        try {
            AttributePath path = AttributePath.parse(text);
            int outer = path.steps().get(0).tag();
            if (Integer.compareUnsigned(outer, Targets.FIRST_BEHIND_HEAD) >= 0) {
                key.wrong("rules see the data set before Pixel Data only");
            }
            if (!path.isOutermost()) {
                sequences.add(outer);
            }
            String keyword = Dictionary.keywordOf(outer);
            reads.add(keyword == null ? Tag.toString(outer) : keyword);
            return path;
        } catch (IllegalArgumentException e) {
            key.wrong(text.matches("[a-z]\\w*") ? "there is no '" + text + "' to look at"
                    + ClosestWord.hint(text, WORDS, true) : e.getMessage());
            return null;
        }
    }

    /** UIDs may be written by their names, days with hyphens; delimiters at the end of a name do not count. */
    private static Values values(AttributePath path) {
        if (path.last().tag() == Tag.SOPClassUID) {
            return uids(SOP_CLASSES, "storage SOP class");
        }
        if (path.vr() == Vr.DA) {
            return new Values(day -> Dates.parse(day) == null ? day : Dates.parse(day).toString(), day -> null);
        }
        return path.vr() != Vr.PN ? Values.ANY
                : new Values(name -> name.replaceAll("[\\^ ]+(?==|$)", ""), name -> null);
    }

    private static Values uids(Map<String, String> byName, String kind) {
        return new Values(name -> byName.getOrDefault(name, name), name -> byName.containsKey(name)
                || Uid.isValid(name) ? null : "there is no " + kind + " '" + name + "'"
                + ClosestWord.hint(name, byName.keySet(), false));
    }
}
