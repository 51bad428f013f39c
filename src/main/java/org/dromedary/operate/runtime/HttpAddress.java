package org.dromedary.operate.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.dromedary.coordination.settings.SettingsReader;
import org.dromedary.operate.settings.StartUpException;

/** Where the REST interface listens, checked. */
record HttpAddress(InetAddress bind, int port) {

    private static final int MIN_TOKEN_LENGTH = 16;

    /** @throws StartUpException naming the property that is wrong */
    static HttpAddress of(SettingsReader settings) {
        HttpSettings http = settings.map(HttpSettings.class);
        InetAddress bind;
        try {
            bind = InetAddress.getByName(http.bind());
        } catch (UnknownHostException e) {
            throw new StartUpException("dromedary.http.bind is '" + http.bind() + "', which is no address of this"
                    + " machine");
        }
        if (http.port() < 0 || http.port() > 65535) {
            throw new StartUpException("dromedary.http.port is " + http.port()
                    + ": a TCP port is a number from 1 to 65535, or 0 for a free one");
        }
        // Header fields carry visible ASCII (RFC 6750 §2.1).
        if (http.token().isPresent() && !http.token().get().matches("[\\x21-\\x7e]{" + MIN_TOKEN_LENGTH + ",}")) {
            throw new StartUpException("dromedary.http.token must have at least " + MIN_TOKEN_LENGTH
                    + " characters of ASCII without spaces: make one with 'openssl rand -hex 24'");
        }
        return new HttpAddress(bind, http.port());
    }

    /** @throws StartUpException if the port is taken */
    void mustBeFree() {
        try {
            ListeningPorts.probe(new InetSocketAddress(bind, port));
        } catch (IOException e) {
            throw new StartUpException("The REST interface can not listen on " + bind.getHostAddress() + " port " + port
                    + " (" + e.getMessage() + "): set dromedary.http.port to a free port, or to 0 for any");
        }
    }
}
