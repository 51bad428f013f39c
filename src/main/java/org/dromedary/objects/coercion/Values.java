package org.dromedary.objects.coercion;

import java.util.stream.Collectors;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Vr;
import org.dromedary.objects.change.TextRecoding;

/** Compares values as their readers understand them. */
final class Values {

    private Values() {
    }

    static boolean isSet(DataSet dataSet, int tag) {
        String value = dataSet.getString(tag);
        return value != null && !value.isBlank();
    }

    /**
     * Whether both have the same value: padding does not count, nor do delimiters at the end of a name (PS3.5 §6.2).
     * Bytes that are no text in their character set are never the same.
     */
    static boolean same(DataSet one, DataSet other, int tag) {
        Element element = one.get(tag);
        return element != null && !element.isSequence()
                && one.characterSet().canDecode(element.bytes(), TextRecoding.vrOf(element))
                && text(one, element).equals(text(other, other.get(tag)));
    }

    private static String text(DataSet dataSet, Element element) {
        return dataSet.getStrings(element.tag()).stream()
                .map(value -> TextRecoding.vrOf(element) == Vr.PN ? value.replaceAll("[\\^ ]+(?==|$)", "")
                        .replaceFirst("=+$", "") : value)
                .collect(Collectors.joining("\\"));
    }
}
