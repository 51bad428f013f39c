package org.dromedary.operate.cli.dicom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.PrivateFiles;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.dimse.StoreHandler;
import org.dromedary.dicom.dimse.StoreRequest;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.ul.PdvInputStream;
import org.dromedary.simulator.ReceivedFile;

/** A folder into which objects are received as {@code SOPInstanceUID.dcm} (PS3.4 §B.2.3); thread-safe. */
final class ReceiveFolder implements StoreHandler {

    private final Path folder;
    private final Transfer transfer;
    private final BiConsumer<String, String> hashes;

    /** The hashes take SOP Instance UID and SHA-256 of the data set in hexadecimal; null if nobody wants them. */
    ReceiveFolder(Path folder, Transfer transfer, BiConsumer<String, String> hashes) {
        this.folder = folder;
        this.transfer = transfer;
        this.hashes = hashes;
        Dictionary.keywordOf(Tag.SOPInstanceUID); // reads the dictionary now, not while the first sender waits
        try {
            PrivateFiles.createFolders(folder);
        } catch (IOException e) {
            throw new UsageException("Cannot write to " + folder + ": " + DicomTool.words(e)
                    + " Choose another --out folder.");
        }
    }

    @Override
    public int store(StoreRequest request, PdvInputStream dataSet) throws IOException {
        transfer.begin();
        Path target = folder.resolve(ReceivedFile.nameOf(request.sopInstanceUid()) + ".dcm");
        MessageDigest digest = hashes == null ? null : sha256();
        Consumer<ByteBuffer> tap = digest == null ? null : digest::update;
        long length = ReceivedFile.write(request, dataSet, target, tap);
        transfer.add(length);
        if (digest != null) {
            hashes.accept(request.sopInstanceUid(), HexFormat.of().formatHex(digest.digest()));
        }
        return Status.SUCCESS;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
