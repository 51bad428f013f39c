package org.dromedary.pipeline.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.dromedary.dicom.data.Uid;
import org.dromedary.pipeline.retrieve.Arrivals.Taken;
import org.dromedary.pipeline.retrieve.ObjectReceiver.Arrived;
import org.dromedary.testing.ServicesResource;

/** In whatever order objects, names and ends of attempts come: every file is accounted for, and no object twice. */
class ArrivalsPropertiesTest {

    private static final String STUDY = "1.2";
    private static final String SERIES = "1.2.3";
    private static final String SEED = "20261130";
    private static final List<String> UIDS = List.of("1.2.3.1", "1.2.3.2", "1.2.3.3", "1.2.3.4", "1.2.3.5");

    /** Objects of one UID that differ: in digest, in form, in length. */
    private enum Form {
        PLAIN(0, 10, Uid.ExplicitVRLittleEndian), OTHER_DIGEST(1, 10, Uid.ExplicitVRLittleEndian),
        OTHER_SYNTAX(0, 10, Uid.ImplicitVRLittleEndian), OTHER_LENGTH(0, 11, Uid.ExplicitVRLittleEndian);

        private final int digest;
        private final long length;
        private final String syntax;

        Form(int digest, long length, String syntax) {
            this.digest = digest;
            this.length = length;
            this.syntax = syntax;
        }

        static Form of(Arrived object) {
            return Stream.of(values()).filter(form -> form.digest == object.sha256()[0]
                    && form.length == object.dataSetBytes() && form.syntax.equals(object.transferSyntaxUid()))
                    .findFirst().orElseThrow();
        }
    }

    private interface Step {
        void on(Played played) throws IOException;
    }

    /** Arrivals, and what must be true of them by all that has happened. */
    private static final class Played {
        private final Path spool = ServicesResource.newDataDir();
        private final Path folder = spool.resolve("series");
        private final Arrivals arrivals = new Arrivals(STUDY, SERIES, folder);
        private final Set<String> named = new HashSet<>();
        /** By UID what has come, or was recalled, in this attempt. */
        private final Map<String, Set<Form>> came = new TreeMap<>();
        private final Map<String, Form> earlier = new HashMap<>();
        private final Set<String> refused = new TreeSet<>();
        private final Set<String> strangers = new TreeSet<>();
        private boolean closed;
        private int files;

        void name(Set<String> uids) {
            arrivals.name(uids);
            named.addAll(uids);
        }

        /** As the reception does, the file of an object that is not taken is deleted. */
        Taken offer(String uid, Form form) throws IOException {
            Path file = Files.writeString(spool.resolve(files++ + ".part"), uid + form);
            Arrived object = new Arrived(file, uid, Uid.CTImageStorage, form.syntax, form.length,
                    new byte[] {(byte) form.digest}, STUDY, SERIES, false, true, new Person(null, null, null));
            Taken taken = arrivals.take(object);
            if (taken != Taken.YES) {
                Files.delete(file);
            }
            return taken;
        }

        void come(String uid, Form form) throws IOException {
            Taken expected = closed ? Taken.NO : came.getOrDefault(uid, Set.of()).contains(form) ? Taken.COPY
                    : Taken.YES;
            assertThat(offer(uid, form)).isEqualTo(expected);
            if (!closed) {
                came.computeIfAbsent(uid, key -> new LinkedHashSet<>()).add(form);
            }
        }

        /** What conflicts is fetched alone: it is settled if it comes as one of those that came before. */
        void fetchConflictsAlone(List<Form> comes) throws IOException {
            Map<String, List<Arrived>> aside = arrivals.takeConflicts();
            assertThat(aside.keySet()).isEqualTo(conflicting());
            assertThat(arrivals.conflicts()).isEmpty();
            for (Map.Entry<String, List<Arrived>> conflict : aside.entrySet()) {
                String uid = conflict.getKey();
                Set<Form> before = came.remove(uid);
                assertThat(conflict.getValue()).extracting(Form::of).containsAll(before);
                for (Form form : comes) {
                    come(uid, form);
                }
                Set<Form> since = came.getOrDefault(uid, Set.of());
                if (since.size() == 1 && before.containsAll(since)) {
                    delete(conflict.getValue());
                } else {
                    arrivals.restoreConflict(uid, conflict.getValue());
                    came.computeIfAbsent(uid, key -> new LinkedHashSet<>()).addAll(before);
                }
            }
        }

        void nextAttempt() throws IOException {
            delete(arrivals.nextAttempt());
            came.forEach((uid, forms) -> {
                if (forms.size() == 1) {
                    earlier.put(uid, forms.iterator().next());
                } else {
                    earlier.remove(uid);
                }
            });
            came.clear();
            named.clear();
            refused.clear();
            strangers.clear();
            closed = false;
        }

        void recall(Set<String> wanted) {
            arrivals.recall(wanted::contains);
            for (String uid : wanted) {
                if (!came.containsKey(uid) && earlier.containsKey(uid)) {
                    came.put(uid, new LinkedHashSet<>(Set.of(earlier.remove(uid))));
                }
            }
        }

        void refuse(String uid) {
            arrivals.refused(uid, "no room");
            if (!closed) {
                refused.add(uid);
            }
        }

        void stranger(String uid) {
            arrivals.stranger(uid);
            strangers.add(uid);
        }

        void close() {
            arrivals.close();
            closed = true;
        }

        private static void delete(List<Arrived> unwanted) throws IOException {
            for (Arrived each : unwanted) {
                Files.delete(each.file());
            }
        }

        private Set<String> conflicting() {
            return came.keySet().stream().filter(uid -> came.get(uid).size() > 1).collect(Collectors.toSet());
        }

        private Map<String, Set<Form>> settled(boolean ofTheSeries) {
            return came.entrySet().stream()
                    .filter(each -> each.getValue().size() == 1 && named.contains(each.getKey()) == ofTheSeries)
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }

        void check() throws IOException {
            assertThat(forms(arrivals.received())).isEqualTo(settled(true));
            assertThat(forms(arrivals.unlisted())).isEqualTo(settled(false));
            assertThat(arrivals.conflicts()).isEqualTo(conflicting());
            assertThat(arrivals.uids()).isEqualTo(came.keySet());
            assertThat(arrivals.count()).isEqualTo(came.size());
            assertThat(arrivals.strangers()).isEqualTo(strangers);
            Set<String> stillRefused = new HashSet<>(refused);
            stillRefused.removeAll(settled(true).keySet());
            stillRefused.removeAll(conflicting());
            assertThat(arrivals.refused()).isEqualTo(stillRefused);
            checkFiles();
        }

        private static Map<String, Set<Form>> forms(Map<String, Arrived> objects) {
            return objects.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, each -> Set.of(Form.of(each.getValue()))));
        }

        /** Each file that was taken, and not given back as unwanted, is known, and with the bytes that came. */
        private void checkFiles() throws IOException {
            List<Path> known = new ArrayList<>();
            for (Arrived object : arrivals.all()) {
                known.add(object.file());
                assertThat(object.file()).hasContent(object.sopInstanceUid() + Form.of(object));
            }
            if (Files.exists(folder)) {
                try (Stream<Path> there = Files.list(folder)) {
                    assertThat(there.toList()).containsExactlyInAnyOrderElementsOf(known);
                }
            } else {
                assertThat(known).isEmpty();
            }
        }

        /** Attempt after attempt, what came and was never doubtful can still be had. */
        void checkThatNothingIsLost() throws IOException {
            Map<String, Form> had = new HashMap<>(earlier);
            came.forEach((uid, forms) -> {
                if (forms.size() == 1) {
                    had.put(uid, forms.iterator().next());
                } else {
                    had.remove(uid);
                }
            });
            nextAttempt();
            name(Set.copyOf(UIDS));
            recall(Set.copyOf(UIDS));
            check();
            assertThat(arrivals.received().values().stream()
                    .collect(Collectors.toMap(Arrived::sopInstanceUid, Form::of))).isEqualTo(had);
        }
    }

    @Provide
    Arbitrary<List<Step>> courses() {
        Arbitrary<String> uid = Arbitraries.of(UIDS);
        Arbitrary<Form> form = Arbitraries.frequency(Tuple.of(4, Form.PLAIN), Tuple.of(1, Form.OTHER_DIGEST),
                Tuple.of(1, Form.OTHER_SYNTAX), Tuple.of(1, Form.OTHER_LENGTH));
        Arbitrary<Set<String>> uids = uid.set().ofMinSize(1).ofMaxSize(3);
        Arbitrary<Step> come = Combinators.combine(uid, form).as((one, as) -> played -> played.come(one, as));
        Arbitrary<Step> name = uids.map(some -> played -> played.name(some));
        Arbitrary<Step> alone = form.list().ofMaxSize(2).map(comes -> played -> played.fetchConflictsAlone(comes));
        Arbitrary<Step> recall = uids.map(some -> played -> played.recall(some));
        Arbitrary<Step> refuse = uid.map(one -> played -> played.refuse(one));
        Arbitrary<Step> stranger = uid.map(one -> played -> played.stranger(one));
        return Arbitraries.frequencyOf(Tuple.of(12, come), Tuple.of(3, name), Tuple.of(2, alone), Tuple.of(2, recall),
                Tuple.of(1, refuse), Tuple.of(1, stranger), Tuple.of(2, Arbitraries.just(Played::nextAttempt)),
                Tuple.of(1, Arbitraries.just(Played::close))).list().ofMinSize(1).ofMaxSize(40);
    }

    @Property(tries = 400, seed = SEED)
    void everyFileIsAccountedForAndNoObjectTwice(@ForAll("courses") List<Step> course) throws IOException {
        Played played = new Played();
        try {
            for (Step step : course) {
                step.on(played);
                played.check();
            }
            played.checkThatNothingIsLost();
        } finally {
            ServicesResource.delete(played.spool);
        }
    }
}
