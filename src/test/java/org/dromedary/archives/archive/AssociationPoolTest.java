package org.dromedary.archives.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.dromedary.archives.archive.ArchiveLink.Purpose;
import org.dromedary.archives.archive.AssociationPool.Work;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.dicom.dimse.EchoScu;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.ul.AssociationAbortedException;
import org.dromedary.dicom.ul.AssociationRejectedException;
import org.dromedary.dicom.ul.DicomNetworkException;
import org.dromedary.dicom.ul.DicomTimeoutException;
import org.dromedary.simulator.ArchiveSimulator;
import org.dromedary.simulator.AssociationFault;
import org.dromedary.simulator.Faults;
import org.dromedary.testing.Peers;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AssociationPoolTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Predicate<Association> ANY = association -> true;
    private static final Work<Association> NOTHING = association -> association;

    private final Path folder = ServicesResource.newDataDir();
    private final Faults faults = new Faults();
    private final int port = Peers.freePort();
    private final AtomicInteger begun = new AtomicInteger();
    private ArchiveSimulator archive;
    private AssociationPool pool;

    @BeforeEach
    void start() throws IOException {
        archive = ArchiveSimulator.in(folder).aeTitle("ARCHIVE").port(port).faults(faults).start();
        pool = pool(HOUR);
    }

    @AfterEach
    void stop() {
        pool.close();
        archive.close();
        ServicesResource.delete(folder);
    }

    /** @param stated quirks of the archive, such as {@code association-limit=1} */
    private static AssociationPool pool(Duration keepIdle, String... stated) {
        Quirks quirks = new Quirks("source", QuirkSettings.of("source", Optional.of(List.of(stated))), null);
        return new AssociationPool(keepIdle, new AssociationLimit(() -> quirks));
    }

    private AssociationRequest request() {
        return AssociationRequest.to("127.0.0.1", port).called("ARCHIVE")
                .context(Uid.Verification, Archives.QUERY_SYNTAXES).build();
    }

    private <T> T query(Work<T> work) throws IOException {
        return pool.use(Purpose.QUERY_RETRIEVE, request(), ANY, work);
    }

    private <T> T storage(Work<T> work) throws IOException {
        return pool.use(Purpose.STORAGE, request(), ANY, work);
    }

    private <T> Work<T> failing(IOException failure) {
        return association -> {
            begun.incrementAndGet();
            throw failure;
        };
    }

    private void awaitAssociationsAtTheArchive(int number) {
        await().until(() -> archive.associations() == number);
    }

    @Nested
    class Kept {

        @Test
        void associationIsUsedAgainForItsPurposeAlone() throws Exception {
            Association first = query(NOTHING);
            assertThat(query(NOTHING)).isSameAs(first);
            assertThat(storage(NOTHING)).isNotSameAs(first);
            assertThat(query(NOTHING)).isSameAs(first);
            awaitAssociationsAtTheArchive(2);
        }

        @Test
        void oneThatDoesNotSuitMakesPlaceForTheNextOfItsPurpose() throws Exception {
            Association stored = storage(NOTHING);
            Association first = query(NOTHING);
            Association second = pool.use(Purpose.QUERY_RETRIEVE, request(), kept -> kept != first, NOTHING);
            assertThat(second).isNotSameAs(first);
            assertThat(first.isOpen()).isFalse();
            assertThat(storage(NOTHING)).as("another purpose's stays").isSameAs(stored);
            awaitAssociationsAtTheArchive(2);
        }

        @Test
        void idleForTooLongIsReleasedAtTheNextUse() throws Exception {
            pool = pool(Duration.ZERO);
            Association first = query(NOTHING);
            assertThat(first.isOpen()).isTrue();
            assertThat(storage(NOTHING).isOpen()).isTrue();
            assertThat(first.isOpen()).isFalse();
            pool.releaseIdle();
            awaitAssociationsAtTheArchive(0);
        }

        @Test
        void idleForAShortTimeIsKept() throws Exception {
            Association first = query(NOTHING);
            pool.releaseIdle();
            assertThat(first.isOpen()).isTrue();
            assertThat(query(NOTHING)).isSameAs(first);
        }

        @Test
        void usedOnceIsReleasedWhateverBecameOfTheWork() throws Exception {
            assertThat(pool.useOnce(request(), NOTHING).isOpen()).isFalse();
            assertThatThrownBy(() -> pool.useOnce(request(), failing(new IOException("on purpose"))))
                    .hasMessage("on purpose");
            awaitAssociationsAtTheArchive(0);
        }

        @Test
        void workThatMustCostNoneTakesAnIdleOneOrNone() throws Exception {
            assertThatThrownBy(() -> pool.useIdle(Purpose.QUERY_RETRIEVE, ANY, NOTHING))
                    .isInstanceOf(NoPlaceException.class);
            Association first = query(NOTHING);
            assertThat(pool.useIdle(Purpose.QUERY_RETRIEVE, ANY, NOTHING)).isSameAs(first);
            assertThatThrownBy(() -> pool.useIdle(Purpose.STORAGE, ANY, NOTHING))
                    .isInstanceOf(NoPlaceException.class);
            assertThat(query(NOTHING)).isSameAs(first);
        }
    }

    @Nested
    class Broken {

        @Test
        void associationOnWhichWorkFailedIsNotGivenOutAgain() throws Exception {
            AtomicReference<Association> failed = new AtomicReference<>();
            assertThatThrownBy(() -> query(association -> {
                failed.set(association);
                throw new IOException("half of the answer is still to come");
            })).hasMessageContaining("half of the answer");
            assertThat(failed.get().isOpen()).isFalse();
            assertThat(query(NOTHING)).isNotSameAs(failed.get());
            awaitAssociationsAtTheArchive(1);
        }

        @Test
        void associationStaysUsableAfterAStatus() throws Exception {
            Association first = query(NOTHING);
            assertThatThrownBy(() -> query(failing(new DimseStatusException(0xA700, "no room"))))
                    .isInstanceOf(DimseStatusException.class);
            assertThat(begun).as("a status is an answer").hasValue(1);
            assertThat(query(NOTHING)).isSameAs(first);
        }

        @Test
        void workIsBegunAgainOnceOnANewOneWhenThePeerHadEndedTheKeptOne() throws Exception {
            Association first = query(NOTHING);
            archive.close();
            archive = ArchiveSimulator.in(folder).aeTitle("ARCHIVE").port(port).faults(faults).start();
            Association second = query(association -> {
                begun.incrementAndGet();
                EchoScu.echo(association);
                return association;
            });
            assertThat(second).isNotSameAs(first);
            assertThat(begun).hasValue(2);
            assertThat(query(NOTHING)).isSameAs(second);
        }

        @Test
        void workOnAKeptOneThatWasLostIsBegunTwiceAndNotThrice() throws Exception {
            query(NOTHING);
            assertThatThrownBy(() -> query(failing(AssociationAbortedException.lost("on purpose", null))))
                    .isInstanceOf(AssociationAbortedException.class);
            assertThat(begun).hasValue(2);
        }

        @Test
        void workOnANewOneThatWasLostIsNotBegunAgain() {
            assertThatThrownBy(() -> query(failing(AssociationAbortedException.lost("on purpose", null))))
                    .isInstanceOf(AssociationAbortedException.class);
            assertThat(begun).hasValue(1);
        }

        @Test
        void timeoutIsNotTakenForAnAssociationThatHadEnded() throws Exception {
            query(NOTHING);
            assertThatThrownBy(() -> query(failing(new DicomTimeoutException("on purpose", Duration.ZERO))))
                    .isInstanceOf(DicomTimeoutException.class);
            assertThat(begun).hasValue(1);
        }

        @Test
        void idleOneThatEndedGivesItsPlaceBack() throws Exception {
            pool = pool(HOUR, "association-limit=1");
            Association first = query(NOTHING);
            first.abort();
            assertThat(query(NOTHING)).isNotSameAs(first);
        }
    }

    @Nested
    class Limited {

        @Test
        void limitIsLearntFromARejectionWhileOneIsHeld() throws Exception {
            faults.set(new AssociationFault.Limit(1));
            assertThat(pool.isLimited()).isFalse();
            query(held -> {
                assertThatThrownBy(() -> storage(NOTHING)).isInstanceOf(NoPlaceException.class);
                return null;
            });
            assertThat(pool.isLimited()).isTrue();
            int refused = faults.fired(AssociationFault.Limit.class);
            query(held -> {
                assertThatThrownBy(() -> storage(NOTHING)).isInstanceOf(NoPlaceException.class);
                return null;
            });
            assertThat(faults.fired(AssociationFault.Limit.class)).as("not asked again").isEqualTo(refused);
        }

        @Test
        void asManyAreOpenedAsAreKnownToBeServed() throws Exception {
            pool = pool(HOUR, "association-limit=2");
            query(first -> query(second -> {
                assertThat(second).isNotSameAs(first);
                assertThatThrownBy(() -> query(NOTHING)).isInstanceOf(NoPlaceException.class);
                return null;
            }));
        }

        @Test
        void idleOneOfAnotherPurposeIsReleasedForAPlace() throws Exception {
            pool = pool(HOUR, "association-limit=1");
            Association first = query(NOTHING);
            assertThat(storage(NOTHING).isOpen()).isTrue();
            assertThat(first.isOpen()).isFalse();
            awaitAssociationsAtTheArchive(1);
        }

        @Test
        void idleOneIsReleasedWhenTheArchiveRejectsAnother() throws Exception {
            faults.set(new AssociationFault.Limit(1));
            Association first = query(NOTHING);
            Association second = storage(NOTHING);
            assertThat(first.isOpen()).isFalse();
            assertThat(second.isOpen()).isTrue();
            assertThat(faults.fired(AssociationFault.Limit.class)).isPositive();
        }

        @Test
        void everybodyGetsATurnOfTheFewThatAreServed() throws Exception {
            pool = pool(HOUR, "association-limit=2");
            Set<Association> inUse = ConcurrentHashMap.newKeySet();
            Work<Boolean> alone = association -> {
                boolean free = inUse.add(association) && inUse.size() <= 2;
                EchoScu.echo(association);
                inUse.remove(association);
                return free;
            };
            List<CompletableFuture<Boolean>> users = IntStream.range(0, 6).mapToObj(i ->
                    CompletableFuture.supplyAsync(() -> repeat(20, alone), task -> new Thread(task).start())).toList();
            for (CompletableFuture<Boolean> each : users) {
                assertThat(each.get(60, TimeUnit.SECONDS)).as("one association serves one use at a time").isTrue();
            }
        }

        private boolean repeat(int times, Work<Boolean> work) {
            boolean good = true;
            for (int done = 0; done < times;) {
                try {
                    good &= query(work);
                    done++;
                } catch (NoPlaceException full) {
                    pool.awaitPlace();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return good;
        }
    }

    @Nested
    class Rejected {

        @Test
        void passingRejectionWithoutAnAssociationOfOursReachesTheCallerAtOnce() {
            faults.set(new AssociationFault.Refuse(true));
            assertThatThrownBy(() -> query(NOTHING)).isInstanceOf(AssociationRejectedException.class);
            assertThat(faults.fired(AssociationFault.Refuse.class)).isOne();
            assertThat(pool.isLimited()).isFalse();
        }

        @Test
        void passingRejectionIsWaitedOutWhenOneHasJustBeenReleased() throws Exception {
            pool.useOnce(request(), NOTHING);
            faults.next(2, new AssociationFault.Refuse(true));
            assertThat(query(NOTHING).isOpen()).isTrue();
            assertThat(faults.fired(AssociationFault.Refuse.class)).isEqualTo(2);
        }

        @Test
        void finalRejectionReachesTheCallerAlthoughOneIsHeld() throws Exception {
            query(held -> {
                faults.set(new AssociationFault.Refuse(false));
                assertThatThrownBy(() -> storage(NOTHING)).isInstanceOf(AssociationRejectedException.class);
                return null;
            });
            assertThat(faults.fired(AssociationFault.Refuse.class)).isOne();
            assertThat(pool.isLimited()).isFalse();
        }

        @Test
        void rejectedAssociationTakesNoPlace() throws Exception {
            pool = pool(HOUR, "association-limit=1");
            faults.next(3, new AssociationFault.Refuse(false));
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> query(NOTHING)).isInstanceOf(AssociationRejectedException.class);
            }
            assertThat(query(NOTHING).isOpen()).isTrue();
        }
    }

    @Nested
    class Closed {

        @Test
        void nothingIsBegunAndTheIdleAreReleased() throws Exception {
            Association idle = query(NOTHING);
            pool.close();
            assertThat(idle.isOpen()).isFalse();
            assertThatThrownBy(() -> query(NOTHING)).isInstanceOf(NoPlaceException.class);
            awaitAssociationsAtTheArchive(0);
        }

        @Test
        void workUnderWayIsBrokenOffAndNotBegunAgain() throws Exception {
            query(NOTHING);
            archive.load().times(HOUR, Duration.ZERO, Duration.ZERO);
            CompletableFuture<Association> work = CompletableFuture.supplyAsync(() -> {
                try {
                    return query(association -> {
                        begun.incrementAndGet();
                        EchoScu.echo(association);
                        return association;
                    });
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }, task -> new Thread(task).start());
            await().until(() -> begun.get() == 1);
            pool.close();
            assertThatThrownBy(() -> work.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                    .cause().hasCauseInstanceOf(DicomNetworkException.class);
            assertThat(begun).hasValue(1);
        }

        @Test
        void workThatEndsAfterwardsLeavesNoAssociationBehind() throws Exception {
            Association last = query(association -> {
                pool.close();
                return association;
            });
            assertThat(last.isOpen()).isFalse();
            awaitAssociationsAtTheArchive(0);
        }
    }
}
