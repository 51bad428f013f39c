package org.dromedary.objects.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.ValueForm;
import org.dromedary.dicom.data.Vr;
import org.dromedary.objects.rules.AttributePath.Place;

/** Reads the actions that give attributes other values. */
final class ValueActions {

    private static final Action NONE = subject -> null;
    private static final Set<String> OTHERWISE = Set.of("keep", "empty", "quarantine");

    private final TargetReader targets;
    private final Tables tables;
    private final Set<String> keys;

    /** @param keys learns which keys hashes use */
    ValueActions(TargetReader targets, Tables tables, Set<String> keys) {
        this.targets = targets;
        this.tables = tables;
        this.keys = keys;
    }

    Action set(Setting setting) {
        List<Action.Change> changes = new ArrayList<>();
        setting.entries().forEach((key, value) -> {
            AttributePath path = targets.target(key);
            Vr vr = path == null ? null : TargetReader.vr(path, value);
            if (vr != null) {
                List<String> values = TargetReader.values(path, vr, value);
                Vr given = path.vr() == Vr.UN ? vr : null;
                changes.add(subject -> path.make(subject.edit())
                        .forEach(place -> subject.write(place, given, values)));
            }
        });
        return together(changes);
    }

    static Action together(List<Action.Change> changes) {
        return Action.changing(subject -> {
            for (Action.Change change : changes) {
                change.apply(subject);
            }
        });
    }

    /** A further value, or text behind a separator; not if it is there already. */
    Action append(Setting setting) {
        List<Action.Change> changes = new ArrayList<>();
        setting.entries().forEach((key, value) -> {
            AttributePath path = targets.target(key);
            Map<String, Setting> fields = value.isMap()
                    ? value.fields(Set.of("value", "separator"), "value", "separator") : Map.of();
            String text = (value.isMap() ? fields.getOrDefault("value", key) : value).text();
            if (path == null) {
                return;
            }
            if (!path.vr().isText()) {
                key.wrong(path + " has VR " + path.vr() + ", to which no text can be appended");
            } else if (value.isMap() && fields.containsKey("separator")) {
                String behind = fields.get("separator").text() + text;
                changes.add(each(path, present -> present.endsWith(behind) || present.equals(text) ? present
                        : present.isEmpty() ? text : present + behind));
            } else if (!path.vr().isMultiValued() || Dictionary.maximumValues(path.last().tag()) == 1) {
                key.wrong(path + " has a single value: write { value: …, separator: ' ' } to lengthen that");
            } else {
                checkForm(path.vr(), text, value);
                changes.add(another(path, text));
            }
        });
        return together(changes);
    }

    private static void checkForm(Vr vr, String text, Setting at) {
        String fault = ValueForm.fault(vr, text);
        if (fault != null) {
            at.wrong("'" + text + "' " + fault);
        }
    }

    private static Action.Change another(AttributePath path, String text) {
        return subject -> path.make(subject.edit()).forEach(place -> {
            List<String> values = new ArrayList<>(subject.read(place));
            if (!values.contains(text)) {
                values.add(text);
                subject.write(place, null, values);
            }
        });
    }

    /** Changes each value of an attribute that is there. */
    private static Action.Change each(AttributePath path, UnaryOperator<String> change) {
        return subject -> path.find(subject.edit()).forEach(place -> {
            if (place.element() != null) {
                List<String> values = subject.read(place);
                subject.write(place, null, (values.isEmpty() ? List.of("") : values).stream().map(change).toList());
            }
        });
    }

    /** From the first place that has a value; nothing happens if there is none. */
    Action copy(Setting setting) {
        Map<String, Setting> fields = setting.fields(Set.of("from", "to"), "from", "to");
        AttributePath from = fields.containsKey("from") ? targets.path(fields.get("from")) : null;
        AttributePath to = fields.containsKey("to") ? targets.target(fields.get("to")) : null;
        if (from == null || to == null) {
            return NONE;
        }
        return Action.changing(subject -> {
            for (Place source : from.find(subject.edit())) {
                if (source.element() != null && !source.element().isEmpty()) {
                    to.make(subject.edit()).forEach(place -> copy(subject, source, place));
                    return;
                }
            }
        });
    }

    private static void copy(Subject subject, Place source, Place target) {
        Element element = source.element();
        Vr known = Dictionary.vrOf(target.tag());
        if (element.isSequence()) {
            if (known != Vr.SQ && known != Vr.UN) {
                throw new RuleFailure(Tag.toString(target.tag()) + " is no sequence, but what is to be copied is one");
            }
            subject.putItems(target, element.items().stream().map(DataSet::new).toList());
        } else {
            subject.write(target, known == Vr.UN ? element.vr() : null, subject.read(source));
        }
    }

    Action replace(Setting setting) {
        Map<String, Setting> fields = setting.fields(Set.of("attribute", "regex", "with"), "attribute", "regex",
                "with");
        if (fields.size() < 3) {
            return NONE;
        }
        Pattern pattern = TestReader.pattern(fields.get("regex"));
        String with = fields.get("with").text();
        String fault = BoundedText.fault(pattern, with);
        if (fault != null) {
            fields.get("with").wrong("the replacement does not fit the regular expression: " + fault);
        }
        return onText(fields.get("attribute"), text -> BoundedText.replace(pattern, text, with));
    }

    private Action onText(Setting attribute, UnaryOperator<String> change) {
        List<Action.Change> changes = new ArrayList<>();
        for (AttributePath path : targets.targets(attribute)) {
            if (!path.vr().isText() && path.vr() != Vr.UN) {
                attribute.wrong(path + " has VR " + path.vr() + ", which is no text");
            }
            changes.add(each(path, change));
        }
        return together(changes);
    }

    /** Values by a table, one column by another. */
    Action map(Setting setting) {
        Map<String, Setting> fields = setting.fields(Set.of("attribute", "to", "csv", "key", "value", "otherwise"),
                "attribute", "csv", "key", "value");
        if (!fields.keySet().containsAll(Set.of("attribute", "csv", "key", "value"))) {
            return NONE;
        }
        AttributePath from = targets.path(fields.get("attribute"));
        AttributePath to = targets.target(fields.getOrDefault("to", fields.get("attribute")));
        String otherwise = fields.containsKey("otherwise") ? fields.get("otherwise").text() : "keep";
        if (!OTHERWISE.contains(otherwise)) {
            fields.get("otherwise").wrong("otherwise is keep, empty or quarantine");
        }
        if (from == null || to == null) {
            return NONE;
        }
        Map<String, String> table = table(fields, to.vr());
        String file = fields.get("csv").text();
        return Action.changing(subject -> {
            for (Place source : from.find(subject.edit())) {
                if (source.element() != null && !subject.read(source).isEmpty()) {
                    List<Place> places = from.equals(to) ? List.of(source) : to.make(subject.edit());
                    new Mapping(table, otherwise, file, from.equals(to)).apply(subject, source, places);
                }
            }
        });
    }

    private Map<String, String> table(Map<String, Setting> fields, Vr vr) {
        try {
            Map<String, String> table = tables.map(fields.get("csv").text(), fields.get("key").text(),
                    fields.get("value").text());
            table.values().stream().map(value -> ValueForm.fault(vr, value)).filter(fault -> fault != null)
                    .findFirst().ifPresent(fault -> fields.get("value").wrong("a value of this column " + fault));
            return table;
        } catch (IllegalArgumentException e) {
            fields.get("csv").wrong(e.getMessage());
            return Map.of();
        }
    }

    /** @param inPlace whether values go where they came from, so that those without a row can stay */
    private record Mapping(Map<String, String> table, String otherwise, String file, boolean inPlace) {

        void apply(Subject subject, Place source, List<Place> targets) {
            List<String> values = new ArrayList<>();
            for (String value : subject.read(source)) {
                String mapped = table.get(value);
                if (mapped == null && otherwise.equals("quarantine")) {
                    throw new RuleFailure(Tag.toString(source.tag()) + " has a value that " + file + " does not have");
                }
                if (mapped == null && otherwise.equals("keep") && !inPlace) {
                    return;
                }
                values.add(mapped != null ? mapped : otherwise.equals("keep") ? value : "");
            }
            targets.forEach(target -> subject.write(target, null, values));
        }
    }

    /** One text into the components of a name (PS3.5 §6.2.1); what has components already stays. */
    Action splitName(Setting setting) {
        if (!setting.isMap()) {
            return onNames(setting, new NameSplit(",", NameSplit.FAMILY_FIRST));
        }
        Map<String, Setting> fields = setting.fields(Set.of("attribute", "separator", "order"), "attribute");
        String separator = fields.containsKey("separator") ? fields.get("separator").text() : null;
        List<String> order = fields.containsKey("order") ? fields.get("order").texts() : NameSplit.FAMILY_FIRST;
        String fault = NameSplit.fault(order);
        if (fault != null) {
            fields.get("order").wrong(fault);
        }
        return fault != null || !fields.containsKey("attribute") ? NONE
                : onNames(fields.get("attribute"), new NameSplit(separator, order));
    }

    private Action onNames(Setting attribute, NameSplit split) {
        for (AttributePath path : targets.targets(attribute)) {
            if (path.vr() != Vr.PN) {
                attribute.wrong(path + " is no name: it has VR " + path.vr());
            }
        }
        return onText(attribute, split::of);
    }

    Action hash(Setting setting) {
        Map<String, Setting> fields = setting.fields(Set.of("attribute", "key", "as", "length"), "attribute", "key");
        if (!fields.keySet().containsAll(Set.of("attribute", "key"))) {
            return NONE;
        }
        Hash hash = Hash.read(fields);
        keys.add(hash.key());
        List<Action.Change> changes = new ArrayList<>();
        for (AttributePath path : targets.targets(fields.get("attribute"))) {
            String fault = hash.fault(path);
            if (fault != null) {
                fields.get("attribute").wrong(fault);
            }
            changes.add(subject -> {
                UnaryOperator<String> of = hash.with(subject.context().keys());
                each(path, value -> value.isEmpty() ? value : of.apply(value)).apply(subject);
            });
        }
        return together(changes);
    }
}
