package org.dromedary.pipeline.inventory;

import java.util.SortedMap;
import java.util.TreeMap;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;

/**
 * A query at STUDY level: the dates of a window, narrowed by other keys.
 *
 * @param keys what is asked for beside the dates, by tag
 */
record Question(Window window, SortedMap<Integer, String> keys) {

    static Question of(Window window) {
        Question question = new Question(window, new TreeMap<>());
        return window.fromTime() == null ? question : question.with(Tag.StudyTime, window.timeKey());
    }

    /** The same with another value for one key. */
    Question with(int tag, String value) {
        SortedMap<Integer, String> narrower = new TreeMap<>(keys);
        narrower.put(tag, value);
        return new Question(window, narrower);
    }

    String value(int tag) {
        return keys.get(tag);
    }

    void writeTo(DataSet identifier) {
        identifier.set(Tag.StudyDate, window.dateKey());
        identifier.set(Tag.StudyTime, "");
        keys.forEach(identifier::set);
    }
}
