package org.dromedary.identity.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SurvivorsTest {

    @Test
    void mergeChainEndsAtItsSurvivor() {
        Survivors<String> survivors = new Survivors<>();
        survivors.merge("a", "b");
        survivors.merge("c", "d");
        survivors.merge("b", "c");
        assertThat(List.of("a", "b", "c", "d")).allMatch(id -> survivors.of(id).equals("d"));
        assertThat(survivors.inCycles()).isEmpty();
    }

    @Test
    void circleIsReportedAndNotFollowed() {
        Survivors<String> survivors = new Survivors<>();
        survivors.merge("a", "b");
        survivors.merge("b", "c");
        survivors.merge("c", "b");
        assertThat(survivors.of("a")).isEqualTo("a");
        assertThat(survivors.of("c")).isEqualTo("c");
        assertThat(survivors.inCycles()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Property
    void survivorSurvivesWhateverTheOrder(@ForAll @Size(12) List<@IntRange(min = 0, max = 15) Integer> into,
            @ForAll long seed) {
        Map<Integer, Integer> merges = new HashMap<>();
        for (int i = 0; i < into.size(); i++) {
            merges.put(i, into.get(i));
        }
        Survivors<Integer> ordered = new Survivors<>();
        Survivors<Integer> shuffled = new Survivors<>();
        merges.forEach(ordered::merge);
        List<Integer> keys = new ArrayList<>(merges.keySet());
        Collections.shuffle(keys, new Random(seed));
        keys.forEach(from -> shuffled.merge(from, merges.get(from)));
        for (int id : keys) {
            assertThat(shuffled.of(id)).isEqualTo(ordered.of(id));
            assertThat(ordered.of(ordered.of(id))).isEqualTo(ordered.of(id));
        }
        assertThat(shuffled.inCycles()).isEqualTo(ordered.inCycles());
    }
}
