package org.dromedary.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;

/** The objects that an archive holds, as files, by the UIDs of study, series and instance. */
public record StoredObjects(Map<Name, Path> files) {

    private static final Pattern ORTHANC_ID = Pattern.compile("\"([0-9a-f-]{44})\"");

    /** What tells an object from all others. */
    public record Name(String study, String series, String sopInstance) implements Comparable<Name> {
        @Override
        public int compareTo(Name other) {
            return toString().compareTo(other.toString());
        }
    }

    /** All objects below a folder; other files are passed over. */
    public static StoredObjects in(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return of(paths.filter(Files::isRegularFile).sorted().toList());
        }
    }

    /** The objects in these files. */
    public static StoredObjects of(List<Path> paths) {
        Map<Name, Path> files = new TreeMap<>();
        for (Path file : paths) {
            Name name = nameOf(file);
            if (name != null) {
                files.put(name, file);
            }
        }
        return new StoredObjects(files);
    }

    /** All objects of an Orthanc, fetched by REST into a new folder below {@code parent}. */
    public static StoredObjects of(Orthanc orthanc, Path parent) throws IOException {
        Path folder = Files.createTempDirectory(parent, "fetched");
        Matcher ids = ORTHANC_ID.matcher(orthanc.get("/instances"));
        while (ids.find()) {
            orthanc.download("/instances/" + ids.group(1) + "/file", folder.resolve(ids.group(1) + ".dcm"));
        }
        return in(folder);
    }

    /** The UIDs of a file, or null where it is not an object with all three. */
    public static Name nameOf(Path file) {
        try {
            DataSet head = Part10.readHead(file);
            Name name = new Name(head.getString(Tag.StudyInstanceUID), head.getString(Tag.SeriesInstanceUID),
                    head.getString(Tag.SOPInstanceUID));
            return name.study == null || name.series == null || name.sopInstance == null ? null : name;
        } catch (IOException notAnObject) {
            return null;
        }
    }

    public int size() {
        return files.size();
    }

    /** Those of these objects that others lack. */
    public Set<Name> missingIn(StoredObjects others) {
        Set<Name> missing = new TreeSet<>(files.keySet());
        missing.removeAll(others.files.keySet());
        return missing;
    }

    /**
     * What is not the same in the objects that both have: one line for each difference.
     *
     * @param anyNativeSyntax whether objects without compression may be in another transfer syntax without compression
     */
    public List<String> differencesTo(StoredObjects others, boolean anyNativeSyntax) throws IOException {
        List<String> differences = new ArrayList<>();
        for (Map.Entry<Name, Path> object : files.entrySet()) {
            Path other = others.files.get(object.getKey());
            if (other != null) {
                compare(object.getValue(), other, anyNativeSyntax)
                        .forEach(line -> differences.add(object.getKey().sopInstance + " " + line));
            }
        }
        return differences;
    }

    private static List<String> compare(Path one, Path other, boolean anyNativeSyntax) throws IOException {
        List<String> differences = new ArrayList<>();
        TransferSyntax before = Part10.readMeta(one).transferSyntax();
        TransferSyntax after = Part10.readMeta(other).transferSyntax();
        boolean allowed = anyNativeSyntax && !before.encapsulated() && !after.encapsulated();
        if (!before.equals(after) && !allowed) {
            differences.add("was in " + before.uid() + ", is in " + after.uid());
        }
        differences.addAll(DataSetComparison.differences(Part10.read(one), Part10.read(other)));
        return differences;
    }
}
