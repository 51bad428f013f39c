package org.dromedary.objects.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;

/** What Nuclear Medicine Image Storage demands beyond its retired predecessor (PS3.3 §C.8.4.8–§C.8.4.11). */
final class NuclearDemands {

    private static final int FRAME_INCREMENT_POINTER = 0x00280009;
    private static final int RADIONUCLIDE = 0x00180030;
    private static final int RADIOPHARMACEUTICAL = 0x00180031;
    private static final int ENERGY_WINDOW_CENTERLINE = 0x00180032;
    private static final int ENERGY_WINDOW_TOTAL_WIDTH = 0x00180033;
    private static final int COUNTS_ACCUMULATED = 0x00180070;
    private static final int ACTUAL_FRAME_DURATION = 0x00181242;
    private static final int ENERGY_WINDOW_VECTOR = 0x00540010;
    private static final int NUMBER_OF_ENERGY_WINDOWS = 0x00540011;
    private static final int ENERGY_WINDOW_INFORMATION_SEQUENCE = 0x00540012;
    private static final int ENERGY_WINDOW_RANGE_SEQUENCE = 0x00540013;
    private static final int ENERGY_WINDOW_LOWER_LIMIT = 0x00540014;
    private static final int ENERGY_WINDOW_UPPER_LIMIT = 0x00540015;
    private static final int RADIOPHARMACEUTICAL_INFORMATION_SEQUENCE = 0x00540016;
    private static final int DETECTOR_VECTOR = 0x00540020;
    private static final int NUMBER_OF_DETECTORS = 0x00540021;
    private static final int DETECTOR_INFORMATION_SEQUENCE = 0x00540022;
    private static final int RADIONUCLIDE_CODE_SEQUENCE = 0x00540300;
    private static final int PATIENT_ORIENTATION_CODE_SEQUENCE = 0x00540410;
    private static final int PATIENT_GANTRY_RELATIONSHIP_CODE_SEQUENCE = 0x00540414;
    private static final Set<String> KINDS = Set.of("STATIC", "DYNAMIC", "GATED", "WHOLE BODY", "TOMO", "GATED TOMO",
            "RECON TOMO", "RECON GATED TOMO");
    private static final Set<String> SOURCES = Set.of("EMISSION", "TRANSMISSION");

    private final DataSet object;
    private final DataSet needed;
    private final Demands demands;

    NuclearDemands(DataSet object, Demands demands) {
        this.object = object;
        this.needed = demands.needed();
        this.demands = demands;
    }

    void all() {
        demands.image(Set.of("MONOCHROME2", "PALETTE COLOR"));
        demands.bits(Set.of(8, 16));
        int frames = object.getInt(Tag.NumberOfFrames, 1);
        if (!demands.isSet(Tag.NumberOfFrames)) {
            needed.set(Tag.NumberOfFrames, "1");
        }
        imageType(frames);
        vectors(frames);
        energyWindows();
        radiopharmaceutical();
        for (int tag : new int[] {DETECTOR_INFORMATION_SEQUENCE, PATIENT_ORIENTATION_CODE_SEQUENCE,
            PATIENT_GANTRY_RELATIONSHIP_CODE_SEQUENCE, COUNTS_ACCUMULATED, Tag.PixelSpacing}) {
            demands.orEmpty(tag);
        }
    }

    /** Four values: a single frame is static, and what names a radionuclide was emission. */
    private void imageType(int frames) {
        List<String> type = new ArrayList<>(object.getStrings(Tag.ImageType));
        if (type.size() < 2) {
            demands.lacks("values 1 and 2 of " + Demands.name(Tag.ImageType));
            return;
        }
        boolean named = type.size() > 2 && KINDS.contains(type.get(2));
        if (!named && frames > 1) {
            demands.lacks("value 3 of " + Demands.name(Tag.ImageType));
            return;
        }
        boolean stated = type.size() > 3 && SOURCES.contains(type.get(3));
        boolean emission = demands.isSet(RADIONUCLIDE) || demands.isSet(RADIOPHARMACEUTICAL)
                || !object.getItems(RADIOPHARMACEUTICAL_INFORMATION_SEQUENCE).isEmpty();
        if (!stated && !emission) {
            demands.lacks("value 4 of " + Demands.name(Tag.ImageType));
            return;
        }
        if (!named || Set.of("STATIC", "WHOLE BODY").contains(type.get(2))) {
            demands.require(ACTUAL_FRAME_DURATION);
        }
        if (!named || !stated) {
            needed.set(Tag.ImageType, type.get(0), type.get(1), named ? type.get(2) : "STATIC",
                    stated ? type.get(3) : "EMISSION");
        }
    }

    /** What tells frames apart; a single frame is of the first energy window and the first detector. */
    private void vectors(int frames) {
        if (demands.isSet(FRAME_INCREMENT_POINTER)) {
            IntStream.of(demands.tags(FRAME_INCREMENT_POINTER)).forEach(demands::require);
            demands.require(NUMBER_OF_ENERGY_WINDOWS);
            demands.require(NUMBER_OF_DETECTORS);
        } else if (frames == 1) {
            for (int tag : new int[] {ENERGY_WINDOW_VECTOR, NUMBER_OF_ENERGY_WINDOWS, DETECTOR_VECTOR,
                NUMBER_OF_DETECTORS}) {
                if (!demands.isSet(tag)) {
                    needed.set(tag, "1");
                }
            }
            demands.point(ENERGY_WINDOW_VECTOR, DETECTOR_VECTOR);
        } else {
            demands.lacks(Demands.name(FRAME_INCREMENT_POINTER) + " with its vectors");
        }
    }

    private void energyWindows() {
        double centre = object.getDouble(ENERGY_WINDOW_CENTERLINE, 0);
        double width = object.getDouble(ENERGY_WINDOW_TOTAL_WIDTH, 0);
        if (object.contains(ENERGY_WINDOW_INFORMATION_SEQUENCE) || centre <= 0 || width <= 0 || centre > 1e6
                || width > 2 * centre) {
            demands.orEmpty(ENERGY_WINDOW_INFORMATION_SEQUENCE);
            return;
        }
        DataSet range = new DataSet().set(ENERGY_WINDOW_LOWER_LIMIT, keV(centre - width / 2))
                .set(ENERGY_WINDOW_UPPER_LIMIT, keV(centre + width / 2));
        needed.setItems(ENERGY_WINDOW_INFORMATION_SEQUENCE,
                new DataSet().setItems(ENERGY_WINDOW_RANGE_SEQUENCE, range));
    }

    private static String keV(double value) {
        return Math.rint(value) == value ? Long.toString((long) value) : Float.toString((float) value);
    }

    private void radiopharmaceutical() {
        if (object.contains(RADIOPHARMACEUTICAL_INFORMATION_SEQUENCE) || !demands.isSet(RADIOPHARMACEUTICAL)) {
            demands.orEmpty(RADIOPHARMACEUTICAL_INFORMATION_SEQUENCE);
            return;
        }
        DataSet item = new DataSet();
        item.setItems(RADIONUCLIDE_CODE_SEQUENCE, List.of());
        item.put(object.get(RADIOPHARMACEUTICAL));
        needed.setItems(RADIOPHARMACEUTICAL_INFORMATION_SEQUENCE, item);
    }
}
