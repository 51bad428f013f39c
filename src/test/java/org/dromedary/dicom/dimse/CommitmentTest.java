package org.dromedary.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.Pair;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.TestLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CommitmentTest {
    private static final SopReference GOOD = new SopReference(Uid.CTImageStorage, "1.2.1");
    private static final SopReference LOST = new SopReference(Uid.CTImageStorage, "1.2.2");

    private final BlockingQueue<CommitmentResult> results = new LinkedBlockingQueue<>();

    private static CommitmentResult decide(CommitmentRequest request) {
        return new CommitmentResult(request.transactionUid(),
                request.references().stream().filter(GOOD::equals).toList(),
                request.references().stream().filter(LOST::equals)
                        .map(r -> new CommitmentResult.Failure(r, Status.NO_SUCH_OBJECT_INSTANCE)).toList());
    }

    private static Pair pair(CommitmentHandler handler) throws IOException {
        return Pair.of(scp -> scp.commitment(handler), scu -> scu.calling("STORER")
                .context(Uid.StorageCommitmentPushModel, Uid.ImplicitVRLittleEndian));
    }

    private static void assertDecided(CommitmentResult result) {
        assertThat(result).isEqualTo(new CommitmentResult("2.25.7", List.of(GOOD),
                List.of(new CommitmentResult.Failure(LOST, 0x0112))));
    }

    @Test
    void reportComesOnTheSameAssociation() throws Exception {
        try (Pair pair = pair(CommitmentHandler.of(CommitmentTest::decide))) {
            CommitmentScu.listen(pair.association(), (association, result) -> results.add(result));
            assertThat(CommitmentScu.request(pair.association(), "2.25.7", List.of(GOOD, LOST))).isZero();
            assertThat(CommitmentScu.awaitReport(pair.association(), Duration.ofSeconds(10))).isTrue();
            assertDecided(results.poll());
        }
    }

    @Test
    void reportComesOnANewAssociation() throws Exception {
        try (ScpServer storer = ScpServer.builder().timeouts(TestLimits.LONG)
                .commitmentResults((association, result) -> results.add(result)).build().start();
                Pair pair = pair(CommitmentHandler.of(CommitmentTest::decide, aeTitle -> aeTitle.equals("STORER")
                        ? AssociationRequest.to("127.0.0.1", storer.port()).calling("ARCHIVE").called(aeTitle)
                        : null))) {
            assertThat(CommitmentScu.request(pair.association(), "2.25.7", List.of(GOOD, LOST))).isZero();
            assertDecided(results.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void reportThatOvertakesTheResponseIsTaken() throws Exception {
        try (Pair pair = pair(context -> {
            context.report(decide(context.request()));
            context.respond(Status.SUCCESS, null);
        })) {
            CommitmentScu.listen(pair.association(), (association, result) -> results.add(result));
            assertThat(CommitmentScu.request(pair.association(), "2.25.7", List.of(GOOD, LOST))).isZero();
            assertDecided(results.poll());
        }
    }

    @Test
    void reportThatNeverComesEndsTheWait() throws Exception {
        try (Pair pair = pair(context -> { })) {
            assertThat(CommitmentScu.request(pair.association(), "2.25.7", List.of(GOOD))).isZero();
            assertThat(CommitmentScu.awaitReport(pair.association(), Duration.ofMillis(200))).isFalse();
            assertThat(pair.association().isOpen()).isTrue();
        }
    }

    @Test
    void refusalIsTheStatus() throws Exception {
        try (Pair pair = pair(context -> {
            throw new DimseStatusException(Status.RESOURCE_LIMITATION, null);
        })) {
            assertThat(CommitmentScu.request(pair.association(), "2.25.7", List.of(GOOD)))
                    .isEqualTo(Status.RESOURCE_LIMITATION);
        }
    }
}
