package org.dromedary.hospital.presentation;

import static org.dromedary.dicom.data.Dictionary.tagOf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;

/**
 * One Grayscale Softcopy Presentation State (PS3.3 §A.33.1): windows of images of one series that share modality LUT
 * and polarity, as one person set them at one time.
 */
final class GrayscaleState {

    private static final int SERIES_NUMBER = 9902;
    private static final int REFERENCED_IMAGES = Tag.ReferencedImageSequence;

    /** Images in the order of the rows, with their windows. */
    private final Map<Image, List<WindowRow>> windows = new LinkedHashMap<>();

    void add(Image image, WindowRow row) {
        windows.computeIfAbsent(image, key -> new ArrayList<>()).add(row);
    }

    /** What the UIDs are made of: all rows. */
    List<String> seed() {
        List<String> seed = new ArrayList<>();
        windows.forEach((image, rows) -> rows.forEach(row -> seed.addAll(List.of(row.sopInstanceUid(),
                Integer.toString(row.frame()), row.center(), row.width(), row.explanation(), row.by(), row.at()))));
        return seed;
    }

    Image first() {
        return windows.keySet().iterator().next();
    }

    /** Makes the object, complete but for the UIDs of series and instance. */
    DataSet object(int instanceNumber) {
        Image first = first();
        WindowRow row = windows.get(first).get(0);
        DataSet object = first.sameStudy();
        object.set(Tag.SOPClassUID, Uid.GrayscaleSoftcopyPresentationStateStorage)
                .set(Tag.Modality, "PR").setInt(Tag.SeriesNumber, SERIES_NUMBER)
                .set(Tag.SeriesDescription, "Windows of the old archive").set(Tag.Manufacturer, "Dromedary")
                // Required empty where a body part may be paired (PS3.3 §C.7.3.1), which is not known here.
                .set(Tag.Laterality)
                .setInt(Tag.InstanceNumber, instanceNumber).set(tagOf("ContentLabel"), "WINDOW")
                .set(tagOf("ContentDescription"), row.explanation()).set(tagOf("ContentCreatorName"), row.by())
                .set(tagOf("PresentationCreationDate"), Items.date(row.at(), object))
                .set(tagOf("PresentationCreationTime"), Items.time(row.at(), object))
                .set(tagOf("PresentationLUTShape"), first.isInverse() ? "INVERSE" : "IDENTITY");
        first.modalityLut().forEach(object::put);
        relationship(object);
        displayedAreas(object);
        windows(object);
        return object;
    }

    /** PS3.3 §C.11.10: frames are named where not all of them have a window. */
    private void relationship(DataSet object) {
        DataSet series = Items.one(object, tagOf("ReferencedSeriesSequence"))
                .set(Tag.SeriesInstanceUID, first().seriesInstanceUid());
        List<DataSet> items = Items.of(series, REFERENCED_IMAGES, windows.size());
        windows.forEach((image, rows) -> Items.reference(items.remove(0), image, frames(image, rows)));
    }

    private static List<Integer> frames(Image image, List<WindowRow> rows) {
        boolean all = rows.stream().anyMatch(row -> row.frame() == 0) || image.frames() == 1;
        return all ? List.of() : rows.stream().map(WindowRow::frame).distinct().sorted().toList();
    }

    /** PS3.3 §C.10.4: images wholly shown, together if they are of one size. */
    private void displayedAreas(DataSet object) {
        Map<List<Object>, List<Image>> sizes = new LinkedHashMap<>();
        for (Image image : windows.keySet()) {
            sizes.computeIfAbsent(List.of(image.rows(), image.columns(), image.spacing(), image.aspectRatio()),
                    key -> new ArrayList<>()).add(image);
        }
        List<DataSet> items = Items.of(object, tagOf("DisplayedAreaSelectionSequence"), sizes.size());
        for (List<Image> images : sizes.values()) {
            DataSet item = items.remove(0);
            if (sizes.size() > 1) {
                List<DataSet> references = Items.of(item, REFERENCED_IMAGES, images.size());
                images.forEach(image -> Items.reference(references.remove(0), image,
                        frames(image, windows.get(image))));
            }
            Image image = images.get(0);
            item.setInt(tagOf("DisplayedAreaTopLeftHandCorner"), 1, 1)
                    .setInt(tagOf("DisplayedAreaBottomRightHandCorner"), image.columns(), image.rows())
                    .set(tagOf("PresentationSizeMode"), "SCALE TO FIT");
            if (image.spacing().isEmpty()) {
                item.set(tagOf("PresentationPixelAspectRatio"), image.aspectRatio().toArray(String[]::new));
            } else {
                item.set(tagOf("PresentationPixelSpacing"), image.spacing().toArray(String[]::new));
            }
        }
    }

    /** PS3.3 §C.11.8: what has the same windows is together; each image or frame is in one item only. */
    private void windows(DataSet object) {
        Map<List<String>, Map<Image, List<Integer>>> groups = new LinkedHashMap<>();
        windows.forEach((image, rows) -> byFrame(image, rows).forEach((frame, ofFrame) -> groups
                .computeIfAbsent(key(ofFrame), key -> new LinkedHashMap<>())
                .computeIfAbsent(image, key -> new ArrayList<>()).addAll(frame == 0 ? List.of() : List.of(frame))));
        List<DataSet> items = Items.of(object, tagOf("SoftcopyVOILUTSequence"), groups.size());
        groups.forEach((key, images) -> {
            DataSet item = items.remove(0);
            if (groups.size() > 1) {
                List<DataSet> references = Items.of(item, REFERENCED_IMAGES, images.size());
                images.forEach((image, frames) -> Items.reference(references.remove(0), image, frames));
            }
            int count = key.size() / 3;
            item.set(Tag.WindowCenter, key.subList(0, count).toArray(String[]::new))
                    .set(Tag.WindowWidth, key.subList(count, 2 * count).toArray(String[]::new));
            if (key.subList(2 * count, 3 * count).stream().anyMatch(text -> !text.isEmpty())) {
                item.set(tagOf("WindowCenterWidthExplanation"),
                        key.subList(2 * count, 3 * count).toArray(String[]::new));
            }
        });
    }

    /** Centres, widths and explanations. */
    private static List<String> key(List<WindowRow> rows) {
        List<String> key = new ArrayList<>();
        rows.forEach(row -> key.add(row.center()));
        rows.forEach(row -> key.add(row.width()));
        rows.forEach(row -> key.add(row.explanation()));
        return key;
    }

    /** The windows of each frame, those of all frames under 0; a window of a frame goes before one of all. */
    private static Map<Integer, List<WindowRow>> byFrame(Image image, List<WindowRow> rows) {
        List<WindowRow> general = rows.stream().filter(row -> row.frame() == 0).toList();
        Map<Integer, List<WindowRow>> byFrame = new TreeMap<>();
        if (general.size() == rows.size() || image.frames() == 1) {
            byFrame.put(0, rows);
            return byFrame;
        }
        if (!general.isEmpty()) {
            IntStream.rangeClosed(1, image.frames()).forEach(frame -> byFrame.put(frame, general));
        }
        rows.stream().filter(row -> row.frame() > 0).map(WindowRow::frame).distinct().forEach(frame ->
                byFrame.put(frame, rows.stream().filter(row -> row.frame() == frame).toList()));
        return byFrame;
    }
}
