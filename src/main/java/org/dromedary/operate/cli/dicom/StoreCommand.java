package org.dromedary.operate.cli.dicom;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.FileSource;
import org.dromedary.dicom.dimse.StoreListener;
import org.dromedary.dicom.dimse.StoreResult;
import org.dromedary.dicom.dimse.StoreScu;
import org.dromedary.dicom.dimse.StoreSource;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.NoPresentationContextException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dicom store}: sends files (C-STORE, PS3.4 §B.2), each in its own transfer syntax, unchanged. */
@Command(name = "store", mixinStandardHelpOptions = true, description = "Send files and folders (C-STORE).")
public final class StoreCommand extends DicomTool {

    private static final int MAX_CONTEXTS = 128;

    @Mixin
    private PeerOptions peer = new PeerOptions();

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "PATH", description = "Files or folders.")
    private List<Path> paths;

    @Option(names = "--parallel", paramLabel = "N", defaultValue = "1",
            description = "Associations at the same time (default: ${DEFAULT-VALUE}).")
    private int parallel;

    @Option(names = "--window", paramLabel = "N", defaultValue = "8",
            description = "Operations to have outstanding if the peer agrees (default: ${DEFAULT-VALUE}).")
    private int window;

    private final Transfer transfer = new Transfer();
    private final AtomicInteger failed = new AtomicInteger();

    @Override
    int run() throws Exception {
        FileScan scan = new FileScan((file, reason) -> error("Not sent: " + file + ": " + reason));
        for (Path path : paths) {
            scan.add(path);
        }
        List<Map<FileScan.Context, List<FileSource>>> groups = scan.groups(MAX_CONTEXTS);
        if (groups.isEmpty()) {
            error("There is no DICOM file to send.");
            return scan.unreadableFiles() > 0 ? SOME_UNREADABLE : FAILED;
        }
        transfer.begin();
        try {
            for (Map<FileScan.Context, List<FileSource>> group : groups) {
                send(group);
            }
        } finally {
            print(transfer.summary());
        }
        if (failed.get() > 0) {
            error(failed.get() + " object(s) were not stored by " + peer + ".");
            return FAILED;
        }
        return scan.unreadableFiles() > 0 ? SOME_UNREADABLE : OK;
    }

    private void send(Map<FileScan.Context, List<FileSource>> group) throws Exception {
        Queue<FileSource> queue = new ConcurrentLinkedQueue<>();
        group.values().forEach(queue::addAll);
        int associations = Math.max(1, Math.min(parallel, queue.size()));
        ExecutorService threads = Executors.newFixedThreadPool(associations);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < associations; i++) {
                running.add(threads.submit(() -> {
                    sendFrom(queue, group);
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            threads.shutdownNow();
        }
    }

    private void sendFrom(Queue<FileSource> queue, Map<FileScan.Context, List<FileSource>> group) throws IOException {
        AssociationRequest.Builder request = peer.request();
        group.keySet().forEach(context -> request.context(context.sopClassUid(), context.transferSyntaxUid()));
        if (window > 1) {
            request.asynchronousOperations(window, 1);
        }
        try (Association association = Association.open(request.build())) {
            StoreScu.storeAll(association, untilEmpty(queue), new Listener());
        }
    }

    /** Associations share one queue, so that none is left with the slow end of the work. */
    private static Iterator<FileSource> untilEmpty(Queue<FileSource> queue) {
        return new Iterator<>() {
            private FileSource next;

            @Override
            public boolean hasNext() {
                next = next == null ? queue.poll() : next;
                return next != null;
            }

            @Override
            public FileSource next() {
                FileSource source = next;
                next = null;
                return source;
            }
        };
    }

    private final class Listener implements StoreListener {
        @Override
        public void stored(StoreSource source, StoreResult result) {
            if (StatusText.isStored(result.status())) {
                transfer.add(lengthOf(source));
            } else {
                notStored(source.sopInstanceUid(), StatusText.of(result.status(), result.comment()));
            }
        }

        @Override
        public void notSent(StoreSource source, IOException reason) {
            notStored(source.sopInstanceUid(), reason instanceof NoPresentationContextException
                    ? "the peer does not accept " + Uid.nameOf(source.sopClassUid()) + " in "
                            + Uid.nameOf(source.transferSyntaxUid())
                    : words(reason));
        }
    }

    private static long lengthOf(StoreSource source) {
        try {
            return source.length();
        } catch (IOException goneMeanwhile) {
            return 0;
        }
    }

    private void notStored(String sopInstanceUid, String reason) {
        failed.incrementAndGet();
        error("Not stored: " + sopInstanceUid + ": " + reason);
    }

    @Override
    String activity() {
        return "C-STORE to " + peer;
    }
}
