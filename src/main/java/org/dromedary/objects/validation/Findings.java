package org.dromedary.objects.validation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.dromedary.objects.validation.Finding.Grade;
import org.dromedary.objects.validation.ValidationSettings.Graded;

/** What was found in one object so far: one finding a code, however many places there are. */
final class Findings {

    private static final int NAMED = 4;

    private final Map<FindingCode, List<String>> places = new EnumMap<>(FindingCode.class);
    private final Map<FindingCode, Integer> counts = new EnumMap<>(FindingCode.class);

    /** @param detail what and where, without values */
    void add(FindingCode code, String detail) {
        if (counts.merge(code, 1, Integer::sum) <= NAMED) {
            places.computeIfAbsent(code, key -> new ArrayList<>(1)).add(detail);
        }
    }

    /** Whether the places of that code would not be named any more. */
    boolean isFull(FindingCode code) {
        return counts.getOrDefault(code, 0) >= NAMED;
    }

    boolean has(FindingCode code) {
        return counts.containsKey(code);
    }

    /** The gravest first. */
    List<Finding> graded(ValidationSettings grades, Device device) {
        List<Finding> findings = new ArrayList<>();
        places.forEach((code, details) -> {
            Graded graded = grades.of(code, device);
            if (graded.grade() != Grade.IGNORE) {
                int more = counts.get(code) - details.size();
                String detail = String.join("; ", details) + (more > 0 ? "; and " + more + " more" : "");
                findings.add(new Finding(code.name(), graded.grade(), detail, graded.repair()));
            }
        });
        findings.sort(Comparator.comparing(Finding::grade).reversed());
        return List.copyOf(findings);
    }
}
