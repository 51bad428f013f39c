package org.dromedary.pipeline.retrieve;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetReader;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.ul.PdvInputStream;

/**
 * The beginning of a data set that arrives, in memory.
 *
 * @param bytes      what was read of it
 * @param attributes those up to Series Instance UID; null if they can't be read within what was
 */
record ObjectHead(ByteBuffer bytes, DataSet attributes) {

    /** Enough in all but odd objects. */
    private static final int USUAL = 16 * 1024;
    private static final int LONGEST = 256 * 1024;

    /**
     * Reads as much as it takes to know of which series it is.
     *
     * @throws DicomFormatException if the whole data set is shorter, and can't be read
     */
    static ObjectHead read(PdvInputStream dataSet, String transferSyntaxUid) throws IOException {
        byte[] bytes = new byte[USUAL];
        int length = dataSet.readNBytes(bytes, 0, bytes.length);
        while (true) {
            boolean whole = length < bytes.length;
            DataSet attributes = attributes(bytes, length, whole, transferSyntaxUid);
            if (attributes != null || whole || length >= LONGEST) {
                return new ObjectHead(ByteBuffer.wrap(bytes, 0, length), attributes);
            }
            bytes = Arrays.copyOf(bytes, bytes.length * 4);
            length += dataSet.readNBytes(bytes, length, bytes.length - length);
        }
    }

    private static DataSet attributes(byte[] bytes, int length, boolean whole, String transferSyntaxUid)
            throws IOException {
        try {
            DataSet attributes = new DataSetReader(new ByteArrayInputStream(bytes, 0, length),
                    TransferSyntax.of(transferSyntaxUid)).readUntil(Tag.SeriesInstanceUID + 1);
            // What was read may end between two elements, before the UIDs.
            return whole || attributes.getString(Tag.SeriesInstanceUID) != null ? attributes : null;
        } catch (DicomFormatException e) {
            if (whole) {
                throw e;
            }
            return null;
        }
    }
}
