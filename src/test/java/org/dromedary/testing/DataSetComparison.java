package org.dromedary.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Vr;

/**
 * Compares two data sets element by element: tags, VRs, values, items and pixel bytes. Not compared are group lengths
 * (retired, PS3.5 §7.2), whether lengths of sequences and items are stated, and what DCMTK changes in every data set
 * that it passes on, at its side of the wire: it takes spaces off text, writes encapsulated Pixel Data as OB
 * with fragments of even length (PS3.5 §A.4), and leaves out trailing padding and the groups that PS3.5 §7.1 does not
 * allow.
 */
public final class DataSetComparison {

    private static final Set<Vr> TEXT = EnumSet.of(Vr.AE, Vr.AS, Vr.CS, Vr.DA, Vr.DS, Vr.DT, Vr.IS, Vr.LO, Vr.LT,
            Vr.PN, Vr.SH, Vr.ST, Vr.TM, Vr.UC, Vr.UI, Vr.UR, Vr.UT);
    private static final int TRAILING_PADDING = 0xFFFCFFFC;
    private static final Set<Integer> NO_GROUPS = Set.of(0x0001, 0x0003, 0x0005, 0x0007);

    private DataSetComparison() {
    }

    /** What differs, each by its path of tags; empty for equal data sets. Never values, which may tell of a patient. */
    public static List<String> differences(DataSet one, DataSet other) {
        List<String> differences = new ArrayList<>();
        compare("", one, other, differences);
        return differences;
    }

    private static void compare(String path, DataSet one, DataSet other, List<String> differences) {
        Iterator<Element> ours = elements(one).iterator();
        Iterator<Element> theirs = elements(other).iterator();
        Element a = next(ours);
        Element b = next(theirs);
        while (a != null || b != null) {
            int order = a == null ? 1 : b == null ? -1 : Integer.compareUnsigned(a.tag(), b.tag());
            if (order == 0) {
                compare(path, a, b, differences);
            } else {
                differences.add(path + (order < 0 ? a + " is only in the first" : b + " is only in the second"));
            }
            a = order <= 0 ? next(ours) : a;
            b = order >= 0 ? next(theirs) : b;
        }
    }

    private static void compare(String path, Element a, Element b, List<String> differences) {
        boolean pixels = a.isEncapsulated() && b.isEncapsulated();
        if (a.vr() != b.vr() && !pixels || a.isEncapsulated() != b.isEncapsulated()
                || a.items().size() != b.items().size()) {
            differences.add(path + a + " became " + b);
        } else if (a.isSequence()) {
            for (int i = 0; i < a.items().size(); i++) {
                compare(path + Tag.toString(a.tag()) + "[" + i + "] ", a.items().get(i), b.items().get(i),
                        differences);
            }
        } else if (!Arrays.equals(value(a), value(b)) || !sameFragments(a.fragments(), b.fragments())) {
            differences.add(path + a + " has another value, " + b);
        }
    }

    /** The value without the spaces and zeros around each of its values, if it is text. */
    private static byte[] value(Element element) {
        if (!TEXT.contains(element.vr())) {
            return element.bytes();
        }
        String text = new String(element.bytes(), StandardCharsets.ISO_8859_1);
        return text.replaceAll("[ \\x00]*(\\\\|$)[ \\x00]*", "$1").strip().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean sameFragments(List<byte[]> ours, List<byte[]> theirs) {
        return Arrays.deepEquals(ours.stream().map(DataSetComparison::even).toArray(),
                theirs.stream().map(DataSetComparison::even).toArray());
    }

    private static byte[] even(byte[] fragment) {
        return Arrays.copyOf(fragment, fragment.length + (fragment.length & 1));
    }

    private static List<Element> elements(DataSet dataSet) {
        List<Element> elements = new ArrayList<>();
        for (Element element : dataSet) {
            if (!Tag.isGroupLength(element.tag()) && element.tag() != TRAILING_PADDING
                    && !NO_GROUPS.contains(element.tag() >>> 16)) {
                elements.add(element);
            }
        }
        return elements;
    }

    private static Element next(Iterator<Element> elements) {
        return elements.hasNext() ? elements.next() : null;
    }
}
