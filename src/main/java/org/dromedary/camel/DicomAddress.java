package org.dromedary.camel;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParams;
import org.apache.camel.spi.UriPath;

/** The path of a {@code dicom:} URI: operation, AE title, host and port. */
@UriParams
record DicomAddress(
        @UriPath(enums = "echo,find,move,get,store,scp",
                description = "What the endpoint does: a DIMSE-C service as SCU, or receiving objects as Storage SCP")
        @Metadata(required = true)
        Operation operation,
        @UriPath(description = "AE title of the peer; of this side for scp; 1 to 16 characters")
        @Metadata(required = true)
        String aet,
        @UriPath(description = "Host name or address of the peer, IPv6 in brackets; for scp the address to bind to")
        @Metadata(required = true)
        String host,
        @UriPath(description = "TCP port of the peer; for scp the port to listen on, 0 for a free one")
        @Metadata(required = true)
        int port) {

    /** What an endpoint does: the DIMSE-C services as SCU, or the Storage SCP. */
    enum Operation { ECHO, FIND, MOVE, GET, STORE, SCP }

    private static final Pattern FORM = Pattern.compile("(\\w+):([^@]{1,16})@(\\[[^]]+]|[^:@]+):(\\d{1,5})");

    static DicomAddress parse(String remaining) {
        Matcher m = FORM.matcher(remaining);
        if (!m.matches()) {
            throw new IllegalArgumentException("dicom:" + remaining
                    + " is not of the form dicom:operation:AET@host:port");
        }
        try {
            Operation operation = Operation.valueOf(m.group(1).toUpperCase(Locale.ROOT));
            return new DicomAddress(operation, m.group(2), m.group(3), Integer.parseInt(m.group(4)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("dicom:" + m.group(1)
                    + " is not an operation: use echo, find, move, get, store or scp", e);
        }
    }
}
