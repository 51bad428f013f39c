package org.dromedary.hospital.presentation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Tag;

/**
 * Makes presentation states and key object documents of the rows of CSV files: one series a study and kind. The same
 * rows and images always make the same objects. For one thread.
 */
public final class Presentations {

    private final Function<String, DataSet> heads;
    private final Consumer<Problem> problems;
    private final Map<String, Image> known = new LinkedHashMap<>();

    /**
     * Begins.
     *
     * @param heads    the elements below Pixel Data of the object with that SOP Instance UID, null if it is not there
     * @param problems is told each row of which nothing is made
     */
    public Presentations(Function<String, DataSet> heads, Consumer<Problem> problems) {
        this.heads = heads;
        this.problems = problems;
    }

    /** Presentation states, those of one study behind one another. */
    public List<DataSet> windows(Iterable<WindowRow> rows) {
        Map<String, Map<List<String>, GrayscaleState>> studies = new LinkedHashMap<>();
        for (WindowRow row : rows) {
            Image image = image(row.sopInstanceUid(), row.frame(), row.line());
            String refusal = image == null ? null : image.refusal();
            refusal = image == null || refusal != null ? refusal : image.refusal(row.explanation(), row.by());
            if (refusal != null) {
                problems.accept(new Problem(row.line(), row.sopInstanceUid() + ": " + refusal));
            } else if (image != null) {
                studies.computeIfAbsent(image.studyInstanceUid(), key -> new LinkedHashMap<>())
                        .computeIfAbsent(key(image, row), key -> new GrayscaleState()).add(image, row);
            }
        }
        List<DataSet> made = new ArrayList<>();
        studies.forEach((study, states) -> finish("windows", study, states.values().stream()
                .map(state -> new Part(state.seed(), state::object)).toList(), made));
        return made;
    }

    /** Key object documents, those of one study behind one another. */
    public List<DataSet> keyImages(Iterable<KeyImageRow> rows) {
        Map<String, Map<List<String>, KeyObjects>> studies = new LinkedHashMap<>();
        for (KeyImageRow row : rows) {
            Image image = image(row.sopInstanceUid(), row.frame(), row.line());
            String refusal = image == null ? null : image.refusal(row.description(), row.by());
            if (refusal != null) {
                problems.accept(new Problem(row.line(), row.sopInstanceUid() + ": " + refusal));
            } else if (image != null) {
                List<String> key = List.of(row.document(), row.title().code(), row.description(), row.by(), row.at());
                studies.computeIfAbsent(image.studyInstanceUid(), one -> new LinkedHashMap<>())
                        .computeIfAbsent(key, one -> new KeyObjects()).add(image, row);
            }
        }
        List<DataSet> made = new ArrayList<>();
        studies.forEach((study, documents) -> finish("key images", study, documents.values().stream()
                .map(document -> new Part(document.seed(), document::object)).toList(), made));
        return made;
    }

    /** An object to be made, by its instance number. */
    private record Part(List<String> seed, Function<Integer, DataSet> object) {
    }

    private static void finish(String kind, String study, List<Part> parts, List<DataSet> made) {
        List<String> all = new ArrayList<>(List.of(kind, study));
        parts.forEach(part -> all.addAll(part.seed()));
        String series = Seed.uid(all);
        for (int i = 0; i < parts.size(); i++) {
            List<String> seed = new ArrayList<>(List.of(kind, study, series, Integer.toString(i)));
            seed.addAll(parts.get(i).seed());
            made.add(parts.get(i).object().apply(i + 1).set(Tag.SeriesInstanceUID, series)
                    .set(Tag.SOPInstanceUID, Seed.uid(seed)));
        }
    }

    /** What presentation state a window belongs to. */
    private static List<String> key(Image image, WindowRow row) {
        DataSet lut = image.modalityLut();
        String table = lut.contains(Tag.RescaleSlope) || lut.isEmpty() ? "" : image.sopInstanceUid();
        return List.of(image.seriesInstanceUid(), row.by(), row.at(), image.isInverse() ? "inverse" : "", table,
                lut.getString(Tag.RescaleSlope, ""), lut.getString(Tag.RescaleIntercept, ""),
                lut.getString(Dictionary.tagOf("RescaleType"), ""));
    }

    /** Null, with a problem told, if there is none with that frame. */
    private Image image(String sopInstanceUid, int frame, long line) {
        Image image = known.get(sopInstanceUid);
        if (image == null) {
            DataSet head = heads.apply(sopInstanceUid);
            if (head == null) {
                problems.accept(new Problem(line, sopInstanceUid + ": there is no such object"));
                return null;
            }
            image = Image.of(head);
            known.put(sopInstanceUid, image);
        }
        if (frame > image.frames()) {
            problems.accept(new Problem(line, sopInstanceUid + ": it has " + image.frames() + " frames only"));
            return null;
        }
        return image;
    }
}
