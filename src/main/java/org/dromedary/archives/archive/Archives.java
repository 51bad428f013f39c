package org.dromedary.archives.archive;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.dromedary.archives.archive.Endpoints.Service;
import org.dromedary.archives.pace.Operation;
import org.dromedary.archives.pace.Pace;
import org.dromedary.archives.pace.SourceWatch;
import org.dromedary.coordination.incident.IncidentSettings;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.ul.Timeouts;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Sql;
import org.jboss.logging.Logger;

/** Source and target as configured, and the links to them. */
@ApplicationScoped
public class Archives {

    /** Transfer syntaxes of queries. */
    public static final String[] QUERY_SYNTAXES = {TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
        TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid()};

    private static final Duration FIRST_PROBE = Duration.ofSeconds(1);
    private static final Duration MAX_PROBE = Duration.ofMinutes(1);
    private static final int EXPIRY_LOOK_SECONDS = 30;
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Logger LOG = Logger.getLogger(Archives.class);

    private final ArchiveSettings.Local local;
    private final ArchiveSettings.Limits limits;
    private final ArchiveSettings.Source source;
    private final ArchiveSettings.Target target;
    private final QueryRetrieve queryRetrieve = new QueryRetrieve(this);
    private final Ledger ledger;
    private final Incidents incidents;
    private final IncidentSettings incidentSettings;
    private final Pace pace;
    private final SourceWatch watch;
    private final DataSource dataSource;
    private final TlsParties tls;
    // Each application entity of an archive may keep one thread waiting for its answer to a probe.
    private final ScheduledExecutorService janitor = Executors.newScheduledThreadPool(5, task -> {
        Thread thread = new Thread(task, "association-janitor");
        thread.setDaemon(true);
        return thread;
    });
    private ArchiveLink sourceLink;
    private SourceProber prober;
    private ArchiveLink targetLink;
    private volatile Quirks sourceQuirks;
    private volatile Quirks targetQuirks;

    Archives(ArchiveSettings.Local local, ArchiveSettings.Source source, ArchiveSettings.Target target,
            ArchiveSettings.Limits limits, Ledger ledger, Incidents incidents, IncidentSettings incidentSettings,
            Pace pace, SourceWatch watch, DataSource dataSource, TlsParties tls) {
        this.tls = tls;
        this.dataSource = dataSource;
        this.local = local;
        this.limits = limits;
        this.source = source;
        this.target = target;
        this.ledger = ledger;
        this.incidents = incidents;
        this.incidentSettings = incidentSettings;
        this.pace = pace;
        this.watch = watch;
    }

    /** @throws SettingsException when the source is not configured */
    public synchronized ArchiveLink source() {
        if (sourceLink == null) {
            Endpoints endpoints = Endpoints.of(source);
            boolean get = source.retrieve() == ArchiveSettings.RetrieveMethod.GET;
            sourceLink = link(endpoints, Service.FIND, get ? Service.GET : Service.MOVE);
            Archive asked = endpoints.of(Service.FIND);
            Line line = sourceLink.lines().stream().filter(each -> each.endpoint().equals(asked)).findFirst()
                    .orElseThrow();
            prober = new SourceProber(() -> request(asked), line, this::sourceQuirks, watch);
            prober.start();
        }
        return sourceLink;
    }

    /** @throws SettingsException when the target is not configured */
    public synchronized ArchiveLink target() {
        if (targetLink == null) {
            targetLink = link(Endpoints.of(target), Service.FIND, Service.STORE);
        }
        return targetLink;
    }

    /** What is known of the source's peculiarities. */
    public Quirks sourceQuirks() {
        Quirks known = sourceQuirks;
        return known == null ? makeSourceQuirks() : known;
    }

    private synchronized Quirks makeSourceQuirks() {
        if (sourceQuirks == null) {
            sourceQuirks = new Quirks("source", QuirkSettings.of("source", source.quirks()),
                    new QuirkLedger(Sql.over(dataSource), source().archive()));
        }
        return sourceQuirks;
    }

    /** What is known of the target's peculiarities. */
    public Quirks targetQuirks() {
        Quirks known = targetQuirks;
        return known == null ? makeTargetQuirks() : known;
    }

    private synchronized Quirks makeTargetQuirks() {
        if (targetQuirks == null) {
            targetQuirks = new Quirks("target", QuirkSettings.of("target", target.quirks()),
                    new QuirkLedger(Sql.over(dataSource), target().archive()));
        }
        return targetQuirks;
    }

    /** What is known of the peculiarities of one of them. */
    public Quirks quirks(Archive archive) {
        return archive.role().equals(Pace.SOURCE) ? sourceQuirks() : targetQuirks();
    }

    boolean isSourceSet() {
        return source.aet().isPresent() && source.host().isPresent();
    }

    /** Watches the archives that are configured, also while nothing is to be done with them. */
    public synchronized void watch() {
        if (isSourceSet()) {
            source();
        }
        if (target.aet().isPresent() && target.host().isPresent()) {
            target();
        }
        janitor.scheduleWithFixedDelay(new ExpiryWatch(tls, incidents), 1, EXPIRY_LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** What keeps back the work of each archive that is away now, by its role. */
    public Map<String, String> outages() {
        Map<String, String> outages = new TreeMap<>();
        for (ArchiveLink link : links()) {
            String outage = link.outage();
            if (outage != null) {
                outages.put(link.archive().role(), outage);
            }
        }
        return outages;
    }

    /** Our own AE title. */
    public String localAet() {
        return local.aet();
    }

    /** A request to {@code archive} without presentation contexts yet. */
    public AssociationRequest.Builder request(Archive archive) {
        return request(archive, local.aet(), limits, tls);
    }

    /** A request for objects, either way, without presentation contexts yet; their bytes keep the pace. */
    public AssociationRequest.Builder storage(Archive archive) {
        boolean source = archive.role().equals(Pace.SOURCE);
        return request(endpoint(archive, source ? Service.GET : Service.STORE)).byteGate(PaceGate.of(pace,
                archive.role(), source ? Operation.RETRIEVE : Operation.STORE));
    }

    /** A request for C-FIND or C-MOVE, without presentation contexts yet. */
    AssociationRequest.Builder queries(Archive archive, Service service) {
        return request(endpoint(archive, service)).byteGate(PaceGate.ofQueryRetrieve(pace, archive.role()));
    }

    /** Of C-FIND and C-MOVE those that one association can serve with this one: a series' query and its retrieve. */
    List<Service> together(Archive archive, Service service) {
        boolean both = archive.role().equals(Pace.SOURCE)
                && source.retrieve() == ArchiveSettings.RetrieveMethod.MOVE
                && endpoint(archive, Service.FIND).equals(endpoint(archive, Service.MOVE));
        return both ? List.of(Service.FIND, Service.MOVE) : List.of(service);
    }

    /** Which application entity of an archive offers a service. */
    Archive endpoint(Archive archive, Service service) {
        return (archive.role().equals(Pace.SOURCE) ? Endpoints.of(source) : Endpoints.of(target)).of(service);
    }

    /** Queries an archive, in the model that it grants. */
    <T> T find(ArchiveLink link, QueryRetrieve.Work<T> work) throws IOException {
        return queryRetrieve.use(link, Operation.QUERY, Service.FIND, work);
    }

    /**
     * Retrieves from the source by C-MOVE, in the model that it grants.
     *
     * @param work repeatable from its beginning
     * @throws NotGrantedException when it grants C-MOVE in no model
     */
    public <T> T move(QueryRetrieve.Work<T> work) throws IOException {
        return queryRetrieve.use(source(), Operation.RETRIEVE, Service.MOVE, work);
    }

    /** The same for use before the application runs. */
    public static AssociationRequest.Builder request(Archive archive, String callingAet,
            ArchiveSettings.Limits limits, TlsParties tls) {
        return AssociationRequest.to(archive.host(), archive.port())
                .called(archive.aet())
                .calling(callingAet)
                .maxPduLength(limits.maxPduLength())
                .quickAck(limits.quickAck())
                .tls(tls.ofRole(archive.role()))
                .timeouts(new Timeouts(limits.connectTimeout(), limits.acseTimeout(), limits.responseTimeout(),
                        limits.responseTimeout(), limits.transferTimeout()));
    }

    private ArchiveLink link(Endpoints endpoints, Service... used) {
        Archive archive = endpoints.main();
        List<Line> lines = new ArrayList<>();
        for (Archive endpoint : endpoints.of(used)) {
            List<Service> services = Stream.of(used).filter(each -> endpoints.of(each).equals(endpoint)).toList();
            lines.add(line(endpoints, endpoint, services));
        }
        ArchiveLink link = new ArchiveLink(archive, lines, pace);
        janitor.scheduleWithFixedDelay(link::releaseIdle, 5, 5, TimeUnit.SECONDS);
        for (Line line : lines) {
            janitor.scheduleWithFixedDelay(new OutageWatch(line, incidents,
                    incidentSettings.unavailableAfter()), 1, 1, TimeUnit.SECONDS);
        }
        return link;
    }

    private Line line(Endpoints endpoints, Archive endpoint, List<Service> services) {
        Archive archive = endpoints.main();
        AssociationPool pool = new AssociationPool(limits.keepIdle(), new AssociationLimit(() -> quirks(archive)));
        EndpointProbe probe = EndpointProbe.on(pool, () -> request(endpoint), services, () -> quirks(archive));
        String label = endpoints.label(endpoint);
        ArchiveGate gate = new ArchiveGate(archive.role(), label, probe, FIRST_PROBE, MAX_PROBE,
                text -> journal(archive, text));
        return new Line(endpoint, label, pool, gate);
    }

    private void journal(Archive archive, String text) {
        LOG.warn(text);
        ledger.recordEvent(null, null, "archive", archive.role(), text, local.aet());
    }

    /** The process is about to end: nothing new is begun, and what is under way has a short time to finish. */
    public synchronized void stopSoon() {
        pace.stop();
        links().forEach(ArchiveLink::stop);
        if (!janitor.isShutdown()) {
            janitor.schedule(() -> links().forEach(ArchiveLink::close), GRACE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private synchronized List<ArchiveLink> links() {
        return Stream.of(sourceLink, targetLink).filter(Objects::nonNull).toList();
    }

    /** Longest wait for the rest of an answer that is about to end. */
    Duration patience() {
        return limits.acseTimeout();
    }

    /** Ends waiting for an archive and closes what is open. */
    @PreDestroy
    public synchronized void stop() {
        pace.stop();
        janitor.shutdownNow();
        if (prober != null) {
            prober.close();
        }
        links().forEach(ArchiveLink::close);
    }
}
