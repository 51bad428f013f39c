package org.dromedary.pipeline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dromedary.archives.archive.Capabilities;
import org.dromedary.archives.archive.Form;
import org.dromedary.archives.archive.Quirk;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.ledger.LedgerView.ExceptionLine;
import org.dromedary.ledger.SeriesManifest.Content;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.SeriesManifest.Outcome;
import org.dromedary.ledger.SeriesManifest.Way;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.objects.coercion.CoercionException;
import org.dromedary.objects.coercion.CoercionLedger;
import org.dromedary.objects.coercion.Coercions;
import org.dromedary.pipeline.stage.Failure.Kind;
import org.dromedary.simulator.AssociationFault;
import org.dromedary.simulator.StoreFault;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which form objects are sent, over which presentation contexts, and which are not sent. */
@QuarkusTest
@org.junit.jupiter.api.Tag("application")
@QuarkusTestResource(ServicesResource.class)
@TestProfile(StoreRig.Profile.class)
class StoreFormsTest extends StoreRig {

    private static final String CANNOT_ENCODE = CoercionException.CANNOT_ENCODE;

    @Inject
    Capabilities capabilities;

    @Inject
    CoercionLedger coercions;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void classOrSyntaxThatTheTargetNoLongerTakesIsDecidedOnOnceMoreAndThenRejected(boolean ofClass) throws Exception {
        String[] uids = {received(CT, IMPLICIT), received(ofClass ? SC : CT, EXPLICIT), received(CT, IMPLICIT)};
        Form form = new Form(ofClass ? SC : CT, EXPLICIT.uid());
        assertThat(capabilities.accepted(Set.of(form), Duration.ofHours(1))).containsExactly(form);
        faults.set(new AssociationFault.AcceptOnly(ofClass ? Set.of(Uid.Verification, CT) : Set.of(),
                ofClass ? Set.of() : Set.of(IMPLICIT.uid())));
        assertThat(deliver()).isEqualTo(SeriesState.RECONCILED);
        assertThat(row().reasonCode).isEqualTo("FORM_REFUSED");
        assertThat(next).isEqualTo(Stage.TRANSCODE.queue());
        assertThat(statuses()).containsExactly(0, 0x0122, 0);
        assertThat(capabilities.accepted(Set.of(form), Duration.ofHours(1))).as("asked again").isEmpty();

        advance(SeriesState.RECONCILED, SeriesState.TRANSCODED);
        forgetAtTarget(uids[0]);
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        assertTargetHas(uids[2]);
        assertCounts(2, 1, 0);
        assertThat(exceptions()).singleElement().satisfies(line -> {
            assertThat(line.sopInstanceUid()).isEqualTo(uids[1]);
            assertThat(line.status()).isEqualTo(0x0122);
            assertThat(line.comment()).contains("no presentation context");
        });
    }

    @Test
    void seriesThatTheTargetTakesInNoFormIsDecidedOnOnceMoreAndThenRejected() throws Exception {
        threeImages();
        faults.set(new AssociationFault.AcceptOnly(Set.of(), Set.of(IMPLICIT.uid())));
        assertThat(deliver()).isEqualTo(SeriesState.RECONCILED);
        advance(SeriesState.RECONCILED, SeriesState.TRANSCODED);
        assertThat(deliver()).isEqualTo(SeriesState.REJECTED);
        assertFailed(Kind.REFUSED, "NO_PRESENTATION_CONTEXT");
        assertCounts(0, 3, 0);
        assertTargetHas();
    }

    @Test
    void classThatTheTargetRefusesByStatusIsDecidedOnOnceMore() throws Exception {
        String[] uids = {received(CT, EXPLICIT), received(SC, EXPLICIT)};
        faults.set(new StoreFault.FailSopClass(SC, 0x0122));
        assertThat(deliver()).isEqualTo(SeriesState.RECONCILED);
        assertTargetHas(uids[0]);
        assertThat(message.attempt()).isOne();
    }

    @Test
    void moreFormsThanOneAssociationCanHaveGoOverSeveral() throws Exception {
        String[] uids = new String[130];
        for (int i = 0; i < uids.length; i++) {
            uids[i] = received(image(study + ".9." + i).setBytes(Tag.PixelData, Vr.OW, new byte[2]), EXPLICIT);
        }
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        assertTargetHas(uids);
        assertThat(statuses()).containsOnly(0);
    }

    @Test
    void targetThatTakesOneContextOnAnAssociationGetsEachFormOverItsOwn() throws Exception {
        String[] uids = {received(CT, EXPLICIT), received(SC, EXPLICIT), received(CT, IMPLICIT)};
        archives.targetQuirks().learn(Quirk.ONE_CONTEXT, "");
        faults.set(new AssociationFault.OneContext());
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        assertTargetHas(uids);
    }

    @Test
    void keptAssociationServesOnlyASeriesWhoseFormsItHas() throws Exception {
        String first = received(CT, EXPLICIT);
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        advance(SeriesState.STORED, SeriesState.QUEUED);
        entries.clear();
        entries.addAll(manifest().entries());
        String second = received(CT, EXPLICIT);
        String third = received(SC, EXPLICIT);
        transcoded();
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        assertTargetHas(first, second, third);
        assertCounts(3, 0, 0);
    }

    @Test
    void objectsThatWereLeftBehindBeforeAreNotSentAndStayCounted() throws Exception {
        String[] uids = {received(CT, EXPLICIT), received(CT, EXPLICIT), received(CT, EXPLICIT),
            received(CT, EXPLICIT), received(CT, EXPLICIT)};
        leaveBehind(0, Outcome.REJECTED);
        leaveBehind(1, Outcome.QUARANTINED);
        leaveBehind(2, Outcome.SKIPPED);
        faults.set(new StoreFault.FailObject(uids[3], 0xA900));
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        assertTargetHas(uids[4]);
        assertCounts(1, 2, 1);
        assertThat(exceptions()).extracting(ExceptionLine::sopInstanceUid).containsExactly(uids[3]);
    }

    private void leaveBehind(int index, Outcome outcome) {
        entries.set(index, entries.get(index).going(Way.out(outcome)));
    }

    @Test
    void convertedFileIsSentInsteadOfTheReceivedOneAndWhatWasSentIsKept() throws Exception {
        String uid = received(CT, IMPLICIT);
        Content converted = write(Spool.convertedName(Spool.fileName(uid)), Part10.read(fileOf(uid)), EXPLICIT);
        entries.set(0, entries.get(0).going(Way.AS_RECEIVED.converted(converted)));
        faults.set(new AssociationFault.AcceptOnly(Set.of(), Set.of(EXPLICIT.uid())));
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        assertTargetHas(uid);
        Entry kept = manifest().entries().get(0);
        assertThat(kept.sentSha256()).isNotEqualTo(kept.sha256());
        assertThat(Part10.read(target.objects().get(uid)).getItems(Tag.ContributingEquipmentSequence)).hasSize(1);
    }

    /** A name that only Unicode has comes into objects as they are encoded. */
    private void plan() {
        transcoded();
        QuarkusTransaction.requiringNew().run(() -> coercions.put(id,
                Optional.of(Coercions.of(Coercions.target(), List.of(), List.of(), 1)), null));
    }

    private DataSet unicode(String sopClassUid) {
        return image(sopClassUid).set(Tag.SpecificCharacterSet, "ISO_IR 192");
    }

    @Test
    void objectThatCanNotBeChangedAsPlannedStaysOutAndTheOthersGoOnChanged() throws Exception {
        String[] uids = {received(unicode(CT), EXPLICIT), received(CT, EXPLICIT), received(unicode(CT), EXPLICIT)};
        plan();
        assertThat(deliver()).isEqualTo(SeriesState.STORED);
        assertTargetHas(uids[0], uids[2]);
        assertThat(Part10.readHead(target.objects().get(uids[0])).getString(Tag.PatientID)).isEqualTo("NEW-4711");
        assertThat(manifest().entries()).extracting(Entry::sentSha256).doesNotContain(entries.get(0).sha256())
                .satisfies(sent -> assertThat(sent.get(1)).isNull());
        assertCounts(2, 0, 1);
        assertThat(row().reasonCode).isEqualTo("PARTLY_QUARANTINED");
        assertThat(exceptions()).extracting(ExceptionLine::sopInstanceUid, ExceptionLine::reasonCode)
                .containsExactly(tuple(uids[1], CANNOT_ENCODE));
    }

    @Test
    void seriesOfWhichNoObjectCanBeChangedAsPlannedIsQuarantined() throws Exception {
        String[] uids = threeImages();
        plan();
        assertThat(deliver()).isEqualTo(SeriesState.QUARANTINED);
        assertFailed(Kind.UNSAFE, CANNOT_ENCODE);
        assertThat(failure.detail()).contains("3 of 3 objects");
        assertTargetHas();
        assertCounts(0, 0, 3);
        assertThat(exceptions()).extracting(ExceptionLine::sopInstanceUid).containsExactly(uids);
    }

    @Test
    void seriesOfWhichTheRestIsRefusedIsQuarantinedWithTheReasonOfEachObject() throws Exception {
        String[] uids = {received(CT, EXPLICIT), received(unicode(CT), EXPLICIT)};
        faults.set(new StoreFault.FailWith(0xA900, ""));
        plan();
        assertThat(deliver()).isEqualTo(SeriesState.QUARANTINED);
        assertFailed(Kind.UNSAFE, CANNOT_ENCODE);
        assertThat(failure.detail()).contains("1 of 2 objects");
        assertThat(exceptions()).extracting(ExceptionLine::sopInstanceUid, ExceptionLine::reasonCode,
                ExceptionLine::status)
                .containsExactly(tuple(uids[0], CANNOT_ENCODE, null), tuple(uids[1], "REJECTED", 0xA900));
    }
}
