package org.dromedary.objects.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Vr;
import org.dromedary.objects.rules.RuleResult.Verdict;
import org.dromedary.testing.Peers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retired SOP classes and what their successors demand. */
class SopClassUpgradeTest {

    private static final String US = "1.2.840.10008.5.1.4.1.1.6";
    private static final String US_MULTI_FRAME = "1.2.840.10008.5.1.4.1.1.3";
    private static final String NM = "1.2.840.10008.5.1.4.1.1.5";
    private static final String XA_BIPLANE = "1.2.840.10008.5.1.4.1.1.12.3";
    private static final RuleSet RULES = Rules.one("always", "upgradeSopClass");

    private static DataSet image(String sopClass, String photometric, int bits) {
        return Rules.object().set(Tag.SOPClassUID, sopClass).set(Tag.PhotometricInterpretation, photometric)
                .setInt(Tag.SamplesPerPixel, photometric.equals("RGB") ? 3 : 1).setInt(Tag.Rows, 4)
                .setInt(Tag.Columns, 4).setInt(Tag.BitsAllocated, bits).setInt(Tag.BitsStored, bits)
                .setInt(Tag.HighBit, bits - 1).setInt(Tag.PixelRepresentation, 0);
    }

    private static DataSet upgraded(DataSet object) {
        RuleResult result = Rules.apply(RULES, object);
        assertThat(result.reason()).isNull();
        return result.head();
    }

    private static void lacks(DataSet object, String... what) {
        RuleResult result = Rules.apply(RULES, object);
        assertThat(result.verdict()).isEqualTo(Verdict.QUARANTINE);
        assertThat(result.reason()).contains(what);
        assertThat(result.head()).isSameAs(object);
    }

    @Test
    void ultrasoundKeepsItsInstanceAndTellsItsFormerClass() {
        DataSet after = upgraded(image(US, "RGB", 8));
        assertThat(after.getString(Tag.SOPClassUID)).isEqualTo("1.2.840.10008.5.1.4.1.1.6.1");
        assertThat(after.getString(Tag.SOPInstanceUID)).isEqualTo("2.25.3");
        assertThat(after.getItems(Tag.OriginalAttributesSequence).get(0).getItems(Tag.ModifiedAttributesSequence).get(0)
                .getString(Tag.SOPClassUID)).isEqualTo(US);
        lacks(image(US, "MONOCHROME2", 16), "BitsAllocated");
        lacks(image(US, "ARGB", 8), "PhotometricInterpretation");
    }

    @Test
    void ultrasoundOfSeveralFramesNeedsToSayWhatTheFramesFollow() {
        DataSet object = image(US_MULTI_FRAME, "MONOCHROME2", 8).set(Tag.NumberOfFrames, "3");
        lacks(object, "FrameTime");
        DataSet timed = upgraded(new DataSet(object).set(0x00181063, "40"));
        assertThat(timed.getString(Tag.SOPClassUID)).isEqualTo("1.2.840.10008.5.1.4.1.1.3.1");
        assertThat(timed.getString(0x00280009)).isEqualTo("00181063");
        DataSet rated = upgraded(new DataSet(object).set(0x00180040, "30"));
        assertThat(rated.getString(0x00181063)).isEqualTo("33.333333");
        lacks(new DataSet(object).set(0x00280009, "00181065"), "FrameTimeVector");
        lacks(image(US_MULTI_FRAME, "MONOCHROME2", 8).set(0x00181063, "40"), "NumberOfFrames");
    }

    @Test
    void nuclearMedicineOfOneFrameGetsItsVectors() {
        DataSet object = image(NM, "MONOCHROME2", 16).set(Tag.ImageType, "ORIGINAL", "PRIMARY")
                .set(0x00180031, "Tc-99m MDP").set(0x00181242, "60000").set(0x00180032, "140").set(0x00180033, "28");
        DataSet after = upgraded(object);
        assertThat(after.getString(Tag.SOPClassUID)).isEqualTo("1.2.840.10008.5.1.4.1.1.20");
        assertThat(after.getStrings(Tag.ImageType)).containsExactly("ORIGINAL", "PRIMARY", "STATIC", "EMISSION");
        assertThat(after.getStrings(0x00280009)).containsExactly("00540010", "00540020");
        DataSet range = after.getItems(0x00540012).get(0).getItems(0x00540013).get(0);
        assertThat(range.getString(0x00540014)).isEqualTo("126");
        assertThat(range.getString(0x00540015)).isEqualTo("154");
        assertThat(after.getItems(0x00540016).get(0).getString(0x00180031)).isEqualTo("Tc-99m MDP");
        assertThat(after.contains(0x00540022)).isTrue();
    }

    @Test
    void nuclearMedicineOfSeveralFramesIsNotGuessed() {
        DataSet object = image(NM, "MONOCHROME2", 16).set(Tag.NumberOfFrames, "4")
                .set(Tag.ImageType, "ORIGINAL", "PRIMARY", "DYNAMIC", "EMISSION");
        lacks(object, "FrameIncrementPointer");
        lacks(object.set(Tag.ImageType, "ORIGINAL", "PRIMARY"), "value 3 of ImageType");
        lacks(object.set(Tag.NumberOfFrames, "1").set(0x00180030, "Tc99m"), "ActualFrameDuration");
    }

    @Test
    void planeOfABiPlaneAngiographyNeedsTheOtherOne() {
        DataSet object = image(XA_BIPLANE, "MONOCHROME2", 8).set(Tag.ImageType, "ORIGINAL", "PRIMARY", "BIPLANE A")
                .set(0x00281040, "LOG").set(0x00181155, "GR");
        lacks(object, "ReferencedImageSequence");
        object.setItems(0x00081140, new DataSet().set(Tag.ReferencedSOPClassUID, XA_BIPLANE)
                .set(Tag.ReferencedSOPInstanceUID, "2.25.8"));
        DataSet after = upgraded(object);
        assertThat(after.getString(Tag.SOPClassUID)).isEqualTo("1.2.840.10008.5.1.4.1.1.12.1");
        assertThat(after.contains(Tag.KVP)).isTrue();
        object.remove(0x00281040);
        lacks(object, "PixelIntensityRelationship");
    }

    @Test
    void visibleLightGoesByModality() {
        String trial = "1.2.840.10008.5.1.4.1.1.77.1";
        DataSet object = image(trial, "RGB", 8).set(Tag.Modality, "ES");
        assertThat(upgraded(object).getString(Tag.SOPClassUID)).isEqualTo("1.2.840.10008.5.1.4.1.1.77.1.1");
        lacks(object.set(Tag.Modality, "OT"), "no successor");
    }

    @Test
    void everyRetiredStorageClassHasASuccessorOrAReasonWhyNot() {
        for (String uid : Dictionary.storageSopClasses()) {
            if (Dictionary.isRetired(uid)) {
                DataSet object = image(uid, "MONOCHROME2", 8);
                RuleResult result = Rules.apply(RULES, object);
                boolean upgraded = !uid.equals(result.head().getString(Tag.SOPClassUID));
                assertThat(upgraded || result.verdict() == Verdict.QUARANTINE).as(uid).isTrue();
            }
        }
    }

    /** What the validator finds that is not in the retired object: general attributes of the image are left out. */
    @Test
    void successorsHaveWhatTheValidatorWantsOfTheirImageModules(@TempDir Path folder) throws IOException {
        Peers.require("dciodvfy");
        Map<String, DataSet> objects = Map.of("US", image(US, "RGB", 8).setInt(0x00280006, 0),
                "USMulti", image(US_MULTI_FRAME, "MONOCHROME2", 8).set(Tag.NumberOfFrames, "2").set(0x00180040, "25"),
                "NM", image(NM, "MONOCHROME2", 16).set(Tag.ImageType, "ORIGINAL", "PRIMARY").set(0x00180031, "Tc99m")
                        .set(0x00181242, "60000"),
                "XA", image(XA_BIPLANE, "MONOCHROME2", 8).set(Tag.ImageType, "ORIGINAL", "PRIMARY", "SINGLE PLANE")
                        .set(0x00281040, "LOG").set(0x00181155, "GR"));
        for (Map.Entry<String, DataSet> object : objects.entrySet()) {
            DataSet after = upgraded(object.getValue().set(Tag.Modality, object.getKey().substring(0, 2))
                    .set(Tag.StationName, "ROOM1"));
            int bytes = 16 * after.getInt(Tag.SamplesPerPixel, 1) * after.getInt(Tag.BitsAllocated, 8) / 8
                    * after.getInt(Tag.NumberOfFrames, 1);
            after.setBytes(Tag.PixelData, Vr.OW, new byte[bytes]);
            Path file = folder.resolve(object.getKey());
            Part10.write(file, after, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
            String findings = Peers.run(folder, Map.of(), "dciodvfy", file.toString()).text();
            assertThat(findings).doesNotContain("Information Object Not found");
            assertThat(findings.lines().filter(line -> line.startsWith("Error")
                    && line.matches(".*(Frame|Energy|Detector|ImageType|Radiopharm|Pixel|Bits|Photometric|Positioner"
                            + "|KVP|Radiation|Original|Contributing|Modif).*"))).as("%s", findings).isEmpty();
        }
    }

    @Test
    void otherClassesStayAndSoDoesWhatCantBeUpgradedIfTheRuleSaysSo() {
        DataSet current = Rules.object();
        assertThat(Rules.apply(RULES, current).head()).isSameAs(current);
        DataSet overlay = Rules.object().set(Tag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.8");
        lacks(overlay, "StandaloneOverlayStorage has no successor");
        assertThat(Rules.apply(Rules.one("always", "[upgradeSopClass: { otherwise: keep }]"), overlay).head())
                .isSameAs(overlay);
    }

    @Test
    void whatIsMissingMayBeSetByAnActionBefore() {
        DataSet object = image(US_MULTI_FRAME, "MONOCHROME2", 8).set(Tag.NumberOfFrames, "3");
        RuleSet rules = Rules.one("always", "[ { set: { FrameTime: 40 } }, upgradeSopClass ]");
        assertThat(Rules.apply(rules, object).head().getString(0x00280009)).isEqualTo("00181063");
    }
}
