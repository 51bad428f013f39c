package org.dromedary.objects.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Vr;

/**
 * An attribute as a rule names it: a keyword, {@code (gggg,eeee)} or, for a private one, {@code (gggg,"CREATOR",ee)};
 * in items of sequences behind these and a point, as {@code RequestAttributesSequence[*].AccessionNumber}.
 */
record AttributePath(List<Step> steps, String text) {

    private static final Pattern STEP = Pattern.compile("(?:(\\w+)|\\((\\p{XDigit}{4}) *, *(\\p{XDigit}{4})\\)"
            + "|\\((\\p{XDigit}{4}) *, *\"([^\"\\\\]{1,64})\" *, *(?:xx)?(\\p{XDigit}{2})\\))"
            + "(?:\\[(\\*|\\d{1,4})\\])?(\\.|$)");
    private static final int ALL_ITEMS = -1;

    /**
     * One element, and which items of it the path goes through.
     *
     * @param tag     of a private element: group and the last two digits
     * @param creator of a private element, else null
     * @param item    counted from 1; -1: all; 0: none is meant
     */
    record Step(int tag, String creator, int item) {

        /** The tag in this data set; {@link Dictionary#UNKNOWN_TAG} of a private element without its creator. */
        int tagIn(DataSet dataSet) {
            if (creator == null) {
                return tag;
            }
            int found = Dictionary.UNKNOWN_TAG;
            for (int block = 0x10; block <= 0xFF; block++) {
                if (creator.equals(dataSet.getString(tag & 0xFFFF0000 | block))) {
                    int element = tag & 0xFFFF00FF | block << 8;
                    if (dataSet.contains(element)) {
                        return element;
                    }
                    found = found == Dictionary.UNKNOWN_TAG ? element : found;
                }
            }
            return found;
        }

        /** As {@link #tagIn}, with a block reserved for the creator if there is none (PS3.5 §7.8.1). */
        int makeTagIn(DataSet dataSet) {
            int present = tagIn(dataSet);
            for (int block = 0x10; present == Dictionary.UNKNOWN_TAG && block <= 0xFF; block++) {
                int reservation = tag & 0xFFFF0000 | block;
                if (!dataSet.contains(reservation)) {
                    dataSet.set(reservation, Vr.LO, creator);
                    present = tag & 0xFFFF00FF | block << 8;
                }
            }
            if (present == Dictionary.UNKNOWN_TAG) {
                throw new RuleFailure("no block is free for another private creator in group "
                        + Tag.toString(tag).substring(1, 5));
            }
            return present;
        }
    }

    /**
     * Where the attribute is, or would be.
     *
     * @param tag   in that data set
     * @param outer the element of the outermost level that it is in, or is
     */
    record Place(DataSet dataSet, int tag, int outer) {

        Element element() {
            return dataSet.get(tag);
        }
    }

    /** @throws IllegalArgumentException that says what is wrong */
    static AttributePath parse(String text) {
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int at = 0;
        while (matcher.find(at) && matcher.start() == at) {
            boolean last = matcher.group(8).isEmpty();
            steps.add(step(matcher, last));
            at = matcher.end();
            if (last) {
                return new AttributePath(List.copyOf(steps), text);
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no attribute: a keyword, (gggg,eeee) or"
                + " (gggg,\"CREATOR\",ee), in items as RequestAttributesSequence[*].AccessionNumber");
    }

    private static Step step(Matcher matcher, boolean last) {
        int tag;
        if (matcher.group(1) != null) {
            tag = Dictionary.tagOf(matcher.group(1));
            if (tag == Dictionary.UNKNOWN_TAG) {
                throw new IllegalArgumentException("there is no attribute " + matcher.group(1)
                        + ClosestWord.hint(matcher.group(1), Dictionary.keywords(), false));
            }
        } else if (matcher.group(2) != null) {
            tag = Integer.parseUnsignedInt(matcher.group(2) + matcher.group(3), 16);
        } else {
            tag = Integer.parseUnsignedInt(matcher.group(4) + "00" + matcher.group(6), 16);
            if (!Tag.isPrivate(tag)) {
                throw new IllegalArgumentException("group " + matcher.group(4) + " is not private: it is even");
            }
        }
        String item = matcher.group(7);
        checkItem(matcher.group(), tag, matcher.group(5) != null, item, last);
        return new Step(tag, matcher.group(5), item == null ? 0 : item.equals("*") ? ALL_ITEMS
                : Integer.parseInt(item));
    }

    private static void checkItem(String step, int tag, boolean creator, String item, boolean last) {
        Vr vr = creator ? Vr.UN : Dictionary.vrOf(tag);
        if (last && item != null) {
            throw new IllegalArgumentException("'" + step + "' must be followed by a point and an attribute");
        }
        if (!last && item == null) {
            throw new IllegalArgumentException("'" + step + "' needs to say which item: [*] is all, [1] the first");
        }
        if (!last && vr != Vr.SQ && vr != Vr.UN) {
            throw new IllegalArgumentException("'" + step + "' is no sequence");
        }
        if ("0".equals(item)) {
            throw new IllegalArgumentException("items are counted from 1");
        }
    }

    Step last() {
        return steps.get(steps.size() - 1);
    }

    boolean isOutermost() {
        return steps.size() == 1;
    }

    /** The VR of the dictionary, UN of private elements. */
    Vr vr() {
        return last().creator() != null ? Vr.UN : Dictionary.vrOf(last().tag());
    }

    /** The places in items that there are; the element itself need not be there. */
    List<Place> find(DataSet dataSet) {
        return places(dataSet, false);
    }

    /** As {@link #find}; private creators, sequences and a next item are made where they are missing. */
    List<Place> make(DataSet dataSet) {
        return places(dataSet, true);
    }

    private List<Place> places(DataSet dataSet, boolean make) {
        List<Place> places = List.of(new Place(dataSet, 0, 0));
        for (Step step : steps) {
            List<Place> next = new ArrayList<>();
            for (Place place : places) {
                for (DataSet in : place.tag() == 0 ? List.of(dataSet) : items(place, steps.indexOf(step) - 1, make)) {
                    int tag = make ? step.makeTagIn(in) : step.tagIn(in);
                    next.add(new Place(in, tag, place.tag() == 0 ? tag : place.outer()));
                }
            }
            places = next;
        }
        return places;
    }

    private List<DataSet> items(Place place, int index, boolean make) {
        List<DataSet> items = place.dataSet().getItems(place.tag());
        int item = steps.get(index).item();
        if (item == ALL_ITEMS) {
            return items;
        }
        if (make && item == items.size() + 1) {
            List<DataSet> longer = new ArrayList<>(items);
            longer.add(new DataSet());
            place.dataSet().setItems(place.tag(), longer);
            items = longer;
        }
        return item <= items.size() ? List.of(items.get(item - 1)) : List.of();
    }

    @Override
    public String toString() {
        return text;
    }
}
