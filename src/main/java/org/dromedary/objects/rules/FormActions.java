package org.dromedary.objects.rules;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dromedary.dicom.data.CharacterSet;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.ValueForm;
import org.dromedary.dicom.data.Vr;
import org.dromedary.objects.change.TextRecoding;
import org.dromedary.objects.change.UnknownSequence;
import org.dromedary.objects.rules.AttributePath.Place;

/** Reads the actions on how values are written: VR and character set, and whether they are there at all. */
final class FormActions {

    private static final Action NONE = subject -> null;

    private final TargetReader targets;

    FormActions(TargetReader targets) {
        this.targets = targets;
    }

    Action remove(Setting setting) {
        List<AttributePath> paths = targets.targets(setting);
        return Action.changing(subject ->
                paths.forEach(path -> path.find(subject.edit()).forEach(subject::remove)));
    }

    /** Another VR; but for padding, the bytes stay. */
    Action fixVr(Setting setting) {
        List<Action.Change> changes = new ArrayList<>();
        if (setting.isMap()) {
            setting.entries().forEach((key, value) -> changes.add(fixVr(key, TargetReader.vr(value))));
        } else {
            setting.list().forEach(one -> changes.add(fixVr(one, null)));
        }
        return ValueActions.together(changes);
    }

    private Action.Change fixVr(Setting attribute, Vr given) {
        AttributePath path = targets.target(attribute);
        Vr vr = given != null || path == null ? given : path.vr();
        if (path == null || vr == null || vr == Vr.UN) {
            if (path != null && given != Vr.UN) {
                attribute.wrong("the VR of " + path + " is not known: write fixVr: { '" + path + "': LO }");
            }
            return subject -> { };
        }
        return subject -> {
            for (Place place : path.find(subject.edit())) {
                if (place.element() != null && (place.element().vr() != vr || place.element().isUnknownSequence())) {
                    fixVr(subject, place, vr);
                }
            }
        };
    }

    private static void fixVr(Subject subject, Place place, Vr vr) {
        Element present = place.element();
        if (vr == Vr.SQ && present.isSequence()) {
            subject.putItems(place, present.items());
            subject.touch(place.outer());
            return;
        }
        if (present.isSequence()) {
            throw new RuleFailure(Tag.toString(place.tag()) + " is a sequence and stays one");
        }
        if (vr == Vr.SQ) {
            try {
                UnknownSequence.makeKnown(place.dataSet(), place.tag());
            } catch (DicomFormatException e) {
                throw new RuleFailure(e.getMessage());
            }
            subject.touch(place.outer());
            return;
        }
        DataSet tried = new DataSet(place.dataSet()).put(Element.of(place.tag(), vr, padded(present.bytes(), vr)));
        Element changed = tried.get(place.tag());
        boolean holds = vr.isNumber() ? tried.getStrings(place.tag()).size() * numberLength(vr) == changed.length()
                : !vr.isText() || isText(tried, changed);
        if (!holds) {
            throw new RuleFailure(Tag.toString(place.tag()) + " has bytes that are no value of VR " + vr);
        }
        subject.put(place, changed);
    }

    private static int numberLength(Vr vr) {
        return new DataSet().set(Tag.SmallestImagePixelValue, vr, "0").get(Tag.SmallestImagePixelValue).length();
    }

    private static boolean isText(DataSet dataSet, Element element) {
        return dataSet.characterSet().canDecode(element.bytes(), element.vr())
                && dataSet.getStrings(element.tag()).stream()
                .allMatch(value -> ValueForm.fault(element.vr(), value) == null);
    }

    /** With the padding of the VR (PS3.5 §6.2). */
    private static byte[] padded(byte[] bytes, Vr vr) {
        byte from = (byte) (vr == Vr.UI ? ' ' : 0);
        if (!vr.isText() || bytes.length == 0 || bytes[bytes.length - 1] != from) {
            return bytes;
        }
        byte[] padded = Arrays.copyOf(bytes, bytes.length);
        padded[padded.length - 1] = (byte) (vr == Vr.UI ? 0 : ' ');
        return padded;
    }

    /** Defined terms of (0008,0005); null, with a note, if one is none. */
    private static List<String> terms(Setting setting) {
        List<String> terms = new ArrayList<>();
        setting.texts().forEach(text -> terms.addAll(Arrays.asList(text.split("\\\\", -1))));
        CharacterSet characterSet = CharacterSet.of(terms.toArray(String[]::new));
        if (!characterSet.isKnown()) {
            setting.wrong("there is no character set '" + characterSet.unknownTerms().get(0)
                    + "': defined terms of (0008,0005) are expected here, such as ISO_IR 192");
            return null;
        }
        return terms;
    }

    /** What was declared wrongly: the bytes stay, and must be text in the character set that is declared now. */
    Action characterSet(Setting setting) {
        List<String> terms = terms(setting);
        if (terms == null) {
            return NONE;
        }
        CharacterSet declared = CharacterSet.of(terms.toArray(String[]::new));
        return Action.changing(subject -> {
            if (!subject.object().characterSet().terms().equals(terms)) {
                TextRecoding text = new TextRecoding(declared, declared);
                checkFits(subject.object(), text, "is no text in character set " + declared);
                subject.edit().set(Tag.SpecificCharacterSet, terms.toArray(String[]::new));
                subject.touch(Tag.SpecificCharacterSet);
            }
        });
    }

    /** Text as it is, in another character set. */
    Action recode(Setting setting) {
        Map<String, Setting> fields = setting.isMap() ? setting.fields(Set.of("to", "assume"), "to")
                : Map.of("to", setting);
        List<String> to = fields.containsKey("to") ? terms(fields.get("to")) : null;
        List<String> assumed = fields.containsKey("assume") ? terms(fields.get("assume")) : List.of();
        return to == null || assumed == null ? NONE : Action.changing(subject -> recode(subject, to, assumed));
    }

    private static void recode(Subject subject, List<String> to, List<String> assumed) throws IOException {
        CharacterSet declared = subject.object().characterSet();
        if (declared.terms().equals(to)) {
            return;
        }
        CharacterSet from = declared.terms().isEmpty() ? CharacterSet.of(assumed.toArray(String[]::new)) : declared;
        CharacterSet target = CharacterSet.of(to.toArray(String[]::new));
        TextRecoding text = new TextRecoding(from, target);
        checkFits(subject.object(), text, "can't be brought from character set '" + from + "' to " + target);
        RuleContext.Rest rest = subject.context().rest();
        if (rest != null && rest.hasText()) {
            throw new RuleFailure("there is text behind Pixel Data, which rules don't change");
        }
        text.recode(subject.edit(), tag -> false);
        subject.edit().set(Tag.SpecificCharacterSet, to.toArray(String[]::new));
        subject.touch(Tag.SpecificCharacterSet);
    }

    private static void checkFits(DataSet object, TextRecoding text, String fault) {
        for (Element element : object) {
            if (!text.fits(element)) {
                throw new RuleFailure(Tag.toString(element.tag()) + " " + fault);
            }
        }
    }
}
