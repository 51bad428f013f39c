package org.dromedary.objects.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;

/** What differs between an object before and after the rules, for people: the values are those of a patient. */
final class Differences {

    private static final int MAX_LENGTH = 200;

    private final Consumer<Difference> taker;

    private Differences(Consumer<Difference> taker) {
        this.taker = taker;
    }

    /**
     * One attribute.
     *
     * @param attribute by its path
     * @param before    null: it was absent
     * @param after     null: it is absent
     */
    record Difference(String attribute, String before, String after) {
    }

    /** In these elements of the outermost level, items included. */
    static List<Difference> of(DataSet before, DataSet after, List<Integer> tags) {
        List<Difference> differences = new ArrayList<>();
        Differences search = new Differences(differences::add);
        tags.forEach(tag -> search.compare("", before, after, tag));
        return differences;
    }

    private void compare(String path, DataSet before, DataSet after, int tag) {
        Element one = before == null ? null : before.get(tag);
        Element other = after == null ? null : after.get(tag);
        String name = path + name(tag);
        if (one != null && one.isSequence() || other != null && other.isSequence()) {
            List<DataSet> beforeItems = one == null ? List.of() : one.items();
            List<DataSet> afterItems = other == null ? List.of() : other.items();
            for (int i = 0; i < Math.max(beforeItems.size(), afterItems.size()); i++) {
                items(name + "[" + (i + 1) + "].", i < beforeItems.size() ? beforeItems.get(i) : null,
                        i < afterItems.size() ? afterItems.get(i) : null);
            }
            return;
        }
        String was = text(before, one);
        String becomes = text(after, other);
        if (was == null ? becomes != null : !was.equals(becomes)) {
            taker.accept(new Difference(name, was, becomes));
        } else if (one != null && other != null && one.vr() != other.vr()) {
            taker.accept(new Difference(name, "VR " + one.vr(), "VR " + other.vr()));
        }
    }

    private void items(String path, DataSet before, DataSet after) {
        Set<Integer> tags = new TreeSet<>(Integer::compareUnsigned);
        for (DataSet item : new DataSet[] {before, after}) {
            if (item != null) {
                item.forEach(element -> tags.add(element.tag()));
            }
        }
        tags.forEach(tag -> compare(path, before, after, tag));
    }

    private static String name(int tag) {
        String keyword = Dictionary.keywordOf(tag);
        return keyword == null ? Tag.toString(tag) : keyword;
    }

    private static String text(DataSet dataSet, Element element) {
        if (element == null) {
            return null;
        }
        List<String> values = dataSet.getStrings(element.tag());
        String text = values.isEmpty() && element.length() > 0 ? element.length() + " bytes"
                : String.join("\\", values);
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
    }
}
