package org.dromedary.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.net.StoreSource;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.spool.Spool;
import org.dromedary.spool.SpoolDamagedException;

/**
 * An object as the manifest knows it, from its file in the spool. The bytes are compared with the manifest's SHA-256
 * while they are sent, and the last ones are given out only if all were right: no damaged object can become complete at
 * the target.
 */
final class SpooledObject implements StoreSource {

    private final Path file;
    private final Entry entry;
    private final int ownMetaLength;

    SpooledObject(Path folder, Entry entry) {
        this.file = folder.resolve(entry.fileName());
        this.entry = entry;
        this.ownMetaLength = Part10.encodeMeta(entry.sopClassUid(), entry.sopInstanceUid(), entry.transferSyntaxUid())
                .length;
    }

    @Override
    public String sopClassUid() {
        return entry.sopClassUid();
    }

    @Override
    public String sopInstanceUid() {
        return entry.sopInstanceUid();
    }

    @Override
    public String transferSyntaxUid() {
        return entry.transferSyntaxUid();
    }

    @Override
    public long length() throws IOException {
        offset();
        return entry.size();
    }

    @Override
    public ReadableByteChannel open() throws IOException {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            channel.position(offset());
            return new Checked(channel);
        } catch (IOException e) {
            if (channel != null) {
                channel.close();
            }
            throw unreadable(e);
        }
    }

    /** The data set is the end of the file, and what stands before it the meta information, ours as a rule. */
    private long offset() throws IOException {
        long offset = file.toFile().length() - entry.size();
        try {
            if (offset == ownMetaLength || offset == Part10.readMeta(file).dataSetOffset()) {
                return offset;
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        throw new SpoolDamagedException(file, "has not the length that was received");
    }

    private IOException unreadable(IOException cause) {
        return cause instanceof SpoolDamagedException ? cause
                : new SpoolDamagedException(file, "can't be read: " + cause.getClass().getSimpleName(), cause);
    }

    /** Digests what is read. */
    private final class Checked implements ReadableByteChannel {
        private final FileChannel channel;
        private final MessageDigest digest = Spool.sha256();
        private long left = entry.size();

        Checked(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            int begin = into.position();
            int count;
            try {
                count = channel.read(into);
            } catch (IOException e) {
                throw unreadable(e);
            }
            if (count > 0) {
                digest.update(into.duplicate().flip().position(begin));
                left -= count;
                if (left <= 0 && !HexFormat.of().formatHex(digest.digest()).equals(entry.sha256())) {
                    throw new SpoolDamagedException(file, "has other bytes than were received");
                }
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
