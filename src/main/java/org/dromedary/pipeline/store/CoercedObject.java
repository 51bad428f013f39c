package org.dromedary.pipeline.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetReader;
import org.dromedary.dicom.data.DataSetWriter;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Leniency;
import org.dromedary.dicom.data.Limits;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.objects.change.FileRest;
import org.dromedary.objects.coercion.CoercionException;

/**
 * An object that is changed while it is sent: its elements below Pixel Data are read, changed and encoded again in its
 * own transfer syntax, the rest comes from the file as it is. What was received is compared with the manifest's SHA-256
 * all the same, bytes that are replaced included. An object that needs no change is sent as its file has it.
 */
final class CoercedObject extends SpooledObject {

    private final HeadChange change;
    private ReadableByteChannel prepared;
    private long length;
    private MessageDigest digest;
    private String sent;

    CoercedObject(Path folder, Entry entry, HeadChange change) {
        super(folder, entry);
        this.change = change;
    }

    /** SHA-256 of the data set that was sent, once it was; null if that is what was received. */
    String sentSha256() {
        if (sent == null && digest != null) {
            sent = HexFormat.of().formatHex(digest.digest());
        }
        return sent;
    }

    @Override
    public long length() throws IOException {
        if (prepared == null) {
            prepare();
        }
        return length;
    }

    @Override
    public ReadableByteChannel open() throws IOException {
        length();
        ReadableByteChannel opened = prepared;
        prepared = null;
        return opened;
    }

    private void prepare() throws IOException {
        ReceivedFile received = received();
        try {
            change(received);
        } catch (IOException | RuntimeException e) {
            received.close();
            throw e;
        }
        if (digest == null) {
            received.close();
            length = super.length();
            prepared = super.open();
        }
    }

    private void change(ReceivedFile received) throws IOException {
        TransferSyntax declared = TransferSyntax.of(transferSyntaxUid());
        DataSetReader reader;
        Optional<DataSet> changed;
        try {
            reader = new DataSetReader(received.head(), declared, Limits.DEFAULT);
            DataSet head = reader.readUntil(FileRest.PIXEL_GROUP);
            if (reader.irregularities().contains(Leniency.DUPLICATE)) {
                throw CoercionException.unreadable("has two elements with one tag, and only one could be kept", null);
            }
            changed = change.of(head, rest(declared)::hasText);
        } catch (DicomFormatException e) {
            received.checkRest();
            throw CoercionException.unreadable(e.getMessage(), e);
        } catch (CoercionException e) {
            received.checkRest();
            throw e;
        }
        if (changed.isPresent()) {
            digest = Spool.sha256();
            prepared = declared.deflated() ? deflated(received, reader, changed.get())
                    : plain(received, reader, changed.get());
        }
    }

    private ReadableByteChannel plain(ReceivedFile received, DataSetReader reader, DataSet head) throws IOException {
        byte[] encoded = DataSetWriter.encode(head, reader.syntax());
        length = encoded.length + super.length() - reader.offset();
        return new Sent(encoded, received.from(reader.offset()), digest);
    }

    private FileRest rest(TransferSyntax declared) throws IOException {
        return new FileRest(file(), offset(), declared);
    }

    /** Deflated again as a whole (PS3.5 §A.5); how long that gets is not known before. */
    private ReadableByteChannel deflated(ReceivedFile received, DataSetReader reader, DataSet head)
            throws IOException {
        try {
            rest(TransferSyntax.of(transferSyntaxUid())).readThrough();
        } catch (DicomFormatException e) {
            received.checkRest();
            throw CoercionException.unreadable(e.getMessage(), e);
        }
        byte[] encoded = DataSetWriter.encode(head, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        length = UNKNOWN_LENGTH;
        InputStream inflated = new SequenceInputStream(new ByteArrayInputStream(encoded), reader.remaining());
        InputStream whole = new DeflatedAgain(inflated, received);
        return new Sent(new byte[0], Channels.newChannel(whole), digest);
    }
}
