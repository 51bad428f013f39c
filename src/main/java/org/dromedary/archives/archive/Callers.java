package org.dromedary.archives.archive;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.AssociationInfo;
import org.dromedary.dicom.tls.TlsParty;
import org.dromedary.dicom.ul.RejectReason;
import org.jboss.logging.Logger;

/**
 * Whom our Storage SCP lets in: the source, whatever AE title it sends under, and who is listed. A program on this
 * machine is none of them unless the source is on this machine too; it may ask for Verification. An AE title is no
 * secret and no proof; it keeps out who does not belong here.
 */
@Singleton
@Named("callers")
@Unremovable
public class Callers implements Function<AssociationInfo, RejectReason> {

    /** What an AE title from the source's address that nobody listed means to us. */
    interface Source {
        /** Whether the quirk is set by property, learnt or may be learnt now. */
        boolean takes(String callingAet);

        void refused(String callingAet);

        /** Whether a property says that the source sends under it. */
        boolean isStated(String callingAet);

        /** Whether a property says that the source calls us so. */
        boolean callsUs(String calledAet);
    }

    private static final Logger LOG = Logger.getLogger(Callers.class);
    private static final String PROPERTY = "dromedary.local.callers";
    private static final String OF_SOURCE = "dromedary.source.callers";
    private static final long RESOLVE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long TELL_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MAX_LINES = 10;

    private final List<Caller> allowed = new ArrayList<>();
    private final List<Caller> ofSource;
    private final Set<String> sourceHosts = new HashSet<>();
    private final Map<String, Set<InetAddress>> addresses = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private final Refusals refusals;
    private final Source otherTitles;
    private final Caller ourselves;
    private final TlsParty secureSource;
    private long resolvedAt = System.nanoTime() - RESOLVE_NANOS;
    private long toldSince = System.nanoTime();
    private long untold;

    @Inject
    Callers(ArchiveSettings.Local local, ArchiveSettings.Source source, Refusals refusals, Archives archives,
            Incidents incidents, TlsParties tls) {
        this(local, source, refusals, new OtherTitles(archives, incidents, local.callersStrict()),
                tls.provenSource());
    }

    /** @param secureSource null if the source need not prove by a certificate who it is */
    Callers(ArchiveSettings.Local local, ArchiveSettings.Source source, Refusals refusals, Source otherTitles,
            TlsParty secureSource) {
        this.secureSource = secureSource;
        this.refusals = refusals;
        this.otherTitles = otherTitles;
        this.ourselves = new Caller(local.aet(), null);
        if (source.aet().isPresent() && source.host().isPresent()) {
            for (Archive each : Endpoints.of(source).all()) {
                allowed.add(new Caller(each.aet(), each.host()));
                sourceHosts.add(each.host());
            }
        }
        source.callers().orElse(List.of()).stream().map(text -> Caller.parse(OF_SOURCE, text)).forEach(allowed::add);
        ofSource = List.copyOf(allowed);
        local.callers().orElse(List.of()).stream().map(text -> Caller.parse(PROPERTY, text)).forEach(allowed::add);
    }

    /** @param host null for any */
    private record Caller(String aet, String host) {
        static Caller parse(String property, String text) {
            int at = text.lastIndexOf('@');
            String aet = (at < 0 ? text : text.substring(0, at)).strip();
            Archive.checkAeTitle(property + ", '" + text + "',", aet);
            String host = at < 0 ? null : text.substring(at + 1).strip();
            if (host != null && host.isEmpty()) {
                throw new SettingsException(property + ": '" + text + "' has no host after the @");
            }
            return new Caller(aet, host);
        }

        /** Case and padding do not matter. */
        boolean isCalled(String title) {
            return aet.equalsIgnoreCase(title.replace('\0', ' ').strip());
        }
    }

    /** Associations refused since the start. */
    public long refused() {
        return refusals.count();
    }

    /** For routes. */
    static final class Producer {

        @Produces
        @Singleton
        @Unremovable
        @Named("archivesFirst")
        Predicate<AssociationInfo> archivesFirst(Callers callers) {
            return callers::maySend;
        }
    }

    @Override
    public RejectReason apply(AssociationInfo request) {
        InetAddress address = request.address();
        String aet = request.callingAeTitle();
        if (!ourselves.isCalled(request.calledAeTitle()) && !otherTitles.callsUs(request.calledAeTitle().strip())) {
            refusals.add(RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED, aet, request.calledAeTitle(),
                    address.getHostAddress());
            return RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED;
        }
        if (mustBeSecure(request)) {
            refusals.add(RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED, aet, request.calledAeTitle(),
                    address.getHostAddress());
            tell("an association of ", aet + "@" + address.getHostAddress(),
                    "since dromedary.source.tls wants TLS of the source, with a certificate of its names and pins: let it send to our TLS port");
            return RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED;
        }
        if (isListed(aet, address) || address.isLoopbackAddress() && isForVerification(request)) {
            return null;
        }
        boolean fromSource = isSource(address);
        if (fromSource && otherTitles.takes(aet.strip())) {
            return null;
        }
        refusals.add(RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED, aet, request.calledAeTitle(),
                address.getHostAddress());
        if (fromSource) {
            otherTitles.refused(aet.strip());
        }
        tell("an association of ", aet + "@" + address.getHostAddress(),
                "which is neither the source nor listed: if it may send to us, add it"
                + " to " + PROPERTY + " or, if it is the source, to " + OF_SOURCE);
        return RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED;
    }

    /**
     * Whether one that was let in may send objects, and not only ask for Verification: our places and the source's pace
     * are for these.
     */
    public boolean maySend(AssociationInfo request) {
        return isListed(request.callingAeTitle(), request.address())
                || isSource(request.address()) && !isForVerification(request);
    }

    /** Whether a setting says that the source sends under this AE title from there; that it has done so is no proof. */
    public boolean isStatedSource(String callingAet, InetAddress address) {
        return ofSource.stream().anyMatch(caller -> caller.isCalled(callingAet) && isAt(caller, address))
                || isSource(address) && otherTitles.isStated(callingAet.strip());
    }

    /** What came from there was refused, since the source itself sends what was asked for. */
    public void outdone(String callingAet, String calledAet, InetAddress address) {
        refusals.add(RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED, callingAet, calledAet,
                address == null ? "unknown" : address.getHostAddress());
        otherTitles.refused(callingAet.strip());
        tell("objects of ", callingAet + (address == null ? "" : "@" + address.getHostAddress()),
                "since the source sends them itself: if that is the source too, add it to " + OF_SOURCE);
    }

    /** Whether it says that it is the source, whose connections are secure, and does not prove it. */
    private boolean mustBeSecure(AssociationInfo request) {
        boolean claims = isSource(request.address()) && !isForVerification(request)
                || isStatedSource(request.callingAeTitle(), request.address());
        return secureSource != null && claims && (request.certificates().isEmpty()
                || !secureSource.accepts((X509Certificate) request.certificates().get(0)));
    }

    private static boolean isForVerification(AssociationInfo request) {
        return !request.contexts().isEmpty() && request.contexts().stream()
                .allMatch(context -> context.abstractSyntax().equals(Uid.Verification));
    }

    private boolean isListed(String aet, InetAddress address) {
        return allowed.stream().anyMatch(caller -> caller.isCalled(aet) && isAt(caller, address));
    }

    private boolean isAt(Caller caller, InetAddress address) {
        return caller.host() == null || isAt(caller.host(), address);
    }

    private boolean isSource(InetAddress address) {
        return sourceHosts.stream().anyMatch(host -> isAt(host, address));
    }

    /** A host that is this machine by one of its loopback addresses is so by each of them. */
    private boolean isAt(String host, InetAddress address) {
        Set<InetAddress> known = addresses(host);
        return known.contains(address)
                || address.isLoopbackAddress() && known.stream().anyMatch(InetAddress::isLoopbackAddress);
    }

    /** Looked up at most once a minute: a host may move, and a name server may be slow or away. */
    private synchronized Set<InetAddress> addresses(String host) {
        if (System.nanoTime() - resolvedAt >= RESOLVE_NANOS) {
            resolvedAt = System.nanoTime();
            allowed.stream().filter(caller -> caller.host() != null).forEach(caller -> resolve(caller.host()));
        }
        return addresses.getOrDefault(host, Set.of());
    }

    private void resolve(String host) {
        try {
            addresses.put(host, Set.of(InetAddress.getAllByName(host)));
        } catch (UnknownHostException e) {
            // What was known of it stays.
            LOG.warnf("The address of %s is unknown for the moment: what it sends may be refused", host);
        }
    }

    /** Each caller once a minute, and never many of them: a scanner must not fill the log. */
    private synchronized void tell(String what, String caller, String why) {
        if (System.nanoTime() - toldSince >= TELL_NANOS) {
            if (untold > 0) {
                LOG.warnf("%d more were refused in the last minute", untold);
            }
            toldSince = System.nanoTime();
            untold = 0;
            told.clear();
        }
        String who = caller.replaceAll("[^ -~]", "?");
        if (told.size() < MAX_LINES && told.add(who)) {
            LOG.warnf("Refused %s%s, %s", what, who, why);
        } else {
            untold++;
        }
    }
}
