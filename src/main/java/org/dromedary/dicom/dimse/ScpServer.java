package org.dromedary.dicom.dimse;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.dromedary.dicom.net.AssociationInfo;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.tls.TlsParty;
import org.dromedary.dicom.ul.ByteGate;
import org.dromedary.dicom.ul.RejectReason;
import org.dromedary.dicom.ul.Timeouts;
import org.dromedary.dicom.ul.UserIdentity;

/**
 * Accepts associations and performs what its handlers offer: Verification always, the other services where a handler
 * is set (PS3.8 §7.1, PS3.4). One thread for each association, a bounded number of them; connections that have not
 * asked for one yet have places of their own, see {@link Lobby}.
 */
public final class ScpServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ScpServer.class.getName());
    private static final LongAdder NONE = new LongAdder();
    private static final int BACKLOG = 1024;
    /** Longest wait for the A-ASSOCIATE-RQ of a connection (ARTIM, PS3.8 §9.1.5). */
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);
    /** The part of all places that associations may have for which none are kept: one of so many. */
    private static final int OTHERS = 4;
    private static final long SLOT_PATIENCE_MILLIS = 250;
    /** An association unused for so long may be ended when another is asked for and there are too many. */
    private static final Duration IDLE_ENOUGH = Duration.ofSeconds(5);
    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);

    private final ScpSettings settings;
    private final Semaphore slots;
    private final Semaphore otherSlots;
    private final Lobby lobby = new Lobby();
    private final Set<ScpSession> sessions = ConcurrentHashMap.newKeySet();
    private final Map<RejectReason, LongAdder> rejections = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private ThreadPoolExecutor threads;
    private ServerSocketChannel listener;
    private Thread acceptLoop;

    private ScpServer(ScpSettings settings) {
        this.settings = settings;
        this.slots = new Semaphore(settings.maxAssociations);
        this.otherSlots = new Semaphore(Math.max(1, settings.maxAssociations / OTHERS));
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Binds and begins to accept. */
    public ScpServer start() throws IOException {
        listener = ServerSocketChannel.open();
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listener.bind(new InetSocketAddress(settings.address, settings.port), BACKLOG);
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
        int port = port();
        AtomicInteger serial = new AtomicInteger();
        threads = new ThreadPoolExecutor(0, settings.maxAssociations + 2 * Lobby.PLACES, 30, TimeUnit.SECONDS,
                new SynchronousQueue<>(), task -> daemon(task, "dicom-scp-" + port + "-" + serial.incrementAndGet()));
        acceptLoop = daemon(this::acceptLoop, "dicom-scp-" + port + "-accept");
        acceptLoop.start();
        return this;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** The port in use, also where port 0 left the choice to the system. */
    public int port() {
        return listener.socket().getLocalPort();
    }

    /** Associations rejected for this reason since the start. */
    public long rejected(RejectReason reason) {
        return rejections.getOrDefault(reason, NONE).sum();
    }

    private void count(RejectReason reason) {
        rejections.computeIfAbsent(reason, key -> new LongAdder()).increment();
    }

    /** Connections being served at this moment, with those that have not asked for an association yet. */
    public int associations() {
        return sessions.size();
    }

    /** Nothing but close ends this loop: what one connection does wrong is no reason to refuse the next. */
    private void acceptLoop() {
        while (listener.isOpen()) {
            try {
                serve(listener.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException | Error e) {
                LOG.log(Level.WARNING, "Cannot accept a connection for the moment", e);
                pause();
            }
        }
    }

    /** Out of descriptors or threads: leave the running associations time to give some back. */
    private void pause() {
        try {
            closed.await(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(SocketChannel channel) throws IOException {
        Duration limit = settings.timeouts.association();
        ScpSession session = new ScpSession(settings, channel,
                settings.timeouts.withAssociation(limit.compareTo(REQUEST_LIMIT) < 0 ? limit : REQUEST_LIMIT),
                this::admit, this::count);
        try {
            lobby.enter(session);
            threads.execute(() -> run(session));
        } catch (InterruptedException | RejectedExecutionException | Error e) {
            lobby.leave(session);
            channel.close();
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    /** An association that has just been released frees its place within moments; else the longest idle one goes. */
    private boolean admit(ScpSession session) throws InterruptedException {
        if (!session.isPreferred() && !acquire(otherSlots, other -> !other.isPreferred())) {
            return false;
        }
        boolean slot = acquire(slots, any -> true);
        if (slot) {
            lobby.leave(session);
        } else if (!session.isPreferred()) {
            otherSlots.release();
        }
        return slot;
    }

    private boolean acquire(Semaphore places, Predicate<ScpSession> whoUsesThem) throws InterruptedException {
        return places.tryAcquire(SLOT_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                || endLongestIdle(whoUsesThem) && places.tryAcquire(SLOT_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Idle is also who has begun a message and lets us wait for it; those for whom no place is kept go first. */
    private boolean endLongestIdle(Predicate<ScpSession> among) {
        Optional<ScpSession> idle = sessions.stream().filter(among)
                .filter(session -> session.idleNanos() > IDLE_ENOUGH.toNanos())
                .max(Comparator.comparing((ScpSession session) -> !session.isPreferred())
                        .thenComparing(ScpSession::idleNanos));
        idle.ifPresent(ScpSession::makeRoom);
        return idle.isPresent();
    }

    private void run(ScpSession session) {
        sessions.add(session);
        try {
            if (closed.getCount() == 0) {
                session.stop();
            }
            session.run();
        } finally {
            sessions.remove(session);
            lobby.leave(session);
            if (session.isAdmitted()) {
                slots.release();
                if (!session.isPreferred()) {
                    otherSlots.release();
                }
            }
        }
    }

    /** Stops accepting, ends idle associations, gives those at work five seconds, then aborts them. */
    @Override
    public void close() {
        close(DEFAULT_GRACE);
    }

    /** The same with another time of grace. */
    public void close(Duration grace) {
        closed.countDown();
        lobby.close();
        if (listener == null) {
            return;
        }
        try {
            listener.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Closing the listener", e);
        }
        sessions.forEach(ScpSession::stop);
        threads.shutdown();
        try {
            // The port is free only when nobody waits in accept any more.
            acceptLoop.join(DEFAULT_GRACE.toMillis());
            if (!threads.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                sessions.forEach(ScpSession::kill);
                threads.awaitTermination(DEFAULT_GRACE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            sessions.forEach(ScpSession::kill);
            Thread.currentThread().interrupt();
        }
    }

    /** Settings of a server; each has a default, a server without handlers performs Verification only. */
    public static final class Builder {
        private final ScpSettings settings = new ScpSettings();

        private Builder() { }

        /** Where to listen; loopback unless set. */
        public Builder bind(InetAddress address) {
            settings.address = address;
            return this;
        }

        /** 0, the default, takes a free port. */
        public Builder port(int port) {
            settings.port = port;
            return this;
        }

        /** Called AE titles to accept; any if none is set. */
        public Builder aeTitle(String... titles) {
            settings.aeTitles.addAll(List.of(titles));
            return this;
        }

        /** Whether called AE titles must be written exactly as here; else case and padding do not matter. */
        public Builder strictAeTitles(boolean strict) {
            settings.strictAeTitles = strict;
            return this;
        }

        /** Is told of associations that were rejected or did not end in order. */
        public Builder listener(ScpListener listener) {
            settings.listener = listener;
            return this;
        }

        /** Limits a class to these transfer syntaxes, and makes a private class one of storage. */
        public Builder context(String sopClassUid, String... transferSyntaxes) {
            settings.contexts.put(sopClassUid, List.of(transferSyntaxes));
            return this;
        }

        /** Refuses every class that {@link #context} does not list, Verification apart. */
        public Builder listedContextsOnly() {
            settings.listedContextsOnly = true;
            return this;
        }

        /** Takes classes that no dictionary knows (private, retired, new) for storage. */
        public Builder acceptUnknownSopClasses() {
            settings.unknownAsStorage = true;
            return this;
        }

        /** Answers C-ECHO in place of the server, which says success at once. */
        public Builder echo(EchoHandler handler) {
            settings.echo = handler;
            return this;
        }

        public Builder store(StoreHandler handler) {
            settings.store = handler;
            return this;
        }

        public Builder find(FindHandler handler) {
            settings.find = handler;
            return this;
        }

        public Builder move(MoveHandler handler) {
            settings.move = handler;
            return this;
        }

        public Builder get(GetHandler handler) {
            settings.get = handler;
            return this;
        }

        /** Storage commitment as an SCP. */
        public Builder commitment(CommitmentHandler handler) {
            settings.commitment = handler;
            return this;
        }

        /** Takes the commitment reports that peers send to this side on associations of their own. */
        public Builder commitmentResults(CommitmentListener commitmentListener) {
            settings.commitmentListener = commitmentListener;
            return this;
        }

        /** Associations at once; over it requests are rejected as local limit exceeded. */
        public Builder maxAssociations(int limit) {
            settings.maxAssociations = limit;
            return this;
        }

        public Builder maxPduLength(int length) {
            settings.maxPduLength = length;
            return this;
        }

        /** How many requests a peer may send ahead if it asks to, 0 for any number; they are performed in order. */
        public Builder maxOperationsPerformed(int limit) {
            settings.maxOperationsPerformed = limit;
            return this;
        }

        public Builder timeouts(Timeouts timeouts) {
            settings.timeouts = timeouts;
            return this;
        }

        /** See {@link AssociationRequest.Builder#quickAck}. */
        public Builder quickAck(boolean on) {
            settings.quickAck = on;
            return this;
        }

        /** What holds back the bytes of all associations; by default nothing. */
        public Builder byteGate(ByteGate gate) {
            settings.byteGate = gate;
            return this;
        }

        /**
         * For whom the places are kept, and who keeps the pace: an association of others, such as a test of the
         * connection, passes no byte gate, and there are only a quarter as many of them. By default, and for null,
         * everybody.
         */
        public Builder preferred(Predicate<AssociationInfo> preferred) {
            settings.preferred = preferred;
            return this;
        }

        /** Speaks TLS, as this side of it says; null, the default, does not. */
        public Builder tls(TlsParty party) {
            settings.tls = party;
            return this;
        }

        /** Bytes of objects for which an association is aborted; by default there is no limit. */
        public Builder storeLimits(StoreLimits limits) {
            settings.storeLimits = limits;
            return this;
        }

        /** Decides on each request: the reason to reject it, or null to accept. */
        public Builder associationPolicy(Function<AssociationInfo, RejectReason> policy) {
            settings.policy = policy;
            return this;
        }

        /**
         * Decides on each abstract syntax and transfer syntax that the other settings allow; asked on the thread that
         * has just asked the association policy.
         */
        public Builder contextPolicy(BiPredicate<String, String> policy) {
            settings.contextPolicy = policy;
            return this;
        }

        /** Answers a user identity whose requestor wants a response; null for none. */
        public Builder userIdentityResponse(Function<UserIdentity, byte[]> response) {
            settings.identityResponse = response;
            return this;
        }

        /** Answers a class's extended negotiation bytes; null for none, which is the default. */
        public Builder extendedNegotiation(BiFunction<String, byte[], byte[]> answer) {
            settings.extendedNegotiation = answer;
            return this;
        }

        public ScpServer build() {
            return new ScpServer(settings);
        }
    }
}
