package org.dromedary.pipeline.store;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.dimse.StoreSource;
import org.dromedary.ledger.SeriesManifest.Content;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.spool.SpoolDamagedException;

/**
 * An object as the manifest knows it, from its file in the spool. The bytes are compared with the manifest's SHA-256
 * while they are sent, and the last ones are given out only if all were right: no damaged object can become complete at
 * the target.
 */
class SpooledObject implements StoreSource {

    private final Path file;
    private final Entry entry;
    private final Content content;
    private final int ownMetaLength;

    SpooledObject(Path folder, Entry entry) {
        this.entry = entry;
        this.content = entry.sentContent();
        this.file = folder.resolve(content.fileName());
        this.ownMetaLength = Part10.encodeMeta(entry.sopClassUid(), entry.sopInstanceUid(),
                content.transferSyntaxUid()).length;
    }

    @Override
    public String sopClassUid() {
        return entry.sentSopClassUid();
    }

    @Override
    public String sopInstanceUid() {
        return entry.sopInstanceUid();
    }

    @Override
    public String transferSyntaxUid() {
        return content.transferSyntaxUid();
    }

    @Override
    public long length() throws IOException {
        offset();
        return content.size();
    }

    @Override
    public ReadableByteChannel open() throws IOException {
        return received();
    }

    /** The file, opened at its data set. */
    final ReceivedFile received() throws IOException {
        return new ReceivedFile(file, offset(), content.size(), content.sha256());
    }

    final Path file() {
        return file;
    }

    /** The data set is the end of the file, and what stands before it the meta information, ours as a rule. */
    final long offset() throws IOException {
        long offset = file.toFile().length() - content.size();
        try {
            if (offset == ownMetaLength || offset == Part10.readMeta(file).dataSetOffset()) {
                return offset;
            }
        } catch (IOException e) {
            throw ReceivedFile.unreadable(file, e);
        }
        throw new SpoolDamagedException(file, "has not the length that was received");
    }
}
