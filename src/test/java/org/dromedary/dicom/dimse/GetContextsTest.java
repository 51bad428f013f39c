package org.dromedary.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.PresentationContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GetContextsTest {

    private static final List<String> STUDY_ROOT = List.of(Uid.StudyRootQueryRetrieveInformationModelGet);
    private static final List<String> BOTH_ROOTS = List.of(Uid.StudyRootQueryRetrieveInformationModelGet,
            Uid.PatientRootQueryRetrieveInformationModelGet);

    private static List<String> classes(int number) {
        return Dictionary.storageSopClasses().subList(0, number);
    }

    private static List<PresentationContext> of(GetContexts contexts, String sopClass) {
        return contexts.contexts().stream().filter(each -> each.abstractSyntax().equals(sopClass)).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 6, 7, 42, 43, 64, 126, 127, 199})
    void fitsIntoAnAssociationAndIntoDcmtk(int number) {
        for (List<String> models : List.of(STUDY_ROOT, BOTH_ROOTS)) {
            GetContexts contexts = GetContexts.of(models, classes(number));

            assertThat(contexts.contexts()).hasSizeLessThanOrEqualTo(128).doesNotHaveDuplicates()
                    .allSatisfy(each -> assertThat(each.transferSyntaxes()).hasSizeLessThanOrEqualTo(50));
            assertThat(contexts.contexts().stream().map(PresentationContext::abstractSyntax).distinct())
                    .hasSize(models.size() + contexts.sopClasses().size()).containsAll(models)
                    .containsAll(contexts.sopClasses());
        }
    }

    @ParameterizedTest
    @CsvSource({"1,62", "2,62", "3,21", "6,21", "7,18", "20,6", "42,3", "43,2", "63,2"})
    void fewClassesGetManyContextsEach(int number, int each) {
        GetContexts contexts = GetContexts.of(BOTH_ROOTS, classes(number));

        assertThat(contexts.sopClasses()).isEqualTo(classes(number))
                .allSatisfy(sopClass -> assertThat(of(contexts, sopClass)).hasSize(each));
    }

    @Test
    void oneClassIsProposedInEverySyntaxThatThereIs() {
        Set<String> proposed = of(GetContexts.of(STUDY_ROOT, List.of("1.2.3")), "1.2.3").stream()
                .map(each -> each.transferSyntaxes().get(0)).collect(Collectors.toSet());

        assertThat(proposed).isEqualTo(
                TransferSyntax.known().stream().map(TransferSyntax::uid).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 6, 7, 20, 42, 43, 100})
    void everySyntaxInUseIsProposedHoweverManyClassesThereAre(int number) {
        GetContexts contexts = GetContexts.of(BOTH_ROOTS, classes(number));

        assertThat(contexts.sopClasses()).allSatisfy(sopClass -> assertThat(of(contexts, sopClass).stream()
                .flatMap(each -> each.transferSyntaxes().stream())).hasSize(21).doesNotHaveDuplicates());
    }

    @Test
    void ofManyClassesTheFirstAreAskedForUncompressedAndCompressedApart() {
        GetContexts contexts = GetContexts.of(BOTH_ROOTS, classes(100));

        assertThat(of(contexts, classes(26).get(25))).hasSize(2);
        assertThat(of(contexts, classes(27).get(26))).hasSize(1);
        assertThat(contexts.contexts()).hasSize(128);
    }

    @Test
    void whatHasNoRoomIsLeftOut() {
        assertThat(GetContexts.of(BOTH_ROOTS, classes(199)).sopClasses()).isEqualTo(classes(126));
    }

    @Test
    void unknownClassesStandForThoseThatArchivesHold() {
        GetContexts contexts = GetContexts.of(BOTH_ROOTS, List.of());

        assertThat(contexts.contexts()).hasSize(128);
        assertThat(contexts.sopClasses()).doesNotHaveDuplicates().allMatch(Dictionary::isStorageSopClass)
                .contains(Uid.PositronEmissionTomographyImageStorage, Uid.RTPlanStorage, Uid.EncapsulatedPDFStorage);
        assertThat(of(contexts, Uid.CTImageStorage)).hasSize(2);
    }

    @Test
    void aClassNamedTwiceIsProposedOnce() {
        assertThat(GetContexts.of(STUDY_ROOT, List.of(Uid.CTImageStorage, Uid.CTImageStorage)).sopClasses())
                .containsExactly(Uid.CTImageStorage);
    }

    @Test
    void proposalTakesAllContextsOfARequest() {
        AssociationRequest request = GetContexts.of(STUDY_ROOT, classes(199))
                .propose(AssociationRequest.to("127.0.0.1", 104)).build();

        assertThat(request.contexts()).hasSize(128);
    }
}
