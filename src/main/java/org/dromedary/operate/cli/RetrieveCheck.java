package org.dromedary.operate.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.dromedary.archives.archive.Archive;
import org.dromedary.archives.archive.ArchiveSettings;
import org.dromedary.archives.archive.Archives;
import org.dromedary.archives.archive.QueryModel;
import org.dromedary.archives.archive.TlsParties;
import org.dromedary.dicom.dimse.GetContexts;
import org.dromedary.dicom.dimse.GetScu;
import org.dromedary.dicom.dimse.MoveScu;
import org.dromedary.dicom.dimse.RetrieveResult;
import org.dromedary.dicom.dimse.ScpServer;
import org.dromedary.dicom.dimse.StoreRequest;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.ul.PdvInputStream;

/** Fetches one object by C-MOVE and by C-GET, and throws it away: whether the source gives us anything. */
final class RetrieveCheck {

    private static final long LATE_MILLIS = 2000;

    private final ArchiveSettings.Local local;
    private final ArchiveSettings.Limits limits;
    private final TlsParties tls;
    private final List<String> problems;
    private final AtomicInteger received = new AtomicInteger();

    RetrieveCheck(ArchiveSettings.Local local, ArchiveSettings.Limits limits, TlsParties tls,
            List<String> problems) {
        this.local = local;
        this.limits = limits;
        this.tls = tls;
        this.problems = problems;
    }

    private int take(StoreRequest request, PdvInputStream data) throws IOException {
        data.transferTo(OutputStream.nullOutputStream());
        synchronized (received) {
            received.incrementAndGet();
            received.notifyAll();
        }
        return Status.SUCCESS;
    }

    /** @param needed whether the migration will use C-MOVE */
    void move(Archive archive, SampleObject sample, boolean needed) {
        int number = local.plain() ? local.port() : local.tls().port().orElseThrow();
        try (ScpServer port = ScpServer.builder().bind(InetAddress.getByName(local.bind())).port(number)
                .tls(local.plain() ? null : tls.ofPort()).aeTitle(local.aet()).acceptUnknownSopClasses()
                .store(this::take).build().start()) {
            received.set(0);
            AssociationRequest.Builder request = Archives.request(archive, local.aet(), limits, tls);
            Stream.of(QueryModel.values()).forEach(model -> request.context(model.move(), Archives.QUERY_SYNTAXES));
            try (Association association = Association.open(request.build())) {
                RetrieveResult result = retrieve(association, QueryModel::move, sample, (model, identifier) ->
                        MoveScu.move(association, model.move(), identifier, local.aet(), counts -> { }));
                tell("C-MOVE", result, needed, "; does the source know " + local.aet()
                        + " as a destination, with this machine's address and port " + port.port() + "?");
            }
        } catch (BindException taken) {
            ArchiveCheck.line("C-MOVE of one object", "not tried: port " + number + " is in use; stop Dromedary"
                    + " and check again");
        } catch (IOException e) {
            failed("C-MOVE", e, needed);
        }
    }

    /** @param needed whether the migration will use C-GET */
    void get(Archive archive, SampleObject sample, boolean needed) {
        AssociationRequest request = GetContexts.of(Stream.of(QueryModel.values()).map(QueryModel::get).toList(),
                Stream.ofNullable(sample.sopClass()).toList())
                .propose(Archives.request(archive, local.aet(), limits, tls)).build();
        received.set(0);
        try (Association association = Association.open(request)) {
            if (model(association, QueryModel::get) == null && !needed) {
                ArchiveCheck.line("C-GET of one object", "not tried: not offered, and not needed");
                return;
            }
            RetrieveResult result = retrieve(association, QueryModel::get, sample, (model, identifier) ->
                    GetScu.get(association, model.get(), identifier, this::take, counts -> { }));
            tell("C-GET", result, needed, "");
        } catch (IOException e) {
            failed("C-GET", e, needed);
        }
    }

    private interface Retrieve {
        RetrieveResult run(QueryModel model, org.dromedary.dicom.data.DataSet identifier) throws IOException;
    }

    private static RetrieveResult retrieve(Association association, Function<QueryModel, String> service,
            SampleObject sample, Retrieve retrieve) throws IOException {
        QueryModel granted = model(association, service);
        QueryModel model = granted == null ? QueryModel.STUDY_ROOT : granted;
        RetrieveResult result = retrieve.run(model, sample.identifier(true, model));
        boolean levelRefused = Status.isFailure(result.status()) && result.counts().completed() == 0;
        return levelRefused ? retrieve.run(model, sample.identifier(false, model)) : result;
    }

    private static QueryModel model(Association association, Function<QueryModel, String> service) {
        return List.of(QueryModel.values()).stream()
                .filter(model -> !association.acceptedTransferSyntaxes(service.apply(model)).isEmpty()).findFirst()
                .orElse(null);
    }

    private void tell(String service, RetrieveResult result, boolean needed, String question) {
        awaitLate();
        String answer = Status.describe(result.status())
                + (result.comment() == null || result.comment().isEmpty() ? "" : " \"" + result.comment() + '"');
        ArchiveCheck.line(service + " of one object", answer + ", " + received.get() + " came");
        if (received.get() == 0 && needed) {
            problems.add("source gives nothing by " + service + ": " + answer + question);
        }
    }

    /** The last object may come after the final response. */
    private void awaitLate() {
        synchronized (received) {
            try {
                if (received.get() == 0) {
                    received.wait(LATE_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void failed(String service, IOException e, boolean needed) {
        ArchiveCheck.line(service + " of one object", "FAILED: " + e.getMessage());
        if (needed) {
            problems.add("source gives nothing by " + service + ": " + e.getMessage());
        }
    }
}
