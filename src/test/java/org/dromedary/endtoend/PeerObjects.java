package org.dromedary.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.simulator.GeneratedStudy;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.testing.Corpus;
import org.dromedary.testing.StoredObjects;

/** What archives are filled with: the corpus where there is one, and generated studies everywhere. */
final class PeerObjects {

    private PeerObjects() {
    }

    /**
     * The objects in these folders of the corpus; where there is no corpus none. Of several with one SOP Instance UID
     * the first, since archives keep any of them; none whose UIDs have VR UN, from which Orthanc makes others.
     */
    static List<Path> corpus(String... folders) {
        if (Corpus.find().isEmpty()) {
            return List.of();
        }
        Set<String> uids = new HashSet<>();
        return Stream.of(folders).flatMap(folder -> Corpus.files("dicom/" + folder).stream())
                .filter(file -> StoredObjects.nameOf(file) != null && isObject(file, uids)).toList();
    }

    private static boolean isObject(Path file, Set<String> uids) {
        try {
            DataSet head = Part10.readHead(file);
            return !Uid.MediaStorageDirectoryStorage.equals(head.getString(Tag.SOPClassUID))
                    && !isUnknown(head, Tag.SOPClassUID) && !isUnknown(head, Tag.SOPInstanceUID)
                    && uids.add(head.getString(Tag.SOPInstanceUID));
        } catch (IOException notAnObject) {
            return false;
        }
    }

    private static boolean isUnknown(DataSet head, int tag) {
        return head.contains(tag) && head.get(tag).vr() == Vr.UN;
    }

    /** Small studies of all kinds, in uncompressed transfer syntaxes. */
    static List<Path> generated(int studies, Path folder) throws IOException {
        return new StudyGenerator(29).objectsPerSeries(3).matrix(32)
                .generate(studies, Files.createDirectories(folder.resolve("generated"))).stream()
                .map(GeneratedStudy::files).flatMap(List::stream).toList();
    }
}
