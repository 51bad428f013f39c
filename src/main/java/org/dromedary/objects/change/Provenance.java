package org.dromedary.objects.change;

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
public final class Provenance {

    private final Author author;
    private final DataSet object;

    /**
     * Who changes, and why.
     *
     * @param modified DT with offset from UTC (PS3.5 §6.2)
     * @param system   our AE title
     * @param source   where the values before came from; empty if it is not to be told
     * @param reason   COERCE or CORRECT
     */
    public record Author(String modified, String system, String source, String reason) {
    }

    public Provenance(Author author, DataSet object) {
        this.author = author;
        this.object = object;
    }

    /**
     * Adds an item with the values before; earlier items stay. What was absent comes with zero length. If the character
     * set was changed, the former one is among the attributes, and so says how to read the others. With a private one
     * comes its creator.
     */
    public void keep(DataSet original, Set<Integer> changed) {
        DataSet before = new DataSet(original);
        DataSet modified = new DataSet();
        for (int tag : changed) {
            Element element = before.get(tag);
            keepCreator(before, tag, modified);
            modified.put(element != null ? element : Dictionary.vrOf(tag) == Vr.SQ
                    ? Element.ofItems(tag, List.of()) : Element.of(tag, Dictionary.vrOf(tag), new byte[0]));
        }
        add(Tag.OriginalAttributesSequence)
                .setItems(Tag.ModifiedAttributesSequence, modified)
                .set(Tag.AttributeModificationDateTime, author.modified())
                .set(Tag.ModifyingSystem, author.system())
                .set(Tag.SourceOfPreviousValues, author.source())
                .set(Tag.ReasonForTheAttributeModification, author.reason());
    }

    private void keepCreator(DataSet before, int tag, DataSet modified) {
        int creator = tag & 0xFFFF0000 | tag >>> 8 & 0xFF;
        Element reserved = before.contains(creator) ? before.get(creator) : object.get(creator);
        if (Tag.isPrivate(tag) && !Tag.isPrivateCreator(tag) && reserved != null) {
            modified.put(reserved);
        }
    }

    /**
     * Names this program as equipment that modified the object: (109103, DCM) of context group 7005 (PS3.16).
     *
     * @param description what it did: at most 1024 characters of ISO 646
     */
    public void contribute(String description) {
        DataSet purpose = new DataSet().set(Tag.CodeValue, "109103").set(Tag.CodingSchemeDesignator, "DCM")
                .set(Tag.CodeMeaning, "Modifying Equipment");
        add(Tag.ContributingEquipmentSequence)
                .setItems(Tag.PurposeOfReferenceCodeSequence, purpose)
                .set(Tag.Manufacturer, "Dromedary")
                .set(Tag.StationName, author.system())
                .set(Tag.SoftwareVersions, Part10.IMPLEMENTATION_VERSION_NAME)
                .set(Tag.ContributionDateTime, author.modified())
                .set(Tag.ContributionDescription, description);
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
