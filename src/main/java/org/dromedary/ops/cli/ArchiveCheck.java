package org.dromedary.ops.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dromedary.archive.Archive;
import org.dromedary.archive.ArchiveQuery;
import org.dromedary.archive.ArchiveSettings.RetrieveMethod;
import org.dromedary.archive.ArchiveSettings;
import org.dromedary.archive.Archives;
import org.dromedary.archive.Form;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.EchoScu;
import org.dromedary.dicom.net.FindResult;
import org.dromedary.dicom.net.FindScu;
import org.dromedary.dicom.net.Status;

/** The questions of {@code check} to one archive; prints a line for each answer and collects what will not work. */
final class ArchiveCheck {

    private static final String FIND = Uid.StudyRootQueryRetrieveInformationModelFind;
    private static final int CONTEXTS = 120;

    private final Archive archive;
    private final String callingAet;
    private final ArchiveSettings.Limits limits;
    private final List<String> problems;

    ArchiveCheck(Archive archive, String callingAet, ArchiveSettings.Limits limits, List<String> problems) {
        this.archive = archive;
        this.callingAet = callingAet;
        this.limits = limits;
        this.problems = problems;
    }

    void source(RetrieveMethod method) {
        String retrieve = method == RetrieveMethod.GET ? Uid.StudyRootQueryRetrieveInformationModelGet
                : Uid.StudyRootQueryRetrieveInformationModelMove;
        System.out.printf("Source %s, called by %s%n", archive, callingAet);
        if (associate(List.of(Uid.Verification, FIND, retrieve))) {
            find(true);
        }
        System.out.println();
    }

    /** Returns what it takes in which transfer syntax; empty if it could not be asked. */
    Map<Form, Boolean> target(boolean mustFind, boolean details) {
        System.out.printf("Target %s, called by %s%n", archive, callingAet);
        Map<Form, Boolean> forms = Map.of();
        if (associate(mustFind ? List.of(Uid.Verification, FIND) : List.of(Uid.Verification))) {
            find(mustFind);
            forms = storage(details);
        }
        System.out.println();
        return forms;
    }

    /** Whether the archive accepts an association at all; echoes on it. */
    private boolean associate(List<String> needed) {
        AssociationRequest.Builder request = Archives.request(archive, callingAet, limits);
        needed.forEach(sopClass -> request.context(sopClass, Archives.QUERY_SYNTAXES));
        long begin = System.nanoTime();
        try (Association association = Association.open(request.build())) {
            line("association", "accepted in " + millis(begin) + " ms");
            for (String sopClass : needed) {
                boolean accepted = !association.acceptedTransferSyntaxes(sopClass).isEmpty();
                line(Uid.nameOf(sopClass), accepted ? "accepted" : "NOT ACCEPTED");
                if (!accepted) {
                    problems.add(archive.role() + " does not offer " + Uid.nameOf(sopClass));
                }
            }
            begin = System.nanoTime();
            line("C-ECHO", Status.describe(EchoScu.echo(association)) + " in " + millis(begin) + " ms");
            return true;
        } catch (IOException e) {
            line("association", "FAILED");
            problems.add(archive.role() + " " + archive + ": " + e.getMessage());
            return false;
        }
    }

    /** A query for a study that can't exist costs an archive nothing and shows that it answers. */
    private void find(boolean needed) {
        DataSet identifier = ArchiveQuery.identifier("STUDY", Tag.StudyDate);
        identifier.set(Tag.StudyInstanceUID, Uid.create());
        AssociationRequest request = Archives.request(archive, callingAet, limits)
                .context(FIND, Archives.QUERY_SYNTAXES).build();
        long begin = System.nanoTime();
        try (Association association = Association.open(request)) {
            FindResult result = FindScu.find(association, FIND, identifier, match -> { });
            line("C-FIND for one unknown study", Status.describe(result.status()) + ", " + result.matches()
                    + " answers in " + millis(begin) + " ms");
            if (!Status.isSuccess(result.status()) && needed) {
                problems.add(archive.role() + " refuses C-FIND: " + Status.describe(result.status()));
            }
        } catch (IOException e) {
            line("C-FIND", "FAILED");
            if (needed) {
                problems.add(archive.role() + " C-FIND: " + e.getMessage());
            }
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
            AssociationRequest.Builder request = Archives.request(archive, callingAet, limits);
            part.forEach(sopClass -> request.context(sopClass, syntax.uid()));
            try (Association association = Association.open(request.build())) {
                part.stream().filter(sopClass -> association.accepts(sopClass, syntax.uid())).forEach(taken::add);
            }
        }
        return taken;
    }

    private static void line(String what, String answer) {
        System.out.printf("  %-55s %s%n", what, answer);
    }

    private static long millis(long beginNanos) {
        return (System.nanoTime() - beginNanos) / 1_000_000;
    }
}
