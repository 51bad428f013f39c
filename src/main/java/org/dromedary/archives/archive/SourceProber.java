package org.dromedary.archives.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.dromedary.archives.archive.ArchiveLink.Purpose;
import org.dromedary.archives.pace.ResponseKind;
import org.dromedary.archives.pace.SourceWatch;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.dicom.dimse.EchoScu;
import org.dromedary.dicom.dimse.FindScu;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.NoPresentationContextException;
import org.dromedary.dicom.ul.AssociationRejectedException;
import org.dromedary.dicom.ul.Timeouts;

/**
 * Asks the source small questions while there is work with it: C-ECHO, and a C-FIND for a study that does not exist. On
 * an association opened for each round, or on one that the work left idle where the source serves only so many. What
 * goes wrong with a probe is no failure of anything.
 */
final class SourceProber implements AutoCloseable {

    /** Before there is much work: the beginning of the baselines. */
    private static final int FIRST_ROUNDS = 5;
    private static final Duration MAX_ANSWER = Duration.ofSeconds(30);
    /** An archive that has no association left for us has none for probes either. */
    private static final Duration AFTER_REFUSAL = Duration.ofMinutes(10);

    private final Supplier<AssociationRequest.Builder> request;
    private final Line line;
    private final Supplier<Quirks> quirks;
    private final SourceWatch watch;
    private final String noStudy = Uid.create();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "source-prober");
        thread.setDaemon(true);
        return thread;
    });
    private boolean first = true;
    private boolean known;

    /** @param request without presentation contexts yet */
    SourceProber(Supplier<AssociationRequest.Builder> request, Line line, Supplier<Quirks> quirks, SourceWatch watch) {
        this.request = request;
        this.line = line;
        this.quirks = quirks;
        this.watch = watch;
    }

    /** Probes now, and from now on while there is work. */
    void start() {
        if (watch.isEnabled()) {
            executor.execute(this::round);
        }
    }

    private void round() {
        Duration next = watch.untilNextProbe();
        try {
            if (line.gate().outage() == null && watch.wantsProbes() && (first || watch.isWorking())) {
                first = false;
                probe();
                next = watch.untilNextProbe();
            }
        } catch (AssociationRejectedException refused) {
            next = AFTER_REFUSAL;
        } catch (IOException unanswered) {
            // The work itself finds out whether the source is gone; too long a wait has been counted meanwhile.
        } finally {
            again(next);
        }
    }

    private void again(Duration next) {
        try {
            executor.schedule(this::round, next.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            // no more rounds
        }
    }

    private void probe() throws IOException {
        AssociationPool pool = line.pool();
        if (pool.isLimited()) {
            pool.useIdle(Purpose.QUERY_RETRIEVE, association -> model(association) != null, this::ask);
        } else {
            pool.useOnce(request(), this::ask);
        }
    }

    private AssociationRequest request() {
        AssociationRequest.Builder builder = request.get()
                .timeouts(Timeouts.DEFAULT.withResponse(MAX_ANSWER));
        boolean one = quirks.get().has(Quirk.ONE_CONTEXT);
        if (!one && !quirks.get().has(Quirk.NO_ECHO)) {
            builder.context(Uid.Verification, Archives.QUERY_SYNTAXES);
        }
        QueryModel.preferred(quirks.get()).stream().limit(one ? 1 : 2)
                .forEach(model -> builder.context(model.find(), Archives.QUERY_SYNTAXES));
        return builder.build();
    }

    private QueryModel model(Association association) {
        return QueryModel.granted(association, quirks.get(), QueryModel::find);
    }

    private Void ask(Association association) throws IOException {
        QueryModel model = model(association);
        boolean echo = !association.acceptedTransferSyntaxes(Uid.Verification).isEmpty();
        for (int round = known ? 1 : FIRST_ROUNDS; round > 0; round--) {
            if (echo) {
                ask(ResponseKind.ECHO, () -> EchoScu.echo(association));
            }
            if (model != null) {
                ask(ResponseKind.FIND, () -> FindScu.find(association, model.find(), study(), match -> { }));
            }
        }
        known = true;
        return null;
    }

    /** An archive that answers with an error has answered; one that knows no such service is not asked. */
    private void ask(ResponseKind kind, SourceWatch.Probe probe) throws IOException {
        try {
            watch.probe(kind, probe);
        } catch (DimseStatusException | NoPresentationContextException unsupported) {
            // the other kind of probe serves
        }
    }

    private DataSet study() {
        return ArchiveQuery.identifier("STUDY").set(Tag.StudyInstanceUID, noStudy);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
