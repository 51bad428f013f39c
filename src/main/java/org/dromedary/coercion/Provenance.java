package org.dromedary.coercion;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Vr;

/** Records in an object what was changed in it, when and why (PS3.3 §C.12.1.1.9, §C.12.1.1.5). */
final class Provenance {

    private final Coercion coercion;
    private final DataSet object;

    Provenance(Coercion coercion, DataSet object) {
        this.coercion = coercion;
        this.object = object;
    }

    /**
     * Adds an item with the values before; earlier items stay. What was absent comes with zero length. If the character
     * set was changed, the former one is among the attributes, and so says how to read the others.
     */
    void keep(DataSet original, Set<Integer> changed) {
        DataSet before = new DataSet(original);
        DataSet modified = new DataSet();
        for (int tag : changed) {
            Element element = before.get(tag);
            modified.put(element != null ? element : Dictionary.vrOf(tag) == Vr.SQ
                    ? Element.ofItems(tag, List.of()) : Element.of(tag, Dictionary.vrOf(tag), new byte[0]));
        }
        add(Tag.OriginalAttributesSequence)
                .setItems(Tag.ModifiedAttributesSequence, modified)
                .set(Tag.AttributeModificationDateTime, coercion.modified())
                .set(Tag.ModifyingSystem, coercion.system())
                .set(Tag.SourceOfPreviousValues, coercion.source())
                .set(Tag.ReasonForTheAttributeModification, coercion.reason());
    }

    /** Names this program as equipment that modified the object: (109103, DCM) of context group 7005 (PS3.16). */
    void contribute() {
        DataSet purpose = new DataSet().set(Tag.CodeValue, "109103").set(Tag.CodingSchemeDesignator, "DCM")
                .set(Tag.CodeMeaning, "Modifying Equipment");
        add(Tag.ContributingEquipmentSequence)
                .setItems(Tag.PurposeOfReferenceCodeSequence, purpose)
                .set(Tag.Manufacturer, "Dromedary")
                .set(Tag.StationName, coercion.system())
                .set(Tag.SoftwareVersions, Part10.IMPLEMENTATION_VERSION_NAME)
                .set(Tag.ContributionDateTime, coercion.modified())
                .set(Tag.ContributionDescription, "Patient and order as in version " + coercion.planVersion()
                        + " of the migration plan");
    }

    /** A new last item, in the character set of the object. */
    private DataSet add(int sequence) {
        DataSet item = new DataSet();
        List<DataSet> items = new ArrayList<>(object.getItems(sequence));
        items.add(item);
        object.setItems(sequence, items);
        return item;
    }
}
