package org.dromedary.objects.rules;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetWriter;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.UnencodableTextException;
import org.dromedary.dicom.data.ValueForm;
import org.dromedary.dicom.data.Vr;
import org.dromedary.objects.change.Provenance;
import org.dromedary.objects.change.TextRecoding;
import org.dromedary.objects.change.UnknownSequence;
import org.dromedary.objects.rules.AttributePath.Place;

/** The object that rules are at work on: a copy, made when the first of them acts, and which elements changed. */
final class Subject {

    /** Length to End (retired): a statement on the encoding, wrong after any change, like a group length. */
    private static final int LENGTH_TO_END = 0x00080001;

    private final DataSet original;
    private final RuleContext context;
    private final Set<Integer> changed = new TreeSet<>(Integer::compareUnsigned);
    private final Set<Integer> touched = new TreeSet<>(Integer::compareUnsigned);
    private DataSet copy;

    Subject(DataSet head, RuleContext context) {
        this.original = head;
        this.context = context;
    }

    RuleContext context() {
        return context;
    }

    /** As the rules so far have left it; not to be changed. */
    DataSet object() {
        return copy == null ? original : copy;
    }

    /** The copy to change. */
    DataSet edit() {
        if (copy == null) {
            copy = new DataSet(original);
        }
        return copy;
    }

    /** Makes sequences known that passed a system which did not know them; what is none stays as it is. */
    void makeKnown(Set<Integer> sequences) {
        for (int tag : sequences) {
            Element element = object().get(tag);
            if (element != null && element.vr() == Vr.UN) {
                try {
                    UnknownSequence.makeKnown(edit(), tag);
                } catch (DicomFormatException e) {
                    continue;
                }
            }
        }
    }

    /** Begins with the next rule. */
    void nextRule() {
        touched.clear();
    }

    /** What the present rule changed. */
    List<Integer> touched() {
        return List.copyOf(touched);
    }

    void touch(int outermost) {
        touched.add(outermost);
        changed.add(outermost);
    }

    /**
     * Sets values unless they are there already.
     *
     * @param vr null: that of the dictionary or, of a private element, the present one
     * @throws RuleFailure if VR, number or character set can't hold them
     */
    void write(Place place, Vr vr, List<String> values) {
        Element present = place.element();
        Vr used = vr != null ? vr : vrFor(place);
        check(place.tag(), used, values);
        if (present != null && !present.isSequence() && TextRecoding.vrOf(present) == used
                && place.dataSet().characterSet().canDecode(present.bytes(), used)
                && place.dataSet().getStrings(place.tag()).equals(trimmed(values))) {
            return;
        }
        String[] texts = values.toArray(String[]::new);
        try {
            boolean ambiguous = vr == null && (present == null || present.vr() == Vr.UN) && used.isNumber();
            if (ambiguous && Dictionary.vrOf(place.tag()) != Vr.UN) {
                place.dataSet().set(place.tag(), texts);
            } else {
                place.dataSet().set(place.tag(), used, texts);
            }
        } catch (UnencodableTextException e) {
            throw new RuleFailure(e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new RuleFailure(Tag.toString(place.tag()) + " can't hold what is to be set");
        }
        touch(place.outer());
    }

    /**
     * The values of text and numbers that are there.
     *
     * @throws RuleFailure if they are neither, or no text in the character set of the object
     */
    List<String> read(Place place) {
        Element element = place.element();
        if (element == null || element.isEmpty()) {
            return List.of();
        }
        Vr vr = TextRecoding.vrOf(element);
        if (!vr.isText() && !vr.isNumber()) {
            throw new RuleFailure(Tag.toString(place.tag()) + " has VR " + vr + ", which is no text");
        }
        if (!place.dataSet().characterSet().canDecode(element.bytes(), vr)) {
            throw new RuleFailure(Tag.toString(place.tag()) + " is no text in character set '"
                    + place.dataSet().characterSet() + "'");
        }
        return place.dataSet().getStrings(place.tag());
    }

    private static List<String> trimmed(List<String> values) {
        return values.equals(List.of("")) ? List.of() : values;
    }

    /** The VR in which a place is written. */
    static Vr vrFor(Place place) {
        Vr known = Dictionary.vrOf(place.tag());
        Element present = place.element();
        boolean asPresent = present != null && (known == Vr.UN || known.isNumber() && present.vr().isNumber());
        Vr vr = asPresent ? present.vr() : known;
        if (vr == Vr.UN || vr == Vr.SQ) {
            throw new RuleFailure("the VR of " + Tag.toString(place.tag()) + " is not known: the rule must name it");
        }
        return vr;
    }

    private static void check(int tag, Vr vr, List<String> values) {
        if (values.size() > Dictionary.maximumValues(tag) || values.size() > 1 && !vr.isMultiValued()
                && !vr.isNumber()) {
            throw new RuleFailure(Tag.toString(tag) + " can't have " + values.size() + " values");
        }
        for (String value : values) {
            String fault = ValueForm.fault(vr, value);
            if (fault != null) {
                throw new RuleFailure("what is to be set in " + Tag.toString(tag) + " " + fault);
            }
        }
    }

    void remove(Place place) {
        if (place.dataSet().remove(place.tag()) != null) {
            touch(place.outer());
        }
    }

    /** Puts items unless they are the same as those there. */
    void putItems(Place place, List<DataSet> items) {
        Element present = place.element();
        DataSet one = new DataSet().put(Element.ofItems(place.tag(), items));
        boolean same = present != null && present.isSequence() && Arrays.equals(encode(one),
                encode(new DataSet().put(Element.ofItems(place.tag(),
                        present.items().stream().map(DataSet::new).toList()))));
        place.dataSet().setItems(place.tag(), items);
        if (!same) {
            touch(place.outer());
        }
    }

    private static byte[] encode(DataSet dataSet) {
        return DataSetWriter.encode(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    /** Puts an element unless the same bytes are there. */
    void put(Place place, Element element) {
        Element present = place.element();
        if (present == null || present.vr() != element.vr() || element.isSequence()
                || !Arrays.equals(present.bytes(), element.bytes())) {
            place.dataSet().put(element);
            touch(place.outer());
        }
    }

    /** What is sent: the object as given if nothing changed, else the copy with the record of the change. */
    DataSet finish(String description) {
        if (changed.isEmpty()) {
            return original;
        }
        makeKnown(Set.of(Tag.OriginalAttributesSequence, Tag.ContributingEquipmentSequence));
        copy.remove(LENGTH_TO_END);
        Provenance provenance = new Provenance(context.author(), copy);
        provenance.keep(original, changed);
        provenance.contribute(description);
        return copy;
    }
}
