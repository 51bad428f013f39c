package org.dromedary.objects.coercion;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetReader;
import org.dromedary.dicom.data.DataSetWriter;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Vr;
import org.dromedary.objects.change.Provenance;

/**
 * What is to be changed in the objects of a series, and how that is recorded in them. In the ledger it is a data set,
 * Explicit VR Little Endian, in the terms of the item that it becomes (PS3.3 §C.12.1.1.9):
 *
 * <pre>
 * (0008,0005) CS  character set of this data set
 * (0400,0550) SQ  one item: the attributes to be set
 * (0400,0562) DT  when it was decided
 * (0400,0563) LO  our AE title
 * (0400,0564) LO  where the values before came from
 * (0400,0565) CS  COERCE or CORRECT
 * (6401,0010) LO  DROMEDARY
 * (6401,1001) IS  version of the plan
 * (6401,1002) CS  character set of changed objects, KEEP for their own
 * (6401,1003) CS  character set of text without a declared one, if that is assumed
 * (6401,1004) CS  OTHER_PATIENT_IDS, CONTRIBUTING, none or both
 * </pre>
 *
 * @param target              the attributes to be set, in UTF-8; not to be changed
 * @param modified            DT with offset from UTC (PS3.5 §6.2); the same for all objects, however often they are
 *                            sent
 * @param source              empty if it is not to be told
 * @param characterSet        defined terms of (0008,0005); none: that of the object is kept
 * @param assumedCharacterSet defined terms; none: text without a declared character set is not understood
 * @param otherPatientIds     whether a replaced Patient ID goes into (0010,1002)
 * @param contributing        whether we are named in (0018,A001)
 */
public record Coercion(int planVersion, DataSet target, String modified, String system, String source, String reason,
        List<String> characterSet, List<String> assumedCharacterSet, boolean otherPatientIds, boolean contributing) {

    /** The value of {@code dromedary.coercion.character-set} that keeps the character set of each object. */
    public static final String KEEP = "keep";

    private static final String UTF_8 = "ISO_IR 192";
    private static final String CREATOR = "DROMEDARY";
    private static final int PRIVATE_CREATOR = 0x64010010;
    private static final int PLAN_VERSION = 0x64011001;
    private static final int CHARACTER_SET = 0x64011002;
    private static final int ASSUMED_CHARACTER_SET = 0x64011003;
    private static final int OPTIONS = 0x64011004;
    private static final String OTHER_PATIENT_IDS = "OTHER_PATIENT_IDS";
    private static final String CONTRIBUTING = "CONTRIBUTING";

    public Coercion {
        characterSet = List.copyOf(characterSet);
        assumedCharacterSet = List.copyOf(assumedCharacterSet);
    }

    /** The defined terms of a setting, which are separated by backslashes; none for {@link #KEEP}. */
    public static List<String> terms(String setting) {
        return setting.equalsIgnoreCase(KEEP) ? List.of() : Arrays.asList(setting.strip().split("\\\\", -1));
    }

    /** The ledger's form. */
    public byte[] encode() {
        DataSet attributes = new DataSet(target);
        attributes.remove(Tag.SpecificCharacterSet);
        List<String> options = new ArrayList<>();
        if (otherPatientIds) {
            options.add(OTHER_PATIENT_IDS);
        }
        if (contributing) {
            options.add(CONTRIBUTING);
        }
        return DataSetWriter.encode(new DataSet().set(Tag.SpecificCharacterSet, UTF_8)
                .setItems(Tag.ModifiedAttributesSequence, attributes)
                .set(Tag.AttributeModificationDateTime, modified)
                .set(Tag.ModifyingSystem, system)
                .set(Tag.SourceOfPreviousValues, source)
                .set(Tag.ReasonForTheAttributeModification, reason)
                .set(PRIVATE_CREATOR, Vr.LO, CREATOR)
                .set(PLAN_VERSION, Vr.IS, Integer.toString(planVersion))
                .set(CHARACTER_SET, Vr.CS, characterSet.toArray(String[]::new))
                .set(ASSUMED_CHARACTER_SET, Vr.CS, assumedCharacterSet.toArray(String[]::new))
                .set(OPTIONS, Vr.CS, options.toArray(String[]::new)), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    /** @throws IllegalArgumentException if it is not one */
    public static Coercion decode(byte[] content) {
        DataSet read;
        try {
            read = new DataSetReader(content, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).read();
        } catch (IOException e) {
            throw new IllegalArgumentException("A damaged coercion", e);
        }
        if (!CREATOR.equals(read.getString(PRIVATE_CREATOR)) || !read.contains(Tag.ModifiedAttributesSequence)) {
            throw new IllegalArgumentException("Not a coercion");
        }
        DataSet target = new DataSet().set(Tag.SpecificCharacterSet, UTF_8);
        for (Element element : read.getItems(Tag.ModifiedAttributesSequence).get(0)) {
            target.put(element);
        }
        List<String> options = read.getStrings(OPTIONS);
        return new Coercion(read.getInt(PLAN_VERSION, 0), target,
                read.getString(Tag.AttributeModificationDateTime, ""), read.getString(Tag.ModifyingSystem, ""),
                read.getString(Tag.SourceOfPreviousValues, ""),
                read.getString(Tag.ReasonForTheAttributeModification, ""), read.getStrings(CHARACTER_SET),
                read.getStrings(ASSUMED_CHARACTER_SET), options.contains(OTHER_PATIENT_IDS),
                options.contains(CONTRIBUTING));
    }

    /** Who changes, for the record in the object. */
    Provenance.Author author() {
        return new Provenance.Author(modified, system, source, reason);
    }

    /** How many attributes are to be set. */
    public int attributes() {
        return target.size() - 1;
    }

    /** The same, decided at another moment. */
    Coercion at(String moment) {
        return new Coercion(planVersion, target, moment, system, source, reason, characterSet, assumedCharacterSet,
                otherPatientIds, contributing);
    }

    /** Whether another one changes objects in the same way, whenever it was decided. */
    public boolean changesLike(Coercion other) {
        return Arrays.equals(encode(), other.at(modified).encode());
    }
}
