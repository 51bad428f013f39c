package org.dromedary.pipeline.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.dromedary.archives.archive.SettingsException;
import org.dromedary.dicom.data.Uid;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.junit.jupiter.api.Test;

class PolicyTest {

    private static final String EXPLICIT = Uid.ExplicitVRLittleEndian;

    private static Policies policies(Map<String, String> settings) {
        return new Policies(new SmallRyeConfigBuilder().addDefaultInterceptors().addDiscoveredConverters()
                .withMapping(TranscodeSettings.class).withDefaultValues(settings).build()
                .getConfigMapping(TranscodeSettings.class));
    }

    private static Policy general(String policy) {
        return policies(Map.of("dromedary.transcode.policy", policy)).of("CT", object(Uid.CTImageStorage, 1));
    }

    private static Entry object(String sopClass, long size) {
        return Entry.received("1.2.3", sopClass, EXPLICIT, size, "00".repeat(32), "1.2.3.dcm");
    }

    private static void assertWrong(String words, Map<String, String> settings) {
        assertThatThrownBy(() -> policies(settings)).isInstanceOf(SettingsException.class).hasMessageContaining(words);
    }

    @Test
    void objectsStayAsTheyAreUnlessToldOtherwise() {
        Policy policy = policies(Map.of()).of("CT", object(Uid.CTImageStorage, 1));
        assertThat(policy.wanted(Uid.JPEG2000)).containsExactly(Uid.JPEG2000);
        assertThat(policy.wanted(EXPLICIT)).containsExactly(EXPLICIT);
    }

    @Test
    void preferredSyntaxesComeFirstAndTheOwnOneIsAmongThem() {
        Policy policy = general("prefer=JPEGLSLossless, 1.2.840.10008.1.2.1");
        assertThat(policy.wanted(Uid.JPEG2000Lossless))
                .containsExactly(Uid.JPEGLSLossless, EXPLICIT, Uid.JPEG2000Lossless);
        assertThat(policy.wanted(Uid.JPEGLSLossless)).startsWith(Uid.JPEGLSLossless);
    }

    @Test
    void whatWasCompressedWithLossIsNotCompressedAgain() {
        assertThat(general("prefer=JPEGLSLossless").wanted(Uid.JPEGBaseline8Bit)).containsExactly(Uid.JPEGBaseline8Bit);
        assertThat(general("decompress").wanted(Uid.JPEGBaseline8Bit)).startsWith(EXPLICIT)
                .endsWith(Uid.JPEGBaseline8Bit);
    }

    @Test
    void decompressionLeavesNativeObjectsAlone() {
        assertThat(general("decompress").wanted(Uid.ExplicitVRBigEndian)).containsExactly(Uid.ExplicitVRBigEndian);
    }

    @Test
    void noLossyOrUnwritableSyntaxStandsInForOneThatIsRefused() {
        for (String own : new String[] {EXPLICIT, Uid.JPEG2000, Uid.MPEG2MPML}) {
            assertThat(Policy.otherwise(own)).doesNotContain(own).noneMatch(Policy::isLossy)
                    .contains(Uid.ImplicitVRLittleEndian, Uid.JPEGLSLossless);
        }
        assertThat(Policy.otherwise(Uid.ImplicitVRLittleEndian)).startsWith(EXPLICIT);
        assertThat(Policy.otherwise(Uid.JPEG2000)).startsWith(Uid.JPEGLSLossless);
    }

    @Test
    void firstPolicyByNameThatFitsIsTaken() {
        Policies policies = policies(Map.of(
                "dromedary.transcode.policies.10-large.policy", "prefer=HTJ2KLossless",
                "dromedary.transcode.policies.10-large.larger-than", "10 MB",
                "dromedary.transcode.policies.20-us.policy", "prefer=JPEGLSLossless",
                "dromedary.transcode.policies.20-us.modality", "US,IVUS",
                "dromedary.transcode.policies.30-ct.policy", "decompress",
                "dromedary.transcode.policies.30-ct.modality", "CT",
                "dromedary.transcode.policies.30-ct.sop-classes", "CTImageStorage"));
        assertThat(policies.of("US", object(Uid.UltrasoundImageStorage, 10_000_001)).preferred())
                .containsExactly(Uid.HTJ2KLossless);
        assertThat(policies.of("US", object(Uid.UltrasoundImageStorage, 10_000_000)).preferred())
                .containsExactly(Uid.JPEGLSLossless);
        assertThat(policies.of("CT", object(Uid.CTImageStorage, 1)).decompress()).isTrue();
        assertThat(policies.of("CT", object(Uid.SecondaryCaptureImageStorage, 1)).preferred()).isEmpty();
    }

    @Test
    void lossIsAcceptedInWordsOrNotAtAll() {
        assertWrong("dromedary.transcode.lossy=accepted",
                Map.of("dromedary.transcode.policy", "prefer=JPEGBaseline8Bit"));
        assertWrong("dromedary.transcode.policies.us.lossy=accepted", Map.of(
                "dromedary.transcode.policies.us.policy", "prefer=JPEGBaseline8Bit",
                "dromedary.transcode.policies.us.modality", "US"));
        assertThat(policies(Map.of("dromedary.transcode.policy", "prefer=JPEGBaseline8Bit",
                "dromedary.transcode.lossy", "accepted")).of("CT", object(Uid.CTImageStorage, 1)).preferred())
                .containsExactly(Uid.JPEGBaseline8Bit);
    }

    @Test
    void wrongSettingsAreNamedWithWhatIsRight() {
        assertWrong("keep, decompress, or prefer=", Map.of("dromedary.transcode.policy", "compress"));
        assertWrong("no transfer syntax 'JPEGLS'", Map.of("dromedary.transcode.policy", "prefer=JPEGLS"));
        assertWrong("can't be brought into MPEG2MPML", Map.of("dromedary.transcode.policy", "prefer=MPEG2MPML"));
        assertWrong("has no condition", Map.of("dromedary.transcode.policies.all.policy", "keep"));
        assertWrong("a size such as 10 MB", Map.of("dromedary.transcode.policies.all.policy", "keep",
                "dromedary.transcode.policies.all.larger-than", "10 %"));
        assertWrong("no SOP class 'CT'", Map.of("dromedary.transcode.policies.all.policy", "keep",
                "dromedary.transcode.policies.all.sop-classes", "CT"));
    }
}
