package org.dromedary.objects.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.ValueForm;
import org.dromedary.dicom.data.Vr;

/** Reads which attributes an action changes, and the values that it gives them. */
final class TargetReader {

    private final Set<Integer> sequences;

    /** @param sequences learns which of the outermost level are looked into */
    TargetReader(Set<Integer> sequences) {
        this.sequences = sequences;
    }

    /** Attributes to be changed: one or a list. */
    List<AttributePath> targets(Setting setting) {
        List<AttributePath> targets = new ArrayList<>();
        for (Setting one : setting.list()) {
            AttributePath target = target(one);
            if (target != null) {
                targets.add(target);
            }
        }
        return targets;
    }

    /** An attribute to be changed; null, with a note, if there is none or it may not be. */
    AttributePath target(Setting setting) {
        AttributePath path = path(setting);
        String refusal = path == null ? null : Targets.refusal(path);
        if (refusal != null) {
            setting.wrong(refusal);
            return null;
        }
        return path;
    }

    /** Any attribute; null, with a note, if there is none. */
    AttributePath path(Setting setting) {
        try {
            AttributePath path = AttributePath.parse(setting.text());
            if (!path.isOutermost()) {
                sequences.add(path.steps().get(0).tag());
            }
            return path;
        } catch (IllegalArgumentException e) {
            setting.wrong(e.getMessage());
            return null;
        }
    }

    /** The VR to write: that of the dictionary or, of a private attribute, the one that is given. */
    static Vr vr(AttributePath path, Setting value) {
        Vr known = path.vr();
        if (known == Vr.UN && !value.isMap()) {
            value.wrong("the VR of " + path + " is not known: write { vr: LO, value: … }");
            return null;
        }
        Vr vr = known == Vr.UN ? vr(value.fields(Set.of("vr", "value"), "vr", "value").get("vr")) : known;
        if (vr != null && !vr.isText() && !vr.isNumber()) {
            value.wrong(path + " has VR " + vr + ", which can't be written as text");
            return null;
        }
        return vr;
    }

    /** A VR; null, with a note, if there is none of that name. */
    static Vr vr(Setting setting) {
        if (setting == null) {
            return null;
        }
        try {
            return Vr.valueOf(setting.text());
        } catch (IllegalArgumentException e) {
            setting.wrong("there is no VR '" + setting.text() + "'");
            return null;
        }
    }

    /** Checked values; a backslash parts them as it does in the object (PS3.5 §6.4). */
    static List<String> values(AttributePath path, Vr vr, Setting setting) {
        Setting at = setting.isMap() ? setting.fields(Set.of("vr", "value")).getOrDefault("value", setting) : setting;
        List<String> values = new ArrayList<>();
        for (String text : at.texts()) {
            values.addAll(vr.isMultiValued() ? Arrays.asList(text.split("\\\\", -1)) : List.of(text));
        }
        if (values.equals(List.of("")) && vr.isNumber()) {
            values.clear();
        }
        for (String value : values) {
            String fault = ValueForm.fault(vr, value);
            if (fault != null) {
                at.wrong("'" + value + "' " + fault);
            }
        }
        if (values.size() > Dictionary.maximumValues(path.last().tag())) {
            at.wrong(path + " can't have " + values.size() + " values");
        } else if (vr.isNumber() && !isNumber(vr, values)) {
            at.wrong("this is no number that VR " + vr + " can hold");
        }
        return values;
    }

    private static boolean isNumber(Vr vr, List<String> values) {
        try {
            new DataSet().set(Tag.SmallestImagePixelValue, vr, values.toArray(String[]::new));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
