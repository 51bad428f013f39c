package org.dromedary.objects.change;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetReader;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;

/** A sequence that passed a system which did not know it: VR UN, its items in implicit VR (PS3.5 §6.2.2). */
public final class UnknownSequence {

    private UnknownSequence() {
    }

    /**
     * Makes a sequence of it, so that items can be added; anything else stays as it is.
     *
     * @throws DicomFormatException if its bytes are no items
     */
    public static void makeKnown(DataSet dataSet, int tag) throws DicomFormatException {
        Element element = dataSet.get(tag);
        if (element == null || element.isSequence()) {
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putShort((short) Tag.group(tag))
                .putShort((short) tag).putInt(element.length()).array());
        bytes.writeBytes(element.bytes());
        try {
            DataSet read = new DataSetReader(bytes.toByteArray(), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN).read();
            dataSet.put(read.get(tag));
        } catch (IOException e) {
            throw new DicomFormatException("No items of a sequence", 0, tag, e);
        }
    }
}
