package org.dromedary.camel;

import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import org.dromedary.dicom.dimse.StoreRequest;
import org.dromedary.dicom.dimse.StoreSource;
import org.dromedary.dicom.ul.PdvInputStream;

/**
 * The body of a {@code dicom:scp} route: an object while it arrives. It is no stream itself, so that Camel's stream
 * caching leaves it alone.
 *
 * @param dataSet to be read before the route ends, by the thread of the route; the rest is dropped
 */
public record IncomingObject(StoreRequest request, PdvInputStream dataSet) {

    /**
     * The object for sending it on while it arrives, byte for byte; it is to be opened once.
     *
     * @throws IllegalStateException if the data set has been read, be it in part
     */
    StoreSource source() {
        if (dataSet.count() > 0) {
            throw new IllegalStateException("the object was read already, so it can't be sent on: keep it in a file");
        }
        return new StoreSource() {
            @Override
            public String sopClassUid() {
                return request.sopClassUid();
            }

            @Override
            public String sopInstanceUid() {
                return request.sopInstanceUid();
            }

            @Override
            public String transferSyntaxUid() {
                return request.transferSyntaxUid();
            }

            @Override
            public long length() {
                return UNKNOWN_LENGTH;
            }

            @Override
            public ReadableByteChannel open() {
                return Channels.newChannel(dataSet);
            }
        };
    }
}
