package org.dromedary.archives.archive;

import java.io.IOException;
import java.util.List;
import org.dromedary.archives.archive.ArchiveQuery.Answers;
import org.dromedary.archives.archive.ArchiveQuery.Asked;
import org.dromedary.archives.pace.Operation;
import org.dromedary.archives.pace.Pace;
import org.dromedary.archives.pace.ResponseKind;
import org.dromedary.archives.pace.SourceWatch;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.dicom.dimse.FindResult;
import org.dromedary.dicom.dimse.FindScu;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.NoPresentationContextException;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.ul.AssociationRejectedException;
import org.dromedary.dicom.ul.DicomNetworkException;

/**
 * Runs single queries: keeps what came before an answer was broken off, compares each answer with the keys that were
 * asked, and learns of the archive what that shows.
 */
final class QueryRuns {

    private static final List<String> LEVELS = List.of("STUDY", "SERIES", "IMAGE");

    private final AnswerLimits limits = new AnswerLimits();
    private final Archives archives;
    private final Pace pace;
    private final SourceWatch watch;
    private final QueryAudit audit;

    QueryRuns(Archives archives, Pace pace, SourceWatch watch, QueryAudit audit) {
        this.audit = audit;
        this.archives = archives;
        this.pace = pace;
        this.watch = watch;
    }

    /** See {@link ArchiveQuery#find}. */
    Asked ask(ArchiveLink archive, DataSet identifier, int limit) throws IOException {
        Quirks quirks = archives.quirks(archive.archive());
        Reception reception = new Reception(identifier, quirks.has(Quirk.CANCEL_BREAKS) ? Integer.MAX_VALUE : limit,
                limits.known(quirks).orElse(Integer.MAX_VALUE));
        QueryModel[] model = new QueryModel[1];
        try {
            FindResult result = archives.find(archive, (association, granted) -> {
                model[0] = granted;
                return ask(archive, association, granted, identifier, reception);
            });
            reception.end(result);
        } catch (DimseStatusException | NoPresentationContextException | AssociationRejectedException answered) {
            throw answered;
        } catch (IOException broken) {
            if (reception.isEmpty()) {
                throw broken;
            }
            reception.breakOff(broken.getMessage(), broken instanceof DicomNetworkException);
        }
        Answers answers = reception.answers();
        audit.asked(archive.archive(), identifier, answers.size());
        learn(archive.archive(), quirks, reception, answers);
        return new Asked(answers, model[0]);
    }

    private FindResult ask(ArchiveLink archive, Association association, QueryModel model, DataSet identifier,
            Reception reception) throws IOException {
        long begin = System.nanoTime();
        long[] first = {0};
        reception.begin();
        try (StallWatch stall = new StallWatch(association, archives.patience())) {
            FindResult result = FindScu.find(association, model.find(), identifier, match -> {
                first[0] = reception.isEmpty() ? System.nanoTime() : first[0];
                stall.alive();
                pace.object(archive.archive().role(), Operation.QUERY);
                reception.add(match);
                if (reception.mayFallSilent()) {
                    stall.begin();
                }
            }, () -> {
                if (reception.wantsNoMore()) {
                    stall.begin();
                    return true;
                }
                return false;
            });
            tell(archive, identifier, reception.size(), begin, reception.isEmpty() ? System.nanoTime() : first[0]);
            return result;
        }
    }

    private void learn(Archive archive, Quirks quirks, Reception reception, Answers answers) {
        reception.ignoredKeys().forEach((tag, evidence) ->
                quirks.learn(Quirk.KEY_IGNORED, String.format("%08X", tag), evidence));
        if (answers.broken() != null && reception.wasCancelled()) {
            quirks.learn(Quirk.CANCEL_BREAKS, "after " + answers.size() + " answers and C-CANCEL: " + answers.broken());
        } else if (reception.mayBeLimit() || Status.isCancel(answers.status()) && !answers.limited()) {
            limits.cutAt(archive, quirks, answers.size(), answers.broken() != null ? answers.broken()
                    : "it ended the answer by itself with " + Status.describe(answers.status()));
        } else if (answers.complete()) {
            limits.completeWith(quirks, answers.size());
        }
    }

    private void tell(ArchiveLink archive, DataSet identifier, int matches, long asked, long answered) {
        if (archive.archive().role().equals(Pace.SOURCE)) {
            int level = LEVELS.indexOf(identifier.getString(Tag.QueryRetrieveLevel)) + 1;
            watch.answered(ResponseKind.FIND, level, matches, answered - asked);
        }
    }
}
