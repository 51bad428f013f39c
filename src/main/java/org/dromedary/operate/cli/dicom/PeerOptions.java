package org.dromedary.operate.cli.dicom;

import java.time.Duration;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.ul.Timeouts;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The peer that a tool talks to, and how (PS3.8 §9.3.2). */
final class PeerOptions {

    static final String DEFAULT_AE_TITLE = "DROMEDARY";

    @Parameters(index = "0", paramLabel = "HOST:PORT", description = "Where the peer listens.")
    private String address;

    @Option(names = "--called", required = true, paramLabel = "AET", description = "The peer's AE title.")
    private String called;

    @Option(names = "--calling", paramLabel = "AET", defaultValue = DEFAULT_AE_TITLE,
            description = "Our AE title (default: ${DEFAULT-VALUE}).")
    private String calling;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "300",
            description = "How long to wait for an answer (default: ${DEFAULT-VALUE}).")
    private int timeout;

    @Option(names = "--pdu", paramLabel = "BYTES", defaultValue = "262144",
            description = "The longest PDU we receive (default: ${DEFAULT-VALUE}).")
    private int pdu;

    @Option(names = "--no-quick-ack", description = "Leave TCP acknowledgements delayed, to compare.")
    private boolean noQuickAck;

    String called() {
        return called;
    }

    String calling() {
        return calling;
    }

    AssociationRequest.Builder request() {
        int colon = address.lastIndexOf(':');
        String port = colon < 0 ? "" : address.substring(colon + 1);
        if (colon <= 0 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
            throw new UsageException("'" + address + "' is not HOST:PORT. Write for instance pacs.example.org:104.");
        }
        String host = address.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
        Timeouts timeouts = new Timeouts(Timeouts.DEFAULT.connect(), Timeouts.DEFAULT.association(),
                Duration.ofSeconds(timeout), Timeouts.DEFAULT.idle());
        return AssociationRequest.to(host, Integer.parseInt(port)).calling(checked(calling)).called(checked(called))
                .maxPduLength(pdu).timeouts(timeouts).quickAck(!noQuickAck);
    }

    static String checked(String aeTitle) {
        String trimmed = aeTitle.trim();
        if (trimmed.isEmpty() || trimmed.length() > 16 || trimmed.indexOf('\\') >= 0
                || trimmed.chars().anyMatch(c -> c < 0x20 || c > 0x7E)) {
            throw new UsageException("'" + aeTitle + "' is not an AE title: 1 to 16 ASCII characters, no backslash.");
        }
        return trimmed;
    }

    @Override
    public String toString() {
        return called + " at " + address;
    }
}
