package org.dromedary.hospital.hl7;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.dromedary.coordination.incident.Incident;
import org.dromedary.coordination.incident.Incidents;
import org.jboss.logging.Logger;

/**
 * Who may send us HL7 messages, by address and by what MSH-3 and MSH-4 say. Neither proves who it is: that takes TLS
 * with a certificate of the sender.
 */
@ApplicationScoped
public class Senders {

    /** Kind of the incident. */
    static final String KIND = "HL7_SENDER";
    static final String NOT_LISTED = "the sender (MSH-3, MSH-4) is none of dromedary.hl7.senders";

    private static final Logger LOG = Logger.getLogger("org.dromedary.hospital.hl7");
    private static final String SUBJECT = "hl7";
    private static final long LOOK_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long QUIET_NANOS = Duration.ofHours(1).toNanos();

    private final List<String> hosts;
    private final List<Pattern> listed;
    private final Incidents incidents;
    private final Map<String, Set<InetAddress>> addresses = new HashMap<>();
    private long resolvedAt = System.nanoTime() - LOOK_NANOS;
    private long toldAt = System.nanoTime() - LOOK_NANOS;
    private long refusedAt;
    /** Whether the ledger may have an open incident; after a start nobody knows. */
    private boolean mayBeOpen = true;
    private boolean refusedAny;

    Senders(Hl7Settings settings, Incidents incidents) {
        this.hosts = settings.hosts().orElse(List.of()).stream().map(String::strip).toList();
        this.listed = patterns(settings.senders().orElse(List.of()));
        this.incidents = incidents;
    }

    /** @throws IllegalArgumentException if one is not of the form {@code MSH-3|MSH-4} */
    static List<Pattern> patterns(List<String> senders) {
        return senders.stream().map(String::strip).map(text -> {
            String[] parts = text.split("\\|", -1);
            if (parts.length != 2 || parts[0].isBlank() && parts[1].isBlank()) {
                throw new IllegalArgumentException("dromedary.hl7.senders: '" + text
                        + "' is not of the form MSH-3|MSH-4, such as RIS|HOSPITAL or RIS|*");
            }
            return Pattern.compile(part(parts[0]) + "\\|" + part(parts[1]), Pattern.CASE_INSENSITIVE);
        }).toList();
    }

    private static String part(String text) {
        return text.strip().equals("*") ? ".*" : Pattern.quote(text.strip());
    }

    /** Why a message is refused for whom it is from; null if it is not. */
    String refusal(Header header) {
        if (listed.isEmpty() || header == null
                || listed.stream().anyMatch(each -> each.matcher(header.sender()).matches())) {
            return null;
        }
        return NOT_LISTED;
    }

    /** A message was refused: told once, until nothing was refused for an hour. */
    synchronized void refused() {
        refusedAt = System.nanoTime();
        refusedAny = true;
        mayBeOpen = true;
        incidents.open(KIND, SUBJECT, "An HL7 sender is refused that is not listed.", NOT_LISTED,
                "See 'dromedary hl7 list'. If it may send, add its MSH-3|MSH-4 to dromedary.hl7.senders and let it send"
                + " again; else find out who it is.");
    }

    /** Whether a connection from there is taken. */
    public synchronized boolean mayConnect(InetAddress address) {
        boolean may = hosts.isEmpty() || hosts.stream().anyMatch(host -> isAt(host, address));
        if (!may && System.nanoTime() - toldAt >= LOOK_NANOS) {
            toldAt = System.nanoTime();
            LOG.warnf("Refused an HL7 connection from %s, which is none of dromedary.hl7.hosts",
                    address.getHostAddress());
        }
        return may;
    }

    private boolean isAt(String host, InetAddress address) {
        if (System.nanoTime() - resolvedAt >= LOOK_NANOS) {
            resolvedAt = System.nanoTime();
            hosts.forEach(this::resolve);
        }
        Set<InetAddress> known = addresses.getOrDefault(host, Set.of());
        return known.contains(address)
                || address.isLoopbackAddress() && known.stream().anyMatch(InetAddress::isLoopbackAddress);
    }

    private void resolve(String host) {
        try {
            addresses.put(host, Set.of(InetAddress.getAllByName(host)));
        } catch (UnknownHostException e) {
            // What was known of it stays.
            LOG.warnf("The address of %s is unknown for the moment: its HL7 connections may be refused", host);
        }
    }

    /** By the clock: closes the incident. */
    synchronized void look() {
        if (mayBeOpen && (!refusedAny || System.nanoTime() - refusedAt > QUIET_NANOS)) {
            mayBeOpen = false;
            refusedAny = false;
            incidents.close(KIND, SUBJECT, Incident.ITSELF, "none was refused for an hour, or since the start");
        }
    }
}
