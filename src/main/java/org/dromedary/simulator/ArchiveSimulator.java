package org.dromedary.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.dromedary.dicom.dimse.ScpServer;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.tls.TlsParty;
import org.dromedary.dicom.ul.ByteGate;

/**
 * A small archive with settable faults, for rehearsals, the demo and tests (PS3.4 §A, §B, §C, §J).
 *
 * <p>It serves C-ECHO, C-STORE, C-FIND, C-MOVE, C-GET and storage commitment. Objects lie in a folder as they were
 * received; the index is in memory and is rebuilt from the folder at the start. Thread-safe.
 */
public final class ArchiveSimulator implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ArchiveSimulator.class.getName());
    private static final String INCOMING = ".incoming";

    private final String aeTitle;
    private final Path folder;
    private final Faults faults;
    private final ByteGate byteGate;
    private final Map<String, Destination> destinations = new ConcurrentHashMap<>();
    private final String subOperationAeTitle;
    private final ArchiveIndex index;
    private final Pause pause = new Pause();
    private final LoadModel load = new LoadModel();
    private final ExecutorService background = Executors.newCachedThreadPool(daemons());
    private final ScpServer server;
    private final TlsParty tls;

    private enum Service { STORE, QUERY, RETRIEVE }

    private record Destination(String host, int port) {
    }

    private ArchiveSimulator(Builder builder) throws IOException {
        aeTitle = builder.aeTitle;
        folder = builder.folder;
        faults = builder.faults;
        byteGate = builder.byteGate;
        destinations.putAll(builder.destinations);
        subOperationAeTitle = builder.subOperationAeTitle == null ? aeTitle : builder.subOperationAeTitle;
        tls = builder.tls;
        Path incoming = Files.createDirectories(folder.resolve(INCOMING));
        index = builder.index == null ? new ArchiveIndex() : builder.index;
        if (builder.index == null) {
            addFolder();
        }
        server = server(builder, incoming);
        server.start();
    }

    private ScpServer server(Builder builder, Path incoming) {
        RetrieveService retrieve = new RetrieveService(index, faults, pause, load, background,
                this::requestTo);
        AssociationService associations = new AssociationService(faults, aeTitle, this::associations, pause);
        ScpServer.Builder scp = ScpServer.builder()
                .bind(builder.address)
                .port(builder.port)
                .echo(association -> echo())
                .byteGate(byteGate)
                .tls(builder.tls)
                .associationPolicy(associations::judge)
                .contextPolicy(associations::accepts)
                .acceptUnknownSopClasses();
        if (builder.services.contains(Service.STORE)) {
            scp.store(new StoreService(folder, incoming, index, faults, pause))
                    .commitment(new CommitmentService(index, faults, pause, background, this::requestTo));
        }
        if (builder.services.contains(Service.QUERY)) {
            scp.find(new FindService(index, faults, pause, load, aeTitle, builder.combinedDateTime));
        }
        if (builder.services.contains(Service.RETRIEVE)) {
            scp.move(retrieve::move).get(retrieve::get);
        }
        return scp.build();
    }

    /** A simulator that keeps its objects in this folder, which is made if need be. */
    public static Builder in(Path folder) {
        return new Builder(folder);
    }

    /** A simulator at another port, and by default with other faults, that serves the objects of this one. */
    public static Builder beside(ArchiveSimulator other) {
        Builder builder = new Builder(other.folder);
        builder.index = other.index;
        builder.destinations.putAll(other.destinations);
        return builder;
    }

    /** The port it listens at. */
    public int port() {
        return server.port();
    }

    /** The AE title it answers to and calls itself by. */
    public String aeTitle() {
        return aeTitle;
    }

    /** How many associations it has accepted, with connections that have not asked for one yet. */
    public int associations() {
        return server.associations();
    }

    /** Where its objects lie. */
    public Path folder() {
        return folder;
    }

    /** The faults, to be changed at any time. */
    public Faults faults() {
        return faults;
    }

    /** How its answers slow down by load, to be changed at any time. */
    public LoadModel load() {
        return load;
    }

    /** Makes an AE title known as move destination, or known at another address. */
    public void destination(String destinationAeTitle, String host, int port) {
        destinations.put(destinationAeTitle, new Destination(host, port));
    }

    /** How many objects it has. */
    public int size() {
        return index.size();
    }

    /** SOP Instance UID and file of each object, in the order of arrival; a snapshot. */
    public Map<String, Path> objects() {
        Map<String, Path> objects = new LinkedHashMap<>();
        index.all().forEach(object -> objects.put(object.sopInstanceUid(), object.file()));
        return objects;
    }

    /** Takes a Part 10 file into the index, where it lies; it is not copied. */
    public void add(Path file) throws IOException {
        index.add(ArchivedObject.of(file));
    }

    /** Forgets an object, as an archive does that rejects or loses it; false if it had none. The file stays. */
    public boolean remove(String sopInstanceUid) {
        return index.remove(sopInstanceUid) != null;
    }

    private int echo() {
        pause.sleep(load.echo());
        return Status.SUCCESS;
    }

    private void addFolder() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.getFileName().toString().endsWith(".dcm") && Files.isRegularFile(file))
                    .filter(file -> !file.startsWith(folder.resolve(INCOMING)))
                    .sorted()
                    .forEach(this::addIfReadable);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void addIfReadable(Path file) {
        try {
            add(file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "left out of the index: " + file + ": " + e.getMessage());
        }
    }

    private AssociationRequest.Builder requestTo(String destinationAeTitle) {
        Destination destination = destinations.get(destinationAeTitle);
        return destination == null ? null : AssociationRequest.to(destination.host(), destination.port())
                .calling(subOperationAeTitle).called(destinationAeTitle).byteGate(byteGate).tls(tls);
    }

    private static ThreadFactory daemons() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "simulator-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Ends all associations and stops listening; the files stay. */
    @Override
    public void close() {
        pause.close();
        server.close(Duration.ofSeconds(1));
        background.shutdownNow();
    }

    /** Settings of a simulator. */
    public static final class Builder {

        private final Path folder;
        private final Map<String, Destination> destinations = new LinkedHashMap<>();
        private String aeTitle = "SIMULATOR";
        private InetAddress address = InetAddress.getLoopbackAddress();
        private int port;
        private Faults faults = new Faults();
        private boolean combinedDateTime;
        private ByteGate byteGate = ByteGate.OPEN;
        private String subOperationAeTitle;
        private ArchiveIndex index;
        private TlsParty tls;
        private Set<Service> services = EnumSet.allOf(Service.class);

        private Builder(Path folder) {
            this.folder = folder;
        }

        /** Its AE title, SIMULATOR unless set. */
        public Builder aeTitle(String title) {
            aeTitle = title;
            return this;
        }

        /** The port to listen at; 0, the default, takes a free one. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /** The address to listen at, loopback unless set. */
        public Builder bind(InetAddress listenAddress) {
            address = listenAddress;
            return this;
        }

        /** A known move destination; more can be made known later. */
        public Builder destination(String destinationAeTitle, String host, int destinationPort) {
            destinations.put(destinationAeTitle, new Destination(host, destinationPort));
            return this;
        }

        /** The AE title that its sub-operations come from, if not its own. */
        public Builder sendsAs(String callingAeTitle) {
            subOperationAeTitle = callingAeTitle;
            return this;
        }

        /** Serves C-FIND alone, beside C-ECHO. */
        public Builder queryOnly() {
            services = EnumSet.of(Service.QUERY);
            return this;
        }

        /** Serves C-MOVE and C-GET alone, beside C-ECHO. */
        public Builder retrieveOnly() {
            services = EnumSet.of(Service.RETRIEVE);
            return this;
        }

        /** Serves C-STORE and storage commitment alone, beside C-ECHO. */
        public Builder storeOnly() {
            services = EnumSet.of(Service.STORE);
            return this;
        }

        /** Faults from the start. */
        public Builder faults(Faults initial) {
            faults = initial;
            return this;
        }

        /** Match Study Date and Study Time as one range (PS3.4 §C.5.1.1), which few archives do. */
        public Builder combinedDateTime(boolean combined) {
            combinedDateTime = combined;
            return this;
        }

        /** What holds back, or counts, the bytes of all its associations; by default nothing. */
        public Builder byteGate(ByteGate gate) {
            byteGate = gate;
            return this;
        }

        /** Speaks TLS at its port and to all destinations; null, the default, does not. */
        public Builder tls(TlsParty party) {
            tls = party;
            return this;
        }

        /** Reads the folder and starts to listen. */
        public ArchiveSimulator start() throws IOException {
            return new ArchiveSimulator(this);
        }
    }
}
