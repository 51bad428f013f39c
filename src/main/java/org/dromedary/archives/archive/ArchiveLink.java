package org.dromedary.archives.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.dromedary.archives.pace.GivenBackException;
import org.dromedary.archives.pace.Operation;
import org.dromedary.archives.pace.Pace;
import org.dromedary.archives.pace.Turn;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.NoPresentationContextException;

/**
 * The way to one archive: its associations behind its gate, for each of its application entities. Every stage talks to
 * an archive through here.
 */
public final class ArchiveLink implements AutoCloseable {

    /** What an association is used for; each has associations of its own. */
    public enum Purpose { QUERY_RETRIEVE, STORAGE }

    private final Archive archive;
    private final List<Line> lines = new ArrayList<>();
    private final Pace pace;

    /** A link to an archive with one application entity. */
    ArchiveLink(Archive archive, Duration keepIdle, ArchiveGate gate, Pace pace) {
        this(archive, List.of(new Line(archive, "", new AssociationPool(keepIdle,
                AssociationLimit.none(archive.role())), gate)), pace);
    }

    /** @param lines the archive's main one first */
    ArchiveLink(Archive archive, List<Line> lines, Pace pace) {
        this.archive = archive;
        this.lines.addAll(lines);
        this.pace = pace;
    }

    public Archive archive() {
        return archive;
    }

    /** The gate of the archive's main application entity; see {@link #outage} for all of them. */
    public ArchiveGate gate() {
        return lines.get(0).gate();
    }

    List<Line> lines() {
        return lines;
    }

    /** What keeps back work with any of the archive's application entities, or null while nothing does. */
    public String outage() {
        List<String> outages = lines.stream().map(line -> line.gate().outage()).filter(Objects::nonNull).toList();
        return outages.isEmpty() ? null : String.join("; ", outages);
    }

    /** The line by which a request goes. */
    private Line line(AssociationRequest request) {
        return lines.stream().filter(line -> line.endpoint().aet().equals(request.calledAeTitle())
                && line.endpoint().host().equals(request.host()) && line.endpoint().port() == request.port())
                .findFirst().orElse(lines.get(0));
    }

    /**
     * Runs work on an association with the archive, when the pace allows it. While the archive is out of reach, or
     * serves no more associations than we have, the call waits: neither a refused association nor a connection lost
     * because the archive went away reaches the caller. What does: statuses, and timeouts and aborts by an archive that
     * otherwise answers.
     *
     * @param work repeatable from its beginning
     * @throws GivenBackException when the process ends or the pace was stopped too long ago, also if that broke the
     *                            work off
     */
    public <T> T use(Operation operation, Purpose purpose, AssociationRequest request, Predicate<Association> suits,
            AssociationPool.Work<T> work) throws IOException {
        Line line = line(request);
        while (true) {
            line.gate().await();
            try (Turn turn = pace.begin(archive.role(), operation)) {
                // The pace may have held it back for a night.
                if (line.gate().outage() == null) {
                    return line.pool().use(purpose, request, suits, breakable(turn, work));
                }
                continue;
            } catch (NoPlaceException full) {
                // Waits below, without a turn.
            } catch (DimseStatusException | NoPresentationContextException answered) {
                throw answered;
            } catch (IOException failed) {
                line.gate().checkRunning();
                if (isOwnSide(failed) || !line.gate().isSilent()) {
                    throw failed;
                }
                line.gate().shut(describe(failed));
                continue;
            }
            line.pool().awaitPlace();
            line.gate().checkRunning();
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
        lines.forEach(line -> line.gate().stop());
    }

    void releaseIdle() {
        lines.forEach(line -> line.pool().releaseIdle());
    }

    @Override
    public void close() {
        stop();
        lines.forEach(line -> line.pool().close());
    }
}
