package org.dromedary.objects.rules;

import java.util.ArrayList;
import java.util.List;
import org.dromedary.dicom.data.Element;
import org.dromedary.objects.change.TextRecoding;
import org.dromedary.objects.rules.AttributePath.Place;

/** What a condition looks at: an attribute, or something known of the object besides. */
@FunctionalInterface
interface Field {

    /**
     * What is there.
     *
     * @param isThere  whether the element is, if only empty
     * @param hasValue whether it has a value or an item
     * @param values   of text and numbers
     */
    record Found(boolean isThere, boolean hasValue, List<String> values) {

        static Found of(Object value) {
            return new Found(value != null, value != null, value == null ? List.of() : List.of(value.toString()));
        }

        /** The first value, or null. */
        String first() {
            return values.isEmpty() ? null : values.get(0);
        }
    }

    Found in(Subject subject);

    /** An attribute, in all items that its path goes through. */
    static Field of(AttributePath path) {
        return subject -> {
            boolean isThere = false;
            boolean hasValue = false;
            List<String> values = new ArrayList<>();
            for (Place place : path.find(subject.object())) {
                Element element = place.element();
                if (element != null) {
                    List<String> here = place.dataSet().getStrings(place.tag());
                    isThere = true;
                    hasValue |= TextRecoding.vrOf(element).isText() ? here.stream().anyMatch(value -> !value.isBlank())
                            : !element.isEmpty();
                    values.addAll(here);
                }
            }
            return new Found(isThere, hasValue, values);
        };
    }
}
