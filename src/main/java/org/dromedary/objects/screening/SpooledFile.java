package org.dromedary.objects.screening;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Limits;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.ledger.spool.SpoolDamagedException;
import org.dromedary.objects.change.FileRest;

/** The file of an object as it was received. */
public final class SpooledFile {

    private final Path file;
    private final Entry entry;

    public SpooledFile(Path folder, Entry entry) {
        this.file = folder.resolve(entry.fileName());
        this.entry = entry;
    }

    Path path() {
        return file;
    }

    /** What follows its head. */
    FileRest rest() {
        return new FileRest(file, file.toFile().length() - entry.size(), TransferSyntax.of(entry.transferSyntaxUid()));
    }

    /** Its elements below Pixel Data. */
    public DataSet head() throws IOException {
        try {
            return Part10.readHead(file, Limits.DEFAULT);
        } catch (DicomFormatException malformed) {
            throw malformed;
        } catch (IOException e) {
            throw new SpoolDamagedException(file, "can't be read: " + e.getClass().getSimpleName(), e);
        }
    }

    /** Reads it all, and throws if it is not what was received: else damage of the disk would be converted as well. */
    public void check() throws IOException {
        MessageDigest digest = Spool.sha256();
        long size = 0;
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(file.toFile().length() - entry.size());
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
                size += count;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new SpoolDamagedException(file, "can't be read: " + e.getClass().getSimpleName(), e);
        }
        if (size != entry.size() || !HexFormat.of().formatHex(digest.digest()).equals(entry.sha256())) {
            throw new SpoolDamagedException(file, "has other bytes than were received");
        }
    }
}
