package org.dromedary.objects.change;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetReader;
import org.dromedary.dicom.data.Limits;
import org.dromedary.dicom.data.TextScan;
import org.dromedary.dicom.data.TransferSyntax;

/** What follows the elements of an object that may be changed: Pixel Data, and what comes behind, in its file. */
public final class FileRest {

    /** Where the part that may be changed ends. */
    public static final int PIXEL_GROUP = 0x7FE00000;

    private final Path file;
    private final long dataSetOffset;
    private final TransferSyntax syntax;

    /** @param syntax as declared */
    public FileRest(Path file, long dataSetOffset, TransferSyntax syntax) {
        this.file = file;
        this.dataSetOffset = dataSetOffset;
        this.syntax = syntax;
    }

    /** The elements that may be changed, for a look at them. */
    public DataSet head() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return reader(in).readUntil(PIXEL_GROUP);
        }
    }

    /** Whether a change of character set would change the meaning of anything in it. */
    public boolean hasText() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            DataSetReader head = reader(in);
            head.readUntil(PIXEL_GROUP);
            if (syntax.deflated()) {
                return TextScan.findsText(head.remaining(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
            }
            try (InputStream rest = Files.newInputStream(file)) {
                rest.skipNBytes(dataSetOffset + head.offset());
                return TextScan.findsText(rest, head.syntax());
            }
        }
    }

    /** Reads it to its end, which shows whether a deflated one can be inflated. */
    public void readThrough() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            DataSetReader head = reader(in);
            head.readUntil(PIXEL_GROUP);
            head.remaining().transferTo(OutputStream.nullOutputStream());
        }
    }

    private DataSetReader reader(InputStream in) throws IOException {
        in.skipNBytes(dataSetOffset);
        return new DataSetReader(new BufferedInputStream(in), syntax, Limits.DEFAULT);
    }
}
