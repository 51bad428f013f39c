package org.dromedary.archive;

import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.dromedary.dicom.net.AssociationInfo;
import org.dromedary.dicom.net.RejectReason;
import org.jboss.logging.Logger;

/**
 * Whom our Storage SCP lets in: programs on this machine, the source, and the AE titles that are listed. An AE title is
 * no secret and no proof; it keeps out who does not belong here.
 */
@Singleton
@Named("callers")
@Unremovable
public class Callers implements Function<AssociationInfo, RejectReason> {

    private static final Logger LOG = Logger.getLogger(Callers.class);
    private static final String PROPERTY = "dromedary.local.callers";
    private static final long RESOLVE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long TELL_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST_LINES = 10;

    private final List<Caller> allowed = new ArrayList<>();
    private final Map<String, Set<InetAddress>> addresses = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private final AtomicLong refused = new AtomicLong();
    private long resolvedAt = System.nanoTime() - RESOLVE_NANOS;
    private long toldSince = System.nanoTime();
    private long untold;

    Callers(ArchiveSettings.Local local, ArchiveSettings.Source source) {
        if (source.aet().isPresent() && source.host().isPresent()) {
            allowed.add(new Caller(source.aet().get(), source.host().get()));
        }
        local.callers().orElse(List.of()).stream().map(Caller::parse).forEach(allowed::add);
    }

    /** @param host null for any */
    private record Caller(String aet, String host) {
        static Caller parse(String text) {
            int at = text.lastIndexOf('@');
            String aet = (at < 0 ? text : text.substring(0, at)).strip();
            Archive.checkAeTitle(PROPERTY + ", '" + text + "',", aet);
            String host = at < 0 ? null : text.substring(at + 1).strip();
            if (host != null && host.isEmpty()) {
                throw new SettingsException(PROPERTY + ": '" + text + "' has no host after the @");
            }
            return new Caller(aet, host);
        }
    }

    /** Associations refused since the start. */
    public long refused() {
        return refused.get();
    }

    @Override
    public RejectReason apply(AssociationInfo request) {
        InetAddress address = request.address();
        if (address.isLoopbackAddress() || isListed(request.callingAeTitle(), address)) {
            return null;
        }
        refused.incrementAndGet();
        tell(request.callingAeTitle(), address.getHostAddress());
        return RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED;
    }

    private boolean isListed(String aet, InetAddress address) {
        return allowed.stream().filter(caller -> caller.aet().equals(aet))
                .anyMatch(caller -> caller.host() == null || addresses(caller.host()).contains(address));
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
    private synchronized void tell(String aet, String address) {
        if (System.nanoTime() - toldSince >= TELL_NANOS) {
            if (untold > 0) {
                LOG.warnf("%d more associations were refused in the last minute", untold);
            }
            toldSince = System.nanoTime();
            untold = 0;
            told.clear();
        }
        String caller = aet.replaceAll("[^ -~]", "?") + "@" + address;
        if (told.size() < MOST_LINES && told.add(caller)) {
            LOG.warnf("Refused an association of %s, which is neither the source nor listed: if it may send to us, add"
                    + " it to %s", caller, PROPERTY);
        } else {
            untold++;
        }
    }
}
