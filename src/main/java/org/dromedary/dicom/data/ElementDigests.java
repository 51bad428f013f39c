package org.dromedary.dicom.data;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the elements of a data set mean, a digest for each of the outermost level: tag, VR, value and all items. How
 * they are encoded (lengths, padding, delimiters) and group lengths say nothing. Small, so that a large data set need
 * not be kept to compare another with it.
 */
public final class ElementDigests {

    private static final int BEGIN_ITEM = 1;
    private static final int END_ITEM = 2;
    private static final int END_ITEMS = 3;

    private final Map<Integer, byte[]> digests = new TreeMap<>(Integer::compareUnsigned);
    private final MessageDigest digest = Digests.sha256();
    private final byte[] number = new byte[4];

    private ElementDigests() {
    }

    /** Of a data set as it is, its VRs included. */
    public static ElementDigests of(DataSet dataSet) {
        return of(dataSet, Encoding.EXPLICIT);
    }

    /**
     * Of a data set as a reader of that syntax finds it: without VRs where the syntax has none, and under UN where a
     * value is too long for its VR (PS3.5 §6.2.2).
     */
    public static ElementDigests of(DataSet dataSet, TransferSyntax syntax) {
        return of(dataSet, Encoding.of(syntax));
    }

    private static ElementDigests of(DataSet dataSet, Encoding encoding) {
        ElementDigests digests = new ElementDigests();
        for (Element element : dataSet) {
            if (!Tag.isGroupLength(element.tag())) {
                digests.add(element, encoding);
                digests.digests.put(element.tag(), digests.digest.digest());
            }
        }
        return digests;
    }

    /** The tags that one has and the other has not, or that mean something else in it, in ascending order. */
    public List<Integer> differences(ElementDigests other) {
        List<Integer> differences = new ArrayList<>();
        digests.forEach((tag, bytes) -> {
            if (!Arrays.equals(bytes, other.digests.get(tag))) {
                differences.add(tag);
            }
        });
        other.digests.keySet().stream().filter(tag -> !digests.containsKey(tag)).forEach(differences::add);
        differences.sort(Integer::compareUnsigned);
        return differences;
    }

    private void add(Element element, Encoding encoding) {
        add(element.tag());
        if (encoding.explicitVr()) {
            add(Lengths.isTooLong(element, encoding) ? Vr.UN.code() : element.vrCode());
        }
        if (element.isSequence()) {
            Encoding ofItems = element.isUnknownSequence() ? Encoding.IMPLICIT : encoding;
            element.items().forEach(item -> addItem(item, ofItems));
            add(END_ITEMS);
        } else if (element.isEncapsulated()) {
            element.fragments().forEach(this::addValue);
            add(END_ITEMS);
        } else {
            addValue(element.bytes(), element.vr().padding());
        }
    }

    private void addItem(DataSet item, Encoding encoding) {
        add(BEGIN_ITEM);
        for (Element element : item) {
            if (!Tag.isGroupLength(element.tag())) {
                add(element, encoding);
            }
        }
        add(END_ITEM);
    }

    private void addValue(byte[] value) {
        addValue(value, (byte) 0);
    }

    private void addValue(byte[] value, byte padding) {
        int odd = value.length & 1;
        add(value.length + odd);
        digest.update(value);
        if (odd != 0) {
            digest.update(padding);
        }
    }

    private void add(int value) {
        for (int i = 0; i < 4; i++) {
            number[i] = (byte) (value >> 8 * i);
        }
        digest.update(number);
    }
}
