package org.dromedary.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.DimseStatusException;
import org.dromedary.dicom.net.NoPresentationContextException;
import org.dromedary.pace.GivenBackException;
import org.dromedary.pace.Operation;
import org.dromedary.pace.Pace;
import org.dromedary.pace.Turn;

/** The way to one archive: its associations behind its gate. Every stage talks to an archive through here. */
public final class ArchiveLink implements AutoCloseable {

    /** What an association is used for; each has associations of its own. */
    public enum Purpose { QUERY_RETRIEVE, STORAGE }

    private final Archive archive;
    private final Map<Purpose, AssociationPool> pools = new EnumMap<>(Purpose.class);
    private final ArchiveGate gate;
    private final Pace pace;

    ArchiveLink(Archive archive, Duration keepIdle, ArchiveGate gate, Pace pace) {
        this.archive = archive;
        this.gate = gate;
        this.pace = pace;
        for (Purpose purpose : Purpose.values()) {
            pools.put(purpose, new AssociationPool(keepIdle));
        }
    }

    public Archive archive() {
        return archive;
    }

    public ArchiveGate gate() {
        return gate;
    }

    /**
     * Runs work on an association with the archive, when the pace allows it. While the archive is out of reach the call
     * waits: neither a refused association nor a connection lost because the archive went away reaches the caller. What
     * does: statuses, and timeouts and aborts by an archive that otherwise answers.
     *
     * @param work repeatable from its beginning
     * @throws GivenBackException when the process ends or the pace was stopped too long ago, also if that broke the
     *                            work off
     */
    public <T> T use(Operation operation, Purpose purpose, AssociationRequest request, Predicate<Association> suits,
            AssociationPool.Work<T> work) throws IOException {
        while (true) {
            gate.await();
            try (Turn turn = pace.begin(archive.role(), operation)) {
                // The pace may have held it back for a night.
                if (gate.outage() == null) {
                    return pools.get(purpose).use(request, suits, breakable(turn, work));
                }
            } catch (DimseStatusException | NoPresentationContextException answered) {
                throw answered;
            } catch (IOException failed) {
                gate.checkRunning();
                if (isOwnSide(failed) || !gate.isSilent()) {
                    throw failed;
                }
                gate.shut(describe(failed));
            }
        }
    }

    private <T> AssociationPool.Work<T> breakable(Turn turn, AssociationPool.Work<T> work) {
        return association -> {
            turn.breakOffBy(association::abort);
            try {
                return work.on(association);
            } catch (IOException failed) {
                if (turn.isParked()) {
                    throw new GivenBackException("broken off, since the pace of the " + archive.role()
                            + " archive was stopped too long ago; it stays queued");
                }
                throw failed;
            }
        };
    }

    /** A file of ours that can't be read or written is no fault of the archive. */
    private static boolean isOwnSide(IOException failed) {
        return failed instanceof java.nio.file.FileSystemException;
    }

    private static String describe(IOException failed) {
        return failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
    }

    /** No work is begun any more; what is under way goes on until {@link #close()}. */
    void stop() {
        gate.stop();
    }

    void releaseIdle() {
        pools.values().forEach(AssociationPool::releaseIdle);
    }

    @Override
    public void close() {
        gate.stop();
        pools.values().forEach(AssociationPool::close);
    }
}
