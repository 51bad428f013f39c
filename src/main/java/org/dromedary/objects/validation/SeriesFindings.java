package org.dromedary.objects.validation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dromedary.objects.validation.Finding.Grade;

/** What was found in the objects of one series, counted by device and code. */
public final class SeriesFindings {

    private final Map<Key, Count> counts = new LinkedHashMap<>();

    record Key(Device device, String code, Grade grade, String repair) {
    }

    /** @param example SOP Instance UID of the first object */
    record Count(int objects, String example) {
        Count more() {
            return new Count(objects + 1, example);
        }
    }

    /** Counts the findings of one more object. */
    public void add(String sopInstanceUid, Examination examination) {
        for (Finding finding : examination.findings()) {
            Key key = new Key(examination.device(), finding.code(), finding.grade(), finding.repair());
            counts.merge(key, new Count(1, sopInstanceUid), (known, one) -> known.more());
        }
    }

    public boolean isEmpty() {
        return counts.isEmpty();
    }

    Map<Key, Count> counts() {
        return counts;
    }
}
