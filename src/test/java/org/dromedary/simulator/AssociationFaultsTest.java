package org.dromedary.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.NegotiatedContext;
import org.dromedary.dicom.ul.AssociationRejectedException;
import org.junit.jupiter.api.Test;

/** What a client sees of archives with few licences, without C-ECHO, of one model, and of several ports. */
class AssociationFaultsTest extends FaultyArchive {

    private Association open(String... classes) throws IOException {
        var request = scu.request();
        for (String sopClass : classes) {
            request.context(sopClass, Uid.ImplicitVRLittleEndian);
        }
        return Association.open(request.build());
    }

    private static void rejected(ThrowingCallable call, int result, int from, int reason) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AssociationRejectedException.class, rejection -> {
            assertThat(rejection.result()).isEqualTo(result);
            assertThat(rejection.source()).isEqualTo(from);
            assertThat(rejection.reason()).isEqualTo(reason);
        });
    }

    @Test
    void oneAssociationAtATime() throws IOException {
        faults.set(new AssociationFault.Limit(1));
        try (Association first = open(Uid.Verification)) {
            assertThat(first.isOpen()).isTrue();
            rejected(() -> open(Uid.Verification), 2, 3, 2);
        }
        for (int i = 0; i < 20; i++) {
            open(Uid.Verification).close();
        }
        assertThat(faults.fired(AssociationFault.Limit.class)).isEqualTo(1);
    }

    @Test
    void echoIsRefusedAsContextOrAsAssociation() throws IOException {
        faults.set(new AssociationFault.NoEcho());
        try (Association association = open(Uid.Verification, Uid.StudyRootQueryRetrieveInformationModelFind)) {
            assertThat(association.contexts()).extracting(NegotiatedContext::accepted).containsExactly(false, true);
        }
        faults.clear().set(new AssociationFault.RejectEchoAssociations());
        rejected(() -> open(Uid.Verification), 1, 1, 1);
        open(Uid.Verification, Uid.StudyRootQueryRetrieveInformationModelFind).close();
    }

    @Test
    void callerIsUnknown() throws IOException {
        faults.set(new AssociationFault.UnknownCallingAeTitle(Set.of("TEST")));
        rejected(() -> open(Uid.Verification), 1, 1, 3);
        faults.set(new AssociationFault.UnknownCallingAeTitle(Set.of("OTHER")));
        open(Uid.Verification).close();
    }

    @Test
    void onlyPatientRootIsServed() throws IOException {
        faults.set(new AssociationFault.PatientRootOnly());
        try (Association association = open(Uid.StudyRootQueryRetrieveInformationModelFind,
                Uid.StudyRootQueryRetrieveInformationModelMove, Uid.StudyRootQueryRetrieveInformationModelGet,
                Uid.PatientRootQueryRetrieveInformationModelGet)) {
            assertThat(association.contexts()).extracting(NegotiatedContext::accepted)
                    .containsExactly(false, false, false, true);
        }
        assertThat(scu.find(Uid.PatientRootQueryRetrieveInformationModelFind, Scu.keys("SERIES", Tag.PatientID,
                study.patientId(), Tag.StudyInstanceUID, studyUid(), Tag.SeriesInstanceUID, "")).answers()).hasSize(2);
        assertThat(move(Uid.PatientRootQueryRetrieveInformationModelMove, Scu.study(studyUid())
                .set(Tag.PatientID, study.patientId())).counts().completed()).isEqualTo(4);
    }

    @Test
    void onlyTheFirstContextIsAccepted() throws IOException {
        faults.set(new AssociationFault.OneContext());
        try (Association association = open(Uid.CTImageStorage, Uid.MRImageStorage, Uid.Verification)) {
            assertThat(association.contexts()).extracting(NegotiatedContext::accepted)
                    .containsExactly(true, false, false);
        }
    }

    @Test
    void queryAndRetrieveAreServedAtTwoPortsAndSentFromAThirdAeTitle() throws IOException {
        try (ArchiveSimulator query = ArchiveSimulator.beside(source).aeTitle("QUERY").queryOnly().start();
                ArchiveSimulator retrieve = ArchiveSimulator.beside(source).aeTitle("RETRIEVE").retrieveOnly()
                        .sendsAs("SENDER").start()) {
            target.faults().set(new AssociationFault.UnknownCallingAeTitle(Set.of("RETRIEVE")));
            assertThat(new Scu(query).find(Scu.keys("STUDY", Tag.StudyInstanceUID, "")).answers()).hasSize(5);
            assertThat(new Scu(retrieve).move(studyUid(), "TARGET").counts().completed()).isEqualTo(4);
            assertThatThrownBy(() -> new Scu(query).move(studyUid(), "TARGET")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> new Scu(retrieve).find(Scu.keys("STUDY", Tag.StudyInstanceUID, "")))
                    .isInstanceOf(IOException.class);
        }
        assertThat(target.size()).isEqualTo(4);
    }

    @Test
    void storageIsServedAtAPortOfItsOwn() throws IOException {
        try (ArchiveSimulator store = ArchiveSimulator.beside(target).aeTitle("STORE").storeOnly().start()) {
            new Scu(store).store(study.files());
            assertThat(target.size()).isEqualTo(4);
            assertThatThrownBy(() -> new Scu(store).move(studyUid(), "TARGET")).isInstanceOf(IOException.class);
        }
    }
}
