package org.dromedary.pipeline.transcode;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dromedary.archives.archive.Capabilities;
import org.dromedary.archives.archive.Form;

/** In which transfer syntaxes the target takes objects, by what they are and what is preferred. */
final class TargetForms {

    /** Clocks of the ledger and of this machine may differ by so much. */
    private static final Duration SLACK = Duration.ofMillis(500);

    private final Capabilities capabilities;
    private final Duration age;

    TargetForms(Capabilities capabilities, Duration age) {
        this.capabilities = capabilities;
        this.age = age;
    }

    /**
     * Objects that are alike for this decision.
     *
     * @param sopClassUid under which they are sent
     * @param own         the transfer syntax that they have
     */
    record Kind(String sopClassUid, String own, Policy policy) {

        private Stream<Form> forms(Collection<String> syntaxes) {
            return syntaxes.stream().map(syntax -> new Form(sopClassUid, syntax));
        }

        private Stream<Form> wanted() {
            return forms(policy.wanted(own));
        }

        private Stream<Form> otherwise() {
            return forms(Policy.otherwise(own));
        }

        private boolean isTakenAsItIs(Set<Form> accepted) {
            return accepted.contains(new Form(sopClassUid, own));
        }

        /** Other syntaxes than those wanted matter only where the object can't go as it is. */
        private List<String> ways(Set<Form> accepted) {
            Stream<Form> all = isTakenAsItIs(accepted) ? wanted() : Stream.concat(wanted(), otherwise());
            return all.distinct().filter(accepted::contains).map(Form::transferSyntaxUid).toList();
        }
    }

    /** For each kind the transfer syntaxes that the target takes, the best first; none: it takes no such object. */
    Map<Kind, List<String>> of(Set<Kind> kinds) throws IOException {
        long begin = System.nanoTime();
        Set<Form> accepted = accepted(kinds.stream().flatMap(Kind::wanted), age);
        accepted.addAll(accepted(kinds.stream().filter(kind -> !kind.isTakenAsItIs(accepted))
                .flatMap(Kind::otherwise), age));
        // Nothing is rejected on an answer from before.
        Duration since = Duration.ofNanos(System.nanoTime() - begin).plus(SLACK);
        accepted.addAll(accepted(kinds.stream().filter(kind -> kind.ways(accepted).isEmpty())
                .flatMap(kind -> Stream.concat(kind.wanted(), kind.otherwise())), since));
        Map<Kind, List<String>> ways = new HashMap<>();
        kinds.forEach(kind -> ways.put(kind, kind.ways(accepted)));
        return ways;
    }

    private Set<Form> accepted(Stream<Form> forms, Duration noOlderThan) throws IOException {
        Set<Form> asked = forms.collect(Collectors.toCollection(LinkedHashSet::new));
        return asked.isEmpty() ? new HashSet<>() : capabilities.accepted(asked, noOlderThan);
    }
}
