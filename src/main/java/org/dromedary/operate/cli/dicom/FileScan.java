package org.dromedary.operate.cli.dicom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.FileSource;

/** The DICOM files below some paths, by presentation context (PS3.10 §7.1). */
final class FileScan {

    /** One presentation context holds the objects of one SOP Class in one transfer syntax. */
    record Context(String sopClassUid, String transferSyntaxUid) {
    }

    private final Map<Context, List<FileSource>> files = new LinkedHashMap<>();
    private final BiConsumer<Path, String> unreadable;
    private int unreadableFiles;

    /** Each file that cannot be sent is reported with the reason. */
    FileScan(BiConsumer<Path, String> unreadable) {
        this.unreadable = unreadable;
    }

    void add(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            addFile(path);
            return;
        }
        try (Stream<Path> below = Files.walk(path)) {
            for (Path file : (Iterable<Path>) below.filter(Files::isRegularFile).sorted()::iterator) {
                addFile(file);
            }
        }
    }

    private void addFile(Path file) {
        try {
            FileSource source = FileSource.of(file);
            String sopClass = source.sopClassUid();
            if (sopClass == null || source.sopInstanceUid() == null) {
                report(file, "no SOP Class or SOP Instance UID");
            } else if (sopClass.equals(Uid.MediaStorageDirectoryStorage)) {
                report(file, "a DICOMDIR, which is not an object to be stored");
            } else {
                files.computeIfAbsent(new Context(sopClass, source.transferSyntaxUid()), key -> new ArrayList<>())
                        .add(source);
            }
        } catch (IOException e) {
            report(file, DicomTool.words(e));
        }
    }

    private void report(Path file, String reason) {
        unreadableFiles++;
        unreadable.accept(file, reason);
    }

    int unreadableFiles() {
        return unreadableFiles;
    }

    /** The files in as few groups as there must be: an association has at most 128 contexts (PS3.8 §9.3.2.2). */
    List<Map<Context, List<FileSource>>> groups(int contextsInGroup) {
        List<Map<Context, List<FileSource>>> groups = new ArrayList<>();
        Map<Context, List<FileSource>> group = new LinkedHashMap<>();
        for (Map.Entry<Context, List<FileSource>> entry : files.entrySet()) {
            if (group.size() == contextsInGroup) {
                groups.add(group);
                group = new LinkedHashMap<>();
            }
            group.put(entry.getKey(), entry.getValue());
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }
}
