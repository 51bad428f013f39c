package org.dromedary.operate.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.dromedary.archives.archive.Archive;
import org.dromedary.archives.archive.ArchiveSettings;
import org.dromedary.archives.archive.ArchiveSettings.RetrieveMethod;
import org.dromedary.archives.archive.Archives;
import org.dromedary.archives.archive.EndpointProbe;
import org.dromedary.archives.archive.Endpoints;
import org.dromedary.archives.archive.Endpoints.Service;
import org.dromedary.archives.archive.Form;
import org.dromedary.archives.archive.QueryModel;
import org.dromedary.archives.archive.TlsParties;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.EchoScu;
import org.dromedary.dicom.dimse.FindResult;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.ul.AssociationAbortedException;
import org.dromedary.dicom.ul.AssociationRejectedException;

/** The questions of {@code check} to one archive; prints a line for each answer and collects what will not work. */
final class ArchiveCheck {

    private static final int CONTEXTS = 120;

    private final Endpoints endpoints;
    private final Archive archive;
    private final ArchiveSettings.Local local;
    private final ArchiveSettings.Limits limits;
    private final TlsParties tls;
    private final List<String> problems;

    ArchiveCheck(Endpoints endpoints, ArchiveSettings.Local local, ArchiveSettings.Limits limits,
            TlsParties tls, List<String> problems) {
        this.endpoints = endpoints;
        this.archive = endpoints.main();
        this.local = local;
        this.limits = limits;
        this.tls = tls;
        this.problems = problems;
    }

    void source(RetrieveMethod method) {
        System.out.printf("Source %s, called by %s%n", archive, local.aet());
        boolean get = method == RetrieveMethod.GET;
        if (associate(Service.FIND, get ? Service.GET : Service.MOVE)) {
            SampleObject sample = find(true);
            RetrieveCheck retrieve = new RetrieveCheck(local, limits, tls, problems);
            if (sample != null && sample.isFound()) {
                retrieve.move(endpoints.of(Service.MOVE), sample, !get);
                retrieve.get(endpoints.of(Service.GET), sample, get);
            } else {
                line("C-MOVE and C-GET of one object", "not tried: no series was found to ask for");
            }
        }
        System.out.println();
    }

    /** Returns what it takes in which transfer syntax; empty if it could not be asked. */
    Map<Form, Boolean> target(boolean mustFind, boolean details) {
        System.out.printf("Target %s, called by %s%n", archive, local.aet());
        Map<Form, Boolean> forms = Map.of();
        if (mustFind ? associate(Service.STORE, Service.FIND) : associate(Service.STORE)) {
            if (mustFind) {
                find(false);
            }
            forms = storage(details);
        }
        System.out.println();
        return forms;
    }

    /** Whether each application entity that is needed accepts an association at all; echoes on it. */
    private boolean associate(Service... needed) {
        boolean all = true;
        for (Archive endpoint : endpoints.of(needed)) {
            if (!endpoint.equals(archive)) {
                System.out.printf("  at %s%n", endpoint);
            }
            List<Service> services = Stream.of(needed).filter(each -> endpoints.of(each).equals(endpoint)).toList();
            all &= associate(endpoint, services, true);
        }
        return all;
    }

    private boolean associate(Archive endpoint, List<Service> services, boolean echo) {
        AssociationRequest.Builder request = Archives.request(endpoint, local.aet(), limits, tls);
        if (echo) {
            request.context(Uid.Verification, Archives.QUERY_SYNTAXES);
        }
        services.forEach(service -> EndpointProbe.propose(request, service));
        long begin = System.nanoTime();
        try (Association association = Association.open(request.build())) {
            line("association", "accepted in " + millis(begin) + " ms");
            if (echo) {
                echo(association);
            }
            services.forEach(service -> models(endpoint, association, service));
            return true;
        } catch (IOException e) {
            if (echo && (e instanceof AssociationRejectedException || e instanceof AssociationAbortedException)) {
                line("association", "not with Verification in it: " + e.getMessage());
                return associate(endpoint, services, false);
            }
            line("association", "FAILED");
            problems.add(archive.role() + " " + endpoint + ": " + e.getMessage());
            return false;
        }
    }

    private static void echo(Association association) throws IOException {
        if (association.acceptedTransferSyntaxes(Uid.Verification).isEmpty()) {
            line("C-ECHO", "not offered; not needed");
            return;
        }
        long begin = System.nanoTime();
        int status = EchoScu.echo(association);
        line("C-ECHO", Status.describe(status) + " in " + millis(begin) + " ms"
                + (Status.isSuccess(status) ? "" : "; not needed"));
    }

    private void models(Archive endpoint, Association association, Service service) {
        if (service == Service.STORE) {
            return;
        }
        boolean any = false;
        List<String> names = new ArrayList<>();
        for (QueryModel model : QueryModel.values()) {
            String sopClass = model.of(service);
            names.add(Uid.nameOf(sopClass));
            boolean together = !association.acceptedTransferSyntaxes(sopClass).isEmpty();
            boolean alone = !together && !any && grantsAlone(endpoint, sopClass);
            line(Uid.nameOf(sopClass), together ? "accepted" : alone ? "accepted if proposed alone" : "not accepted");
            any |= together || alone;
        }
        if (!any) {
            problems.add(archive.role() + " " + endpoint + " offers no C-" + service + ": neither "
                    + String.join(" nor ", names));
        }
    }

    private boolean grantsAlone(Archive endpoint, String sopClass) {
        try (Association association = Association.open(Archives.request(endpoint, local.aet(), limits, tls)
                .context(sopClass, Archives.QUERY_SYNTAXES).build())) {
            return !association.acceptedTransferSyntaxes(sopClass).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** Asks from level to level; returns what there is to retrieve, null if nothing could be asked. */
    private SampleObject find(boolean isSource) {
        Archive endpoint = endpoints.of(Service.FIND);
        try {
            for (QueryModel model : QueryModel.values()) {
                AssociationRequest request = Archives.request(endpoint, local.aet(), limits, tls)
                        .context(model.find(), Archives.QUERY_SYNTAXES).build();
                try (Association association = Association.open(request)) {
                    if (!association.acceptedTransferSyntaxes(model.find()).isEmpty()) {
                        SampleObject sample = new SampleObject(association, model,
                                (level, result) -> level(isSource, level, result));
                        sample.find();
                        if (sample.isPatientIdWanted()) {
                            line("Patient ID at the lower levels", "wanted; it is sent");
                        }
                        return sample;
                    }
                }
            }
        } catch (IOException e) {
            line("C-FIND", "FAILED");
            problems.add(archive.role() + " C-FIND: " + e.getMessage());
        }
        return null;
    }

    private void level(boolean isSource, String level, FindResult result) {
        boolean refused = Status.isFailure(result.status());
        line("C-FIND at " + level + " level", Status.describe(result.status())
                + (refused || result.matches() > 0 ? "" : ", nothing found"));
        if (!refused) {
            return;
        }
        String refusal = archive.role() + " refuses C-FIND at " + level + " level: " + Status.describe(result.status());
        if (isSource && level.equals("IMAGE")) {
            line("", "its objects are known by their numbers only");
        } else if (!isSource && level.equals("IMAGE")) {
            problems.add(refusal + "; set dromedary.verify.fallback=SERIES_COUNT to compare its counts, or"
                    + " dromedary.verify.method=STORE_STATUS to take its C-STORE responses as proof");
        } else {
            problems.add(refusal);
        }
    }

    /** What the target takes; empty if it could not be asked. */
    private Map<Form, Boolean> storage(boolean details) {
        List<String> classes = Dictionary.storageSopClasses();
        Map<TransferSyntax, Set<String>> accepted = new LinkedHashMap<>();
        try {
            for (TransferSyntax syntax : TransferSyntax.known()) {
                accepted.put(syntax, acceptedClasses(classes, syntax));
            }
        } catch (IOException e) {
            problems.add(archive.role() + " breaks off the negotiation of storage: " + e.getMessage());
            return Map.of();
        }
        System.out.printf("  accepts for storage, of %d SOP classes:%n", classes.size());
        Set<String> any = new TreeSet<>();
        accepted.forEach((syntax, taken) -> {
            any.addAll(taken);
            System.out.printf("    %-55s %4d%n", syntax.name(), taken.size());
        });
        if (any.isEmpty()) {
            problems.add(archive.role() + " accepts no storage SOP class");
        }
        if (details) {
            StorageTable.print(classes, accepted);
        }
        Map<Form, Boolean> answers = new HashMap<>();
        accepted.forEach((syntax, taken) -> classes.forEach(sopClass ->
                answers.put(new Form(sopClass, syntax.uid()), taken.contains(sopClass))));
        return answers;
    }

    private Set<String> acceptedClasses(List<String> classes, TransferSyntax syntax) throws IOException {
        Set<String> taken = new TreeSet<>();
        for (int begin = 0; begin < classes.size(); begin += CONTEXTS) {
            List<String> part = new ArrayList<>(classes.subList(begin, Math.min(begin + CONTEXTS, classes.size())));
            AssociationRequest.Builder request = Archives.request(endpoints.of(Service.STORE), local.aet(), limits,
                    tls);
            part.forEach(sopClass -> request.context(sopClass, syntax.uid()));
            try (Association association = Association.open(request.build())) {
                part.stream().filter(sopClass -> association.accepts(sopClass, syntax.uid())).forEach(taken::add);
            }
        }
        return taken;
    }

    static void line(String what, String answer) {
        System.out.printf("  %-55s %s%n", what, answer);
    }

    private static long millis(long beginNanos) {
        return (System.nanoTime() - beginNanos) / 1_000_000;
    }
}
