package org.dromedary.operate.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.dromedary.archives.archive.ArchiveSettings;
import org.dromedary.coordination.settings.SettingsReader;
import org.dromedary.hospital.hl7.Hl7Settings;
import org.dromedary.operate.settings.StartUpException;

/** The ports at which archives and HL7 senders call us, looked at before the routes are started. */
final class ListeningPorts {

    private ListeningPorts() {
    }

    /** @throws StartUpException naming the setting of the first that can't be had */
    static void mustBeFree(SettingsReader settings) {
        ArchiveSettings.Local local = settings.map(ArchiveSettings.Local.class);
        if (local.plain()) {
            mustBeFree("DICOM", local.bind(), local.port(), "dromedary.local.port", "dromedary.local.bind");
        }
        local.tls().port().ifPresent(port -> mustBeFree("DICOM over TLS", local.bind(), port,
                "dromedary.local.tls.port", "dromedary.local.bind"));
        Hl7Settings hl7 = settings.map(Hl7Settings.class);
        hl7.mllpPort().ifPresent(port -> mustBeFree("HL7", hl7.bind(), port, "dromedary.hl7.mllp-port",
                "dromedary.hl7.bind"));
    }

    private static void mustBeFree(String what, String address, int port, String property, String bind) {
        InetSocketAddress wanted = new InetSocketAddress(address, port);
        if (wanted.isUnresolved()) {
            throw new StartUpException(bind + " is '" + address + "', which is no address of this machine");
        }
        try {
            probe(wanted);
        } catch (IOException e) {
            throw new StartUpException(what + " can not be taken on " + address + " port " + port + " ("
                    + e.getMessage() + "): end what listens there, or change " + property + " or " + bind);
        }
    }

    /** @throws IOException if nobody can listen there */
    static void probe(InetSocketAddress address) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address);
        }
    }
}
