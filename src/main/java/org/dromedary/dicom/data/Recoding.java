package org.dromedary.dicom.data;

import java.util.ArrayList;
import java.util.List;

/** Brings a data set's text from one Specific Character Set into another (PS3.3 §C.12.1.1.2). */
final class Recoding {
    private final CharacterSet target;

    Recoding(CharacterSet target) {
        this.target = target;
    }

    /** A copy in the target character set; items no longer have one of their own. */
    DataSet of(DataSet dataSet) {
        CharacterSet source = dataSet.characterSet();
        DataSet recoded = new DataSet();
        recoded.setUndefinedLength(dataSet.hasUndefinedLength());
        for (Element element : dataSet) {
            if (element.tag() != Tag.SpecificCharacterSet) {
                recoded.put(recoded(element, source));
            }
        }
        return recoded;
    }

    private Element recoded(Element element, CharacterSet source) {
        if (element.isSequence()) {
            List<DataSet> items = new ArrayList<>();
            element.items().forEach(item -> items.add(of(item)));
            return element.withItems(items);
        }
        Vr vr = element.knownVr();
        if (!vr.usesCharacterSet() || CodeExtension.isPlain(element.bytes())) {
            return element;
        }
        try {
            String text = source.decode(element.bytes(), vr);
            byte[] value = target.encode(text, vr);
            return Element.of(element.tag(), element.vr(), Values.padded(value, vr));
        } catch (UnencodableTextException e) {
            throw e.in(element.tag());
        }
    }
}
