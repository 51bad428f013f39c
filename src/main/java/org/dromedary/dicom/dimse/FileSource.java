package org.dromedary.dicom.dimse;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.dromedary.dicom.data.Part10;

/** A Part 10 file as an object to send: its meta information names it, its data set is streamed (PS3.10 §7.1). */
public final class FileSource implements StoreSource {
    private final Path file;
    private final Part10.FileMeta meta;
    private final MoveOriginator moveOriginator;

    private FileSource(Path file, Part10.FileMeta meta, MoveOriginator moveOriginator) {
        this.file = file;
        this.meta = meta;
        this.moveOriginator = moveOriginator;
    }

    /** Reads the file's meta information now, its data set when sent. */
    public static FileSource of(Path file) throws IOException {
        return new FileSource(file, Part10.readMeta(file), null);
    }

    public Path file() {
        return file;
    }

    @Override
    public String sopClassUid() {
        return meta.sopClassUid();
    }

    @Override
    public String sopInstanceUid() {
        return meta.sopInstanceUid();
    }

    @Override
    public String transferSyntaxUid() {
        return meta.transferSyntaxUid();
    }

    @Override
    public long length() throws IOException {
        return file.toFile().length() - meta.dataSetOffset();
    }

    @Override
    public ReadableByteChannel open() throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        channel.position(meta.dataSetOffset());
        return channel;
    }

    @Override
    public MoveOriginator moveOriginator() {
        return moveOriginator;
    }
}
