package org.dromedary.dicom.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * A data set or item (PS3.5 §7): elements in ascending order of their unsigned tags, values decoded when asked for.
 * Text is in the data set's own Specific Character Set or, in an item without one, in that of the enclosing data set
 * (PS3.3 §C.12.1.1.2). Not safe for use by several threads while one of them changes it.
 */
public final class DataSet implements Iterable<Element> {
    /** No element can have the tag of an item's end. */
    static final int NONE = -1;

    private static final int UNSIGNED = 0x80000000;
    private static final int[] NO_TAGS = {};
    private static final Element[] NO_ELEMENTS = {};

    private int[] keys = NO_TAGS;
    private Element[] elements = NO_ELEMENTS;
    private int size;
    private boolean unordered;
    private int duplicate = NONE;
    private DataSet parent;
    private boolean undefinedLength;
    private Element characterSetElement;
    private CharacterSet ownCharacterSet;

    public DataSet() {
    }

    /** A copy that shares values but not items. */
    public DataSet(DataSet copy) {
        copy.order();
        keys = Arrays.copyOf(copy.keys, copy.size);
        elements = Arrays.copyOf(copy.elements, copy.size);
        size = copy.size;
        parent = copy.parent;
        undefinedLength = copy.undefinedLength;
        for (int i = 0; i < size; i++) {
            if (elements[i].isSequence()) {
                List<DataSet> items = new ArrayList<>();
                elements[i].items().forEach(item -> items.add(new DataSet(item)));
                elements[i] = adopt(elements[i].withItems(items));
            }
        }
    }

    /** The element, or null. */
    public Element get(int tag) {
        int index = find(tag);
        return index < 0 ? null : elements[index];
    }

    public boolean contains(int tag) {
        return find(tag) >= 0;
    }

    /** Takes the element out and returns it, or null. */
    public Element remove(int tag) {
        int index = find(tag);
        if (index < 0) {
            return null;
        }
        Element removed = elements[index];
        size--;
        System.arraycopy(keys, index + 1, keys, index, size - index);
        System.arraycopy(elements, index + 1, elements, index, size - index);
        elements[size] = null;
        return removed;
    }

    public int size() {
        order();
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** Puts the element in its place, instead of one of the same tag; items become those of this data set. */
    public DataSet put(Element element) {
        int index = find(element.tag());
        if (index >= 0) {
            elements[index] = adopt(element);
            return this;
        }
        int place = -index - 1;
        grow();
        System.arraycopy(keys, place, keys, place + 1, size - place);
        System.arraycopy(elements, place, elements, place + 1, size - place);
        keys[place] = element.tag() ^ UNSIGNED;
        elements[place] = adopt(element);
        size++;
        return this;
    }

    /** Adds what comes in ascending order; other elements are sorted in later, at once, the first of equals is kept. */
    boolean append(Element element) {
        int key = element.tag() ^ UNSIGNED;
        boolean ascending = size == 0 || key > keys[size - 1];
        unordered |= !ascending;
        grow();
        keys[size] = key;
        elements[size++] = adopt(element);
        return ascending;
    }

    /**
     * The first value: text without padding (PS3.5 §6.2), numbers as decimals, tags as eight digits. Null if the
     * element is absent, empty, a sequence or bytes; the whole text where the VR has a single value.
     */
    public String getString(int tag) {
        Element element = get(tag);
        return element == null || element.length() == 0 ? null : Values.firstString(element, knownVr(element),
                characterSet());
    }

    public String getString(int tag, String otherwise) {
        String value = getString(tag);
        return value == null ? otherwise : value;
    }

    /** All values as in {@link #getString(int)}; empty ones among others are empty strings. */
    public List<String> getStrings(int tag) {
        Element element = get(tag);
        return element == null || element.length() == 0 ? List.of() : Values.strings(element, knownVr(element),
                characterSet());
    }

    /** The first value of a binary number, IS or integral DS; otherwise if it is absent, none of these, or too big. */
    public int getInt(int tag, int otherwise) {
        long value = getLong(tag, Long.MIN_VALUE);
        return value < Integer.MIN_VALUE || value > Integer.MAX_VALUE ? otherwise : (int) value;
    }

    /** As {@link #getInt}, for UL, SV and UV. */
    public long getLong(int tag, long otherwise) {
        Element element = get(tag);
        return element == null ? otherwise : Values.firstLong(element, knownVr(element), otherwise);
    }

    /** All values as integers; empty if the element is absent or one of them is not an integer. */
    public int[] getInts(int tag) {
        Element element = get(tag);
        return element == null ? new int[0] : Values.ints(element, knownVr(element));
    }

    /** The first value of DS, IS or a binary number; otherwise if it is absent or none. */
    public double getDouble(int tag, double otherwise) {
        Element element = get(tag);
        return element == null ? otherwise : Values.firstDouble(element, knownVr(element), otherwise);
    }

    /** The value as stored, numbers little endian, or null; not a copy. */
    public byte[] getBytes(int tag) {
        Element element = get(tag);
        return element == null ? null : element.bytes();
    }

    /** The items of a sequence; none if it is absent. */
    public List<DataSet> getItems(int tag) {
        Element element = get(tag);
        return element == null ? List.of() : element.items();
    }

    /** The first value as a name; null if it is absent or empty. */
    public PersonName getPersonName(int tag) {
        String value = getString(tag);
        return value == null ? null : PersonName.parse(value);
    }

    /**
     * Sets values of the VR in the dictionary (of two possible ones as in {@link Dictionary#vrOf(int)}).
     *
     * @throws UnencodableTextException if this data set's character set cannot express one
     */
    public DataSet set(int tag, String... values) {
        return set(tag, Dictionary.vrOf(tag, getInt(Tag.PixelRepresentation, 0), 16), values);
    }

    /** As {@link #set(int, String...)} with a given VR; no values give an empty element. */
    public DataSet set(int tag, Vr vr, String... values) {
        return put(Element.of(tag, vr, Values.encode(tag, vr, values, characterSet())));
    }

    /** Sets numbers; the VR is that of the dictionary, which may be IS or DS. */
    public DataSet setInt(int tag, int... values) {
        String[] texts = new String[values.length];
        Arrays.setAll(texts, i -> Integer.toString(values[i]));
        return set(tag, texts);
    }

    /** Sets bytes, numbers in them little endian; an odd number of them is padded. */
    public DataSet setBytes(int tag, Vr vr, byte[] value) {
        return put(Element.of(tag, vr, Values.padded(value, vr)));
    }

    public DataSet setItems(int tag, List<DataSet> items) {
        return put(Element.ofItems(tag, items));
    }

    public DataSet setItems(int tag, DataSet... items) {
        return setItems(tag, List.of(items));
    }

    /**
     * The VR by which the value of one of these elements can be understood: of a known element under VR UN that of the
     * dictionary (PS3.5 §6.2.2), SS in place of US if Pixel Representation here, or around this item, says signed.
     */
    public Vr knownVr(Element element) {
        Vr vr = element.knownVr();
        boolean either = element.vr() == Vr.UN && vr == Vr.US && Dictionary.allows(element.tag(), Vr.SS);
        return either && isSigned() ? Vr.SS : vr;
    }

    private boolean isSigned() {
        Element representation = get(Tag.PixelRepresentation);
        if (representation == null) {
            return parent != null && parent.isSigned();
        }
        return Values.firstLong(representation, representation.knownVr(), 0) == 1;
    }

    /** The character set of (0008,0005), else of the data set this is an item of, else the default repertoire. */
    public CharacterSet characterSet() {
        Element element = get(Tag.SpecificCharacterSet);
        if (element == null) {
            return parent == null ? CharacterSet.DEFAULT : parent.characterSet();
        }
        if (element != characterSetElement) {
            ownCharacterSet = CharacterSet.of(Values.strings(element, element.knownVr(), CharacterSet.DEFAULT)
                    .toArray(String[]::new));
            characterSetElement = element;
        }
        return ownCharacterSet;
    }

    /**
     * A copy whose text, that of items included, is in another character set; (0008,0005) says so in the outermost
     * level alone. Text that the present character set cannot decode is guessed as {@link CharacterSet#decode} does.
     *
     * @throws UnencodableTextException if the other character set cannot express a value
     */
    public DataSet inCharacterSet(String... specificCharacterSetValues) {
        DataSet recoded = new Recoding(CharacterSet.of(specificCharacterSetValues)).of(this);
        return recoded.set(Tag.SpecificCharacterSet, specificCharacterSetValues);
    }

    @Override
    public Iterator<Element> iterator() {
        order();
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size;
            }

            @Override
            public Element next() {
                if (next >= size) {
                    throw new NoSuchElementException();
                }
                return elements[next++];
            }
        };
    }

    /** The number of elements; never their values, which may tell of a patient. */
    @Override
    public String toString() {
        return size() + " elements";
    }

    boolean hasUndefinedLength() {
        return undefinedLength;
    }

    void setUndefinedLength(boolean undefined) {
        undefinedLength = undefined;
    }

    /** Sorts after {@link #append}, in one go: inserting hostile input one by one would take quadratic time. */
    void order() {
        if (!unordered) {
            return;
        }
        unordered = false;
        Element[] sorted = Arrays.copyOf(elements, size);
        Arrays.sort(sorted, (a, b) -> Integer.compareUnsigned(a.tag(), b.tag()));
        int count = 0;
        for (Element element : sorted) {
            int key = element.tag() ^ UNSIGNED;
            if (count == 0 || key != keys[count - 1]) {
                keys[count] = key;
                elements[count++] = element;
            } else {
                duplicate = duplicate == NONE && !element.hasValueOf(elements[count - 1]) ? element.tag() : duplicate;
            }
        }
        Arrays.fill(elements, count, size, null);
        size = count;
    }

    /** The tag of an element that {@link #order} left out though it had another value than the first; -1: none. */
    int duplicate() {
        return duplicate;
    }

    private int find(int tag) {
        order();
        return Arrays.binarySearch(keys, 0, size, tag ^ UNSIGNED);
    }

    private void grow() {
        if (size == keys.length) {
            int capacity = Math.max(8, size + (size >> 1));
            keys = Arrays.copyOf(keys, capacity);
            elements = Arrays.copyOf(elements, capacity);
        }
    }

    private Element adopt(Element element) {
        for (DataSet item : element.items()) {
            item.parent = this;
        }
        return element;
    }
}
