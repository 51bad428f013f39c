package org.dromedary.objects.coercion;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.dromedary.dicom.data.CharacterSet;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.UnencodableTextException;
import org.dromedary.objects.change.Provenance;
import org.dromedary.objects.change.TextRecoding;
import org.dromedary.objects.change.UnknownSequence;

/**
 * Changes one object as a {@link Coercion} says. Only what really differs is changed; whatever was there before is kept
 * in a new item of Original Attributes Sequence (0400,0561) (PS3.3 §C.12.1.1.9), byte for byte. UIDs never change.
 */
public final class ObjectCoercion {

    /** Length to End (retired): a statement on the encoding, wrong after any change, like a group length. */
    private static final int LENGTH_TO_END = 0x00080001;
    private static final int REFERENCED_REQUEST_SEQUENCE = 0x0040A370;

    private final Coercion coercion;
    private final DataSet original;
    private final DataSet object;
    private final Rest rest;
    private final List<Runnable> changes = new ArrayList<>();
    /** Elements of the outermost level that the changes replace or remove, with their items. */
    private final Set<Integer> changed = new TreeSet<>(Integer::compareUnsigned);

    private ObjectCoercion(Coercion coercion, DataSet head, Rest rest) throws DicomFormatException {
        this.coercion = coercion;
        this.original = head;
        this.object = new DataSet(head);
        this.rest = rest;
        for (int tag : new int[] {Tag.OtherPatientIDsSequence, Tag.IssuerOfAccessionNumberSequence,
            Tag.RequestAttributesSequence, REFERENCED_REQUEST_SEQUENCE, Tag.ContributingEquipmentSequence,
            Tag.OriginalAttributesSequence}) {
            UnknownSequence.makeKnown(object, tag);
        }
    }

    /** What follows the elements that were read: Pixel Data, and what comes behind. */
    @FunctionalInterface
    public interface Rest {
        /** Whether a change of character set would change the meaning of anything in it. */
        boolean hasText() throws IOException;
    }

    /**
     * The changed elements; empty if the object is already as the plan wants.
     *
     * @param head all elements below Pixel Data; not changed
     * @throws CoercionException if this can't be done without loss
     */
    public static Optional<DataSet> of(DataSet head, Coercion coercion, Rest rest) throws IOException {
        ObjectCoercion one;
        try {
            one = new ObjectCoercion(coercion, head, rest);
        } catch (DicomFormatException e) {
            throw CoercionException.unreadable(e.getMessage(), e);
        }
        try {
            return one.changed();
        } catch (UnencodableTextException e) {
            throw new CoercionException(CoercionException.CANNOT_ENCODE, e.getMessage(), e);
        }
    }

    private Optional<DataSet> changed() throws IOException {
        patient();
        accession();
        for (int tag : new int[] {Tag.PatientName, Tag.PatientBirthDate, Tag.PatientSex, Tag.ReferringPhysicianName,
            Tag.StudyDescription}) {
            set(tag);
        }
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        recode();
        changes.forEach(Runnable::run);
        object.remove(LENGTH_TO_END);
        Provenance provenance = new Provenance(coercion.author(), object);
        provenance.keep(original, changed);
        if (coercion.contributing()) {
            provenance.contribute("Patient and order as in version " + coercion.planVersion()
                    + " of the migration plan");
        }
        return Optional.of(object);
    }

    private void change(int tag, Runnable change) {
        changed.add(tag);
        changes.add(change);
    }

    private void set(int tag) {
        if (differs(object, coercion.target(), tag)) {
            change(tag, () -> copy(coercion.target(), tag, object));
        }
    }

    private void remove(int tag) {
        if (object.contains(tag)) {
            change(tag, () -> object.remove(tag));
        }
    }

    /** Patient ID and issuer are one statement: an ID without a planned issuer does not keep that of another. */
    private void patient() {
        DataSet target = coercion.target();
        boolean id = differs(object, target, Tag.PatientID);
        boolean issuer = differs(object, target, Tag.IssuerOfPatientID);
        boolean other = id || issuer && Values.isSet(object, Tag.IssuerOfPatientID);
        if (other && coercion.otherPatientIds() && Values.isSet(object, Tag.PatientID)
                && !OtherPatientIds.contains(object)) {
            change(Tag.OtherPatientIDsSequence, () -> OtherPatientIds.add(object));
        }
        set(Tag.PatientID);
        set(Tag.IssuerOfPatientID);
        if (id && !target.contains(Tag.IssuerOfPatientID)) {
            remove(Tag.IssuerOfPatientID);
        }
        if (id || issuer) {
            remove(Tag.IssuerOfPatientIDQualifiersSequence);
        }
    }

    private void accession() {
        String before = object.getString(Tag.AccessionNumber, "");
        boolean number = differs(object, coercion.target(), Tag.AccessionNumber);
        set(Tag.AccessionNumber);
        accessionIssuer(object, Tag.IssuerOfAccessionNumberSequence, number);
        for (int tag : new int[] {Tag.RequestAttributesSequence, REFERENCED_REQUEST_SEQUENCE}) {
            for (DataSet item : object.getItems(tag)) {
                if (number && !before.isEmpty() && before.equals(item.getString(Tag.AccessionNumber))) {
                    change(tag, () -> copy(coercion.target(), Tag.AccessionNumber, item));
                    accessionIssuer(item, tag, true);
                }
            }
        }
        request(before);
    }

    /** The issuer at one place; {@code tag} is the element of the outermost level that it belongs to. */
    private void accessionIssuer(DataSet place, int tag, boolean numberChanges) {
        int issuer = Tag.IssuerOfAccessionNumberSequence;
        List<DataSet> wanted = coercion.target().getItems(issuer);
        if (!wanted.isEmpty()) {
            List<DataSet> present = place.getItems(issuer);
            if (present.size() != 1 || present.get(0).size() != 1
                    || differs(present.get(0), wanted.get(0), Tag.LocalNamespaceEntityID)) {
                change(tag, () -> {
                    DataSet item = new DataSet();
                    place.setItems(issuer, item);
                    copy(wanted.get(0), Tag.LocalNamespaceEntityID, item);
                });
            }
        } else if (numberChanges && place.contains(issuer)) {
            change(tag, () -> place.remove(issuer));
        }
    }

    /** The request of the plan: the item of this order, a new one if there is none; other orders stay. */
    private void request(String accessionBefore) {
        List<DataSet> wanted = coercion.target().getItems(Tag.RequestAttributesSequence);
        List<DataSet> items = object.getItems(Tag.RequestAttributesSequence);
        if (wanted.isEmpty()) {
            return;
        }
        if (items.isEmpty()) {
            change(Tag.RequestAttributesSequence, () -> {
                DataSet item = new DataSet();
                object.setItems(Tag.RequestAttributesSequence, item);
                wanted.get(0).forEach(element -> copy(wanted.get(0), element.tag(), item));
            });
            return;
        }
        for (DataSet item : items) {
            if (items.size() == 1
                    || !accessionBefore.isEmpty() && accessionBefore.equals(item.getString(Tag.AccessionNumber))) {
                for (Element element : wanted.get(0)) {
                    if (differs(item, wanted.get(0), element.tag())) {
                        change(Tag.RequestAttributesSequence, () -> copy(wanted.get(0), element.tag(), item));
                    }
                }
            }
        }
    }

    /** Values of the plan, encoded in the character set of the place they come to. */
    private static void copy(DataSet from, int tag, DataSet to) {
        to.set(tag, from.getStrings(tag).toArray(String[]::new));
    }

    private static boolean differs(DataSet present, DataSet target, int tag) {
        return target.contains(tag) && !Values.same(present, target, tag);
    }

    /**
     * Brings the text into the character set of the coercion, or leaves it as it is where that would lose something.
     */
    private void recode() throws IOException {
        List<String> terms = coercion.characterSet();
        CharacterSet declared = object.characterSet();
        if (terms.isEmpty() || terms.equals(declared.terms())) {
            return;
        }
        boolean assumed = declared.terms().isEmpty() && !coercion.assumedCharacterSet().isEmpty();
        CharacterSet from = assumed ? CharacterSet.of(coercion.assumedCharacterSet().toArray(String[]::new)) : declared;
        TextRecoding text = new TextRecoding(from, CharacterSet.of(terms.toArray(String[]::new)));
        if (text.fits(object, this::isReplaced) && !rest.hasText()) {
            text.recode(object, this::isReplaced);
            object.set(Tag.SpecificCharacterSet, terms.toArray(String[]::new));
            changed.add(Tag.SpecificCharacterSet);
        }
    }

    /** Whether the value goes away; a Patient ID may live on among the other IDs. */
    private boolean isReplaced(int tag) {
        Element target = changed.contains(tag) ? coercion.target().get(tag) : null;
        return target != null && !target.isSequence() && tag != Tag.PatientID && tag != Tag.IssuerOfPatientID;
    }
}
