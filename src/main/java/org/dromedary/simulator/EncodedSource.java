package org.dromedary.simulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.Map;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetWriter;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.dimse.FileSource;
import org.dromedary.dicom.dimse.StoreSource;

/** An object that is sent otherwise than it lies in its file: encoded anew, in memory (PS3.5 §10). */
record EncodedSource(String sopClassUid, String sopInstanceUid, String transferSyntaxUid, byte[] dataSet)
        implements StoreSource {

    static boolean isUncompressed(String transferSyntaxUid) {
        return !TransferSyntax.of(transferSyntaxUid).encapsulated();
    }

    /** The same object in another transfer syntax of the uncompressed ones. */
    static EncodedSource in(String transferSyntaxUid, FileSource source) throws IOException {
        return of(source, Part10.read(source.file()), source.sopInstanceUid(), transferSyntaxUid);
    }

    /** The same object with other values of some attributes, which may give it another SOP Instance UID. */
    static EncodedSource with(Map<Integer, String> values, FileSource source) throws IOException {
        DataSet object = Part10.read(source.file());
        values.forEach(object::set);
        return of(source, object, object.getString(Tag.SOPInstanceUID), source.transferSyntaxUid());
    }

    /** The same object with the first half of its Pixel Data. */
    static EncodedSource halved(FileSource source) throws IOException {
        DataSet object = Part10.read(source.file());
        Element pixels = object.get(Tag.PixelData);
        object.put(Element.of(Tag.PixelData, pixels.vr(), Arrays.copyOf(pixels.bytes(),
                pixels.bytes().length / 4 * 2)));
        return of(source, object, source.sopInstanceUid(), source.transferSyntaxUid());
    }

    private static EncodedSource of(FileSource source, DataSet object, String sopInstanceUid, String syntax)
            throws IOException {
        return new EncodedSource(source.sopClassUid(), sopInstanceUid, syntax,
                DataSetWriter.encode(object, TransferSyntax.of(syntax)));
    }

    @Override
    public long length() {
        return dataSet.length;
    }

    @Override
    public ReadableByteChannel open() {
        return Channels.newChannel(new ByteArrayInputStream(dataSet));
    }
}
