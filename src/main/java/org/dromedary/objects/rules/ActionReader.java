package org.dromedary.objects.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.dromedary.objects.rules.RuleResult.Verdict;

/** Reads {@code do}: a list of actions, carried out in its order. */
final class ActionReader {

    private static final Map<String, Verdict> DECISIONS = Map.of("dropObject", Verdict.DROP_OBJECT, "quarantine",
            Verdict.QUARANTINE, "skipStudy", Verdict.SKIP_STUDY);
    private static final Action NONE = subject -> null;

    private final Map<String, Function<Setting, Action>> kinds = new TreeMap<>();
    private final Set<String> keys = new TreeSet<>();

    /** @param sequences learns which of the outermost level are looked into */
    ActionReader(Tables tables, Set<Integer> sequences) {
        TargetReader targets = new TargetReader(sequences);
        ValueActions values = new ValueActions(targets, tables, keys);
        kinds.put("set", values::set);
        kinds.put("append", values::append);
        kinds.put("copy", values::copy);
        kinds.put("replace", values::replace);
        kinds.put("map", values::map);
        kinds.put("splitName", values::splitName);
        kinds.put("hash", values::hash);
        FormActions forms = new FormActions(targets);
        kinds.put("remove", forms::remove);
        kinds.put("fixVr", forms::fixVr);
        kinds.put("characterSet", forms::characterSet);
        kinds.put("recode", forms::recode);
        kinds.put("upgradeSopClass", SopClassUpgrade::read);
    }

    /** Names of the keys that hashes use. */
    Set<String> keys() {
        return keys;
    }

    List<Action> read(Setting setting) {
        List<Action> actions = new ArrayList<>();
        for (Setting one : setting.list()) {
            if (one.isText()) {
                actions.add(decision(one));
            } else {
                one.entries().forEach((key, value) -> actions.add(action(key, value)));
            }
        }
        if (actions.isEmpty()) {
            setting.wrong("an action is missing");
        }
        return actions;
    }

    private Action decision(Setting word) {
        if (word.text().equals("upgradeSopClass")) {
            return SopClassUpgrade.read(null);
        }
        Verdict verdict = DECISIONS.get(word.text());
        if (verdict == null) {
            word.wrong("there is no action '" + word.text() + "'" + ClosestWord.hint(word.text(), names(), true));
        }
        return subject -> verdict;
    }

    private Action action(Setting key, Setting value) {
        Function<Setting, Action> kind = kinds.get(key.text());
        if (kind == null) {
            key.wrong(DECISIONS.containsKey(key.text()) ? "'" + key.text() + "' stands alone, without a colon"
                    : "there is no action '" + key.text() + "'" + ClosestWord.hint(key.text(), names(), true));
            return NONE;
        }
        return kind.apply(value);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(kinds.keySet());
        names.addAll(DECISIONS.keySet());
        return names;
    }
}
