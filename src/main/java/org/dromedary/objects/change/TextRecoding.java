package org.dromedary.objects.change;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.dromedary.dicom.data.CharacterSet;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.UnencodableTextException;
import org.dromedary.dicom.data.Vr;

/**
 * Brings the text of an object from one character set into another, in place, or says that this is not possible without
 * loss. An item that declares a character set of its own keeps it, and its bytes (PS3.3 §C.12.1.1.2). An element under
 * VR UN is text if the dictionary says so; private ones under UN are bytes.
 */
public final class TextRecoding {

    private final CharacterSet from;
    private final CharacterSet to;

    public TextRecoding(CharacterSet from, CharacterSet to) {
        this.from = from;
        this.to = to;
    }

    /** Whether every element, but for those of the outermost level that are left out, can be brought over exactly. */
    public boolean fits(DataSet dataSet, IntPredicate leftOut) {
        for (Element element : dataSet) {
            if (!leftOut.test(element.tag()) && !fits(element)) {
                return false;
            }
        }
        return true;
    }

    /** Whether this element, with its items, can be brought over exactly. */
    public boolean fits(Element element) {
        for (DataSet item : element.items()) {
            if (!item.contains(Tag.SpecificCharacterSet) && !fits(item, tag -> false)) {
                return false;
            }
        }
        Vr vr = vrOf(element);
        if (!vr.usesCharacterSet() || isPlain(element)) {
            return true;
        }
        try {
            return from.canDecode(element.bytes(), vr) && to.encode(from.decode(element.bytes(), vr), vr) != null;
        } catch (UnencodableTextException e) {
            return false;
        }
    }

    /** Changes what {@link #fits} has found to be possible. */
    public void recode(DataSet dataSet, IntPredicate leftOut) {
        for (Element element : dataSet) {
            for (DataSet item : element.items()) {
                if (!item.contains(Tag.SpecificCharacterSet)) {
                    recode(item, tag -> false);
                }
            }
            Vr vr = vrOf(element);
            if (!leftOut.test(element.tag()) && vr.usesCharacterSet() && !isPlain(element)) {
                byte[] value = to.encode(from.decode(element.bytes(), vr), vr);
                dataSet.put(Element.of(element.tag(), element.vr(), even(value, element.vr())));
            }
        }
    }

    private static byte[] even(byte[] value, Vr vr) {
        byte[] even = Arrays.copyOf(value, value.length + (value.length & 1));
        if (even.length > value.length) {
            even[value.length] = (byte) (vr == Vr.UN ? 0 : ' ');
        }
        return even;
    }

    /** The VR by which the value can be understood: that of the dictionary where the element is under UN. */
    public static Vr vrOf(Element element) {
        return element.vr() == Vr.UN ? Dictionary.vrOf(element.tag()) : element.vr();
    }

    /** ISO 646 without escapes: the same bytes in every character set. */
    private static boolean isPlain(Element element) {
        for (byte b : element.bytes()) {
            if (b < 0 || b == 0x1B) {
                return false;
            }
        }
        return true;
    }
}
