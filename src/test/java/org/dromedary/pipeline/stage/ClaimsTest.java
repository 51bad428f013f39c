package org.dromedary.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dromedary.pipeline.stage.Claims.Retrieve;
import org.dromedary.pipeline.stage.Claims.Verdict;
import org.junit.jupiter.api.Test;

class ClaimsTest {

    private static final int NONE = -1;

    private static Claims claims(Integer announced, Set<String> list, Retrieve retrieve) {
        Claims claims = new Claims();
        claims.announce(announced);
        if (list == null) {
            claims.listRefused();
        } else {
            claims.list(list, true);
        }
        if (retrieve != null) {
            claims.retrieved(retrieve);
        }
        return claims;
    }

    private static Retrieve retrieve(int status, int completed, int failed, String... failedUids) {
        return new Retrieve(status, NONE, completed, failed, NONE, List.of(failedUids));
    }

    @Test
    void completeWhenEveryClaimIsMet() {
        Verdict verdict = claims(2, Set.of("1", "2"), retrieve(0, 2, 0)).judge(Set.of("1", "2"));

        assertThat(verdict.complete()).isTrue();
        assertThat(verdict.expected()).isEqualTo(2);
    }

    @Test
    void emptyListDoesNotHideWhatWasAnnounced() {
        Verdict verdict = claims(2, Set.of(), retrieve(0xB000, 1, 1)).judge(Set.of("1"));

        assertThat(verdict.complete()).isFalse();
        assertThat(verdict.unnamed()).isEqualTo(1);
        assertThat(verdict.expected()).isEqualTo(2);
    }

    @Test
    void failureStatusIsNoSuccessThoughEveryNumberIsMet() {
        assertThat(claims(2, Set.of("1", "2"), retrieve(0xA702, NONE, NONE)).judge(Set.of("1", "2")).absent()).isOne();
        assertThat(claims(2, Set.of("1", "2"), retrieve(0xB000, 2, 0)).judge(Set.of("1", "2")).complete()).isTrue();
        assertThat(claims(2, Set.of("1", "2"), retrieve(0xC000, 2, 0)).judge(Set.of("1", "2")).complete()).isFalse();
    }

    @Test
    void failedUidIsAnObjectThatExists() {
        Verdict verdict = claims(null, Set.of("1"), retrieve(0xB000, 1, 1, "2")).judge(Set.of("1"));

        assertThat(verdict.missing()).containsExactly("2");
        assertThat(verdict.unnamed()).isZero();
    }

    @Test
    void laterSmallerNumberDoesNotTakeTheLargerBack() {
        Claims claims = claims(5, Set.of("1", "2"), retrieve(0, 2, 0));
        claims.announce(2);

        assertThat(claims.judge(Set.of("1", "2")).unnamed()).isEqualTo(3);
    }

    @Test
    void nothingIsProvenByAbsentZeroOrNegativeNumbers() {
        assertThat(claims(null, null, retrieve(0, NONE, NONE)).judge(Set.of("1")).complete()).isFalse();
        assertThat(claims(0, Set.of(), retrieve(0, 0, 0)).judge(Set.of("1")).complete()).isFalse();
        assertThat(claims(-3, null, null).judge(Set.of("1")).proven()).isFalse();
    }

    @Test
    void emptyOnlyIfThreeWitnessesSaySo() {
        assertThat(claims(0, Set.of(), retrieve(0, 0, 0)).provenEmpty()).isTrue();
        assertThat(claims(null, Set.of(), retrieve(0, 0, 0)).provenEmpty()).isFalse();
        assertThat(claims(0, null, retrieve(0, 0, 0)).provenEmpty()).isFalse();
        assertThat(claims(0, Set.of(), retrieve(0xC000, 0, 0)).provenEmpty()).isFalse();
        assertThat(claims(0, Set.of(), retrieve(0, 3, 0)).provenEmpty()).isFalse();
    }

    @Test
    void strangersThatTheSourceCountedAreNoObjectsOfTheSeriesWhereItsListIsWhole() {
        Claims listed = claims(2, Set.of("1", "2"), retrieve(0xB000, 2, 3, "7", "8", "9"));
        listed.strangers(Set.of("7", "8", "9"));
        Claims unlisted = claims(null, null, retrieve(0xB000, 2, 3));
        unlisted.strangers(Set.of("7", "8", "9"));

        assertThat(listed.judge(Set.of("1", "2")).complete()).isTrue();
        assertThat(unlisted.judge(Set.of("1", "2")).complete()).isFalse();
    }

    @Test
    void failureThatOurRefusalOfStrangersCausedIsExplainedWhereTwoWitnessesAgree() {
        Claims agreed = claims(2, Set.of("1", "2"), retrieve(0xC000, 0, 0));
        agreed.strangers(Set.of("7"));
        Claims alone = claims(null, Set.of("1", "2"), retrieve(0xC000, 0, 0));
        alone.strangers(Set.of("7"));

        assertThat(agreed.judge(Set.of("1", "2")).complete()).isTrue();
        assertThat(alone.judge(Set.of("1", "2")).complete()).isFalse();
    }

    @Property
    void completeMeansThatNothingClaimedIsMissing(@ForAll("sets") Set<String> list, @ForAll boolean listed,
            @ForAll("counts") Integer announced, @ForAll("retrieves") Retrieve retrieve,
            @ForAll("sets") Set<String> arrived) {
        Verdict verdict = claims(announced, listed ? list : null, retrieve).judge(arrived);

        assertThat(verdict.expected()).isEqualTo(arrived.size() + verdict.absent());
        if (verdict.complete()) {
            assertThat(arrived).isNotEmpty().containsAll(retrieve.failedUids());
            assertThat(arrived.size()).isGreaterThanOrEqualTo(announced == null ? 0 : announced)
                    .isGreaterThanOrEqualTo(positive(retrieve.completed()) + positive(retrieve.failed())
                            + positive(retrieve.warning()) + positive(retrieve.remaining()));
            if (listed) {
                assertThat(arrived).containsAll(list);
            }
            boolean explained = retrieve.status() == 0 || retrieve.failed() > 0 || !retrieve.failedUids().isEmpty()
                    || (retrieve.status() & 0xF000) == 0xB000 && retrieve.failed() == 0;
            assertThat(explained).isTrue();
        }
    }

    @Property
    void moreArrivalsNeverMakeLessComplete(@ForAll("sets") Set<String> list, @ForAll("counts") Integer announced,
            @ForAll("retrieves") Retrieve retrieve, @ForAll("sets") Set<String> arrived) {
        Claims claims = claims(announced, list, retrieve);
        Set<String> more = new HashSet<>(arrived);
        more.addAll(list);

        assertThat(claims.judge(more).absent()).isLessThanOrEqualTo(claims.judge(arrived).absent());
    }

    private static int positive(int count) {
        return Math.max(0, count);
    }

    @Provide
    Arbitrary<Set<String>> sets() {
        return Arbitraries.of("1", "2", "3", "4", "5", "6").set().ofMaxSize(6);
    }

    @Provide
    Arbitrary<Integer> counts() {
        return Arbitraries.integers().between(-2, 7).injectNull(0.2);
    }

    @Provide
    Arbitrary<Retrieve> retrieves() {
        Arbitrary<Integer> count = Arbitraries.integers().between(-1, 5);
        return Combinators.combine(Arbitraries.of(0, 0xB000, 0xA702, 0xC000, 0xFE00), count, count, count, count,
                Arbitraries.of("1", "5", "7").set().ofMaxSize(2)).as((status, remaining, completed, failed, warning,
                uids) -> new Retrieve(status, remaining, completed, failed, warning, uids));
    }
}
