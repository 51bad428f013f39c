package org.dromedary.archive;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.EchoScu;
import org.dromedary.dicom.net.Timeouts;
import org.dromedary.incident.IncidentSettings;
import org.dromedary.incident.Incidents;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Sql;
import org.dromedary.pace.Operation;
import org.dromedary.pace.Pace;
import org.dromedary.pace.SourceWatch;
import org.jboss.logging.Logger;

/** Source and target as configured, and the links to them. */
@ApplicationScoped
public class Archives {

    /** Transfer syntaxes of queries. */
    public static final String[] QUERY_SYNTAXES = {TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
        TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid()};

    private static final Duration FIRST_PROBE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PROBE = Duration.ofMinutes(1);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Logger LOG = Logger.getLogger(Archives.class);

    private final ArchiveSettings.Local local;
    private final ArchiveSettings.Limits limits;
    private final ArchiveSettings.Source source;
    private final ArchiveSettings.Target target;
    private final Ledger ledger;
    private final Incidents incidents;
    private final IncidentSettings incidentSettings;
    private final Pace pace;
    private final SourceWatch watch;
    private final DataSource dataSource;
    // Each archive may keep one thread waiting for its answer to a probe.
    private final ScheduledExecutorService janitor = Executors.newScheduledThreadPool(3, task -> {
        Thread thread = new Thread(task, "association-janitor");
        thread.setDaemon(true);
        return thread;
    });
    private ArchiveLink sourceLink;
    private SourceProber prober;
    private ArchiveLink targetLink;
    private Quirks sourceQuirks;
    private Quirks targetQuirks;

    Archives(ArchiveSettings.Local local, ArchiveSettings.Source source, ArchiveSettings.Target target,
            ArchiveSettings.Limits limits, Ledger ledger, Incidents incidents, IncidentSettings incidentSettings,
            Pace pace, SourceWatch watch, DataSource dataSource) {
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
            sourceLink = link(Archive.of("source", source.aet(), source.host(), source.port()));
            prober = new SourceProber(request(sourceLink.archive()), sourceLink.gate(), watch);
            prober.start();
        }
        return sourceLink;
    }

    /** @throws SettingsException when the target is not configured */
    public synchronized ArchiveLink target() {
        if (targetLink == null) {
            targetLink = link(Archive.of("target", target.aet(), target.host(), target.port()));
        }
        return targetLink;
    }

    /** What is known of the source's peculiarities. */
    public synchronized Quirks sourceQuirks() {
        if (sourceQuirks == null) {
            sourceQuirks = new Quirks("source", QuirkSettings.of("source", source.quirks()),
                    new QuirkLedger(Sql.over(dataSource), source().archive()));
        }
        return sourceQuirks;
    }

    /** What is known of the target's peculiarities. */
    public synchronized Quirks targetQuirks() {
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

    /** Watches the archives that are configured, also while nothing is to be done with them. */
    public synchronized void watch() {
        if (source.aet().isPresent() && source.host().isPresent()) {
            source();
        }
        if (target.aet().isPresent() && target.host().isPresent()) {
            target();
        }
    }

    /** What keeps back the work of each archive that is away now, by its role. */
    public Map<String, String> outages() {
        Map<String, String> outages = new TreeMap<>();
        for (ArchiveLink link : links()) {
            String outage = link.gate().outage();
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
        return request(archive, local.aet(), limits);
    }

    /** A request for objects, either way, without presentation contexts yet; their bytes keep the pace. */
    public AssociationRequest.Builder storage(Archive archive) {
        Operation operation = archive.role().equals(Pace.SOURCE) ? Operation.RETRIEVE : Operation.STORE;
        return request(archive).byteGate(PaceGate.of(pace, archive.role(), operation));
    }

    /**
     * A request for queries, and for C-MOVE at the source: an association that can do both serves a series' query and
     * its retrieve.
     */
    public AssociationRequest queryRetrieve(Archive archive) {
        AssociationRequest.Builder request = request(archive)
                .byteGate(PaceGate.ofQueryRetrieve(pace, archive.role()))
                .context(Uid.StudyRootQueryRetrieveInformationModelFind, QUERY_SYNTAXES);
        if (archive.role().equals("source") && source.retrieve() == ArchiveSettings.RetrieveMethod.MOVE) {
            request.context(Uid.StudyRootQueryRetrieveInformationModelMove, QUERY_SYNTAXES);
        }
        return request.build();
    }

    /** The same for use before the application runs. */
    public static AssociationRequest.Builder request(Archive archive, String callingAet,
            ArchiveSettings.Limits limits) {
        return AssociationRequest.to(archive.host(), archive.port())
                .called(archive.aet())
                .calling(callingAet)
                .maxPduLength(limits.maxPduLength())
                .quickAck(limits.quickAck())
                .timeouts(new Timeouts(limits.connectTimeout(), limits.acseTimeout(), limits.responseTimeout(),
                        limits.responseTimeout()));
    }

    private ArchiveLink link(Archive archive) {
        ArchiveGate gate = new ArchiveGate(archive.role(), () -> echo(archive), FIRST_PROBE, LONGEST_PROBE,
                text -> journal(archive, text));
        ArchiveLink link = new ArchiveLink(archive, limits.keepIdle(), gate, pace);
        janitor.scheduleWithFixedDelay(link::releaseIdle, 5, 5, TimeUnit.SECONDS);
        janitor.scheduleWithFixedDelay(new OutageWatch(archive, gate, incidents, incidentSettings.unavailableAfter()),
                1, 1, TimeUnit.SECONDS);
        return link;
    }

    private void journal(Archive archive, String text) {
        LOG.warn(text);
        ledger.recordEvent(null, null, "archive", archive.role(), text, local.aet());
    }

    private void echo(Archive archive) throws IOException {
        AssociationRequest request = request(archive)
                .context(Uid.Verification, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid()).build();
        try (Association association = Association.open(request)) {
            EchoScu.echo(association);
        }
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
