package org.dromedary.pipeline.inventory;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.dromedary.archives.archive.ArchiveQuery.Answers;
import org.dromedary.archives.archive.Quirk;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.net.NoPresentationContextException;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.ul.AssociationRejectedException;
import org.dromedary.dicom.ul.DicomTimeoutException;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.FailureClassifier;
import org.dromedary.pipeline.stage.StudyRetrieve;

/**
 * Asks for the series of one study, and by other means where the answer does not meet what the study announces: at
 * IMAGE level, for the series of each modality, and by a retrieve of the study where series are still missing.
 */
@ApplicationScoped
class StudyInquiry {

    /** Retrieves that brought no series beyond those listed: then this source announces too many. */
    private static final int MAX_IN_VAIN = 3;

    private final SourceQuery source;
    private final InventoryLedger ledger;
    private final StudyRetrieve retrieve;
    private final AtomicInteger inVain = new AtomicInteger();

    StudyInquiry(SourceQuery source, InventoryLedger ledger, StudyRetrieve retrieve) {
        this.source = source;
        this.retrieve = retrieve;
        this.ledger = ledger;
    }

    /**
     * What came of it.
     *
     * @param problem why this may not be all, or null
     * @param settled a number of instances announced that SERIES and IMAGE level agree not to be there, or null
     * @param broken how the archive failed to answer at all, or null
     */
    record Found(List<SeriesFound> series, StudyProblem problem, Integer settled, IOException broken) {
    }

    /** An answer, or why there is none. */
    private record Reply(Answers answers, Failure failure, Integer status, IOException broken) {
        boolean isCertain() {
            return answers != null && answers.complete() && !answers.doubtful();
        }

        boolean saysNothingIsThere() {
            return answers != null && answers.complete() && answers.size() == 0;
        }
    }

    private interface Query {
        Answers ask() throws IOException;
    }

    Found ask(DataSet study) throws IOException {
        String uid = Answer.uid(study, Tag.StudyInstanceUID);
        StudyList list = new StudyList(study);
        Reply series = reply(() -> source.series(uid, null));
        boolean unclear = false;
        if (series.answers() != null) {
            list.takeSeries(series.answers());
            unclear = mayBeOfOthers(series.answers(), list, uid) && dropThoseOfOthers(list, uid);
        }
        if (isEnough(series, list)) {
            return new Found(list.found(), unclear ? problem(StudyProblem.PARENT_UNCLEAR, null, list)
                    : null, null, null);
        }
        if (series.broken() instanceof DicomTimeoutException) {
            // A question more may cost as much time again.
            return new Found(list.found(), failed(series, list), null, series.broken());
        }
        Reply objects = reply(() -> source.objects(uid, null));
        if (objects.answers() != null) {
            list.takeObjects(objects.answers());
        }
        noteLevelsThatSayNothing(series, objects, list);
        if (list.lacksSeries()) {
            for (String modality : new HashSet<>(study.getStrings(Tag.ModalitiesInStudy))) {
                Reply some = modality.isBlank() ? null : reply(() -> source.series(uid, modality.strip()));
                if (some != null && some.answers() != null) {
                    list.takeSeries(some.answers());
                }
            }
        }
        StudyProblem problem = unclear ? problem(StudyProblem.PARENT_UNCLEAR, null, list)
                : judge(series, objects, list);
        if (problem != null && objects.broken() == null && mayBringMore(list)) {
            problem = bring(study, list, problem);
        }
        boolean agreed = objects.isCertain() && list.objects() == list.instances() && list.lacksInstances();
        return new Found(list.found(), problem, agreed ? list.announcedInstances() : null, series.broken());
    }

    private boolean mayBringMore(StudyList list) {
        return list.size() == 0 || (list.lacksSeries() || list.withoutUid() > 0) && inVain.get() < MAX_IN_VAIN;
    }

    /** Retrieves the study to see its series; returns what is still not clear, or null. */
    private StudyProblem bring(DataSet study, StudyList list, StudyProblem problem) throws IOException {
        int listed = list.size();
        StudyRetrieve.Brought brought = retrieve.objectsOf(study.getString(Tag.PatientID, "").strip(),
                Answer.uid(study, Tag.StudyInstanceUID));
        list.takeObjects(new Answers(brought.objects(), false, Status.SUCCESS, ""));
        if (listed > 0) {
            inVain.updateAndGet(before -> list.size() > listed ? 0 : before + 1);
        }
        if (brought.whole() && !list.lacksSeries() && !list.lacksInstances()) {
            return null;
        }
        return list.size() == 0 ? problem : problem(problem.reason(), problem.status(), list);
    }

    /** Whether SERIES level meets all that is announced. */
    private static boolean isEnough(Reply series, StudyList list) {
        Answers answers = series.answers();
        return answers != null && !answers.cut() && list.size() > 0 && list.withoutUid() == 0 && !list.lacksSeries()
                && !list.lacksInstances() && (list.announcesSeries() || series.isCertain());
    }

    private static StudyProblem judge(Reply series, Reply objects, StudyList list) {
        boolean allSeries = list.announcesSeries() ? !list.lacksSeries() : objects.isCertain() && list.objects() > 0;
        if (list.size() > 0 && allSeries && (series.failure() == null || objects.isCertain())) {
            return null;
        }
        if (series.failure() != null) {
            return failed(series, list);
        }
        if (list.size() == 0 && list.withoutUid() == 0 && !list.announcesSeries()) {
            boolean shell = list.announcesNothing() && series.saysNothingIsThere() && objects.saysNothingIsThere();
            return shell ? null : problem(StudyProblem.NOTHING_LISTED, null, list);
        }
        if (list.withoutUid() > 0) {
            return problem(StudyProblem.SERIES_WITHOUT_UID, null, list);
        }
        return problem(list.lacksSeries() ? StudyProblem.NOT_LISTED : StudyProblem.LIST_CUT, null, list);
    }

    private void noteLevelsThatSayNothing(Reply series, Reply objects, StudyList list) {
        if (series.saysNothingIsThere() && list.objects() > 0) {
            source.quirks().learn(Quirk.LEVEL_EMPTY, "SERIES", "a study of " + list.objects()
                    + " objects at IMAGE level has no series at SERIES level");
        }
        if (objects.saysNothingIsThere() && list.instances() > 0) {
            source.quirks().learn(Quirk.LEVEL_EMPTY, "IMAGE", "a study of " + list.instances()
                    + " instances at SERIES level has no objects at IMAGE level");
        }
    }

    /** Answers that do not name their study, and are too many or known as another's, are perhaps everybody's. */
    private boolean mayBeOfOthers(Answers answers, StudyList list, String uid) {
        boolean named = answers.matches().stream().allMatch(answer -> Answer.uid(answer, Tag.StudyInstanceUID) != null);
        return !named && list.size() > 0 && (list.exceedsAnnounced() || ledger.isOfAnother(list.uids(), uid));
    }

    /** Asks for the parent of each series; whether it remains unclear of any, which then is left out. */
    private boolean dropThoseOfOthers(StudyList list, String uid) throws IOException {
        Set<String> own = new HashSet<>();
        Set<String> unclear = new HashSet<>();
        for (String seriesUid : list.uids()) {
            Answers answers = reply(() -> source.objects(uid, seriesUid)).answers();
            boolean isOwn = answers != null && answers.matches().stream()
                    .anyMatch(answer -> uid.equals(Answer.uid(answer, Tag.StudyInstanceUID)));
            if (isOwn) {
                own.add(seriesUid);
            } else if (answers == null || answers.strays().isEmpty()) {
                unclear.add(seriesUid);
            }
        }
        Set<String> others = new HashSet<>(list.uids());
        others.removeAll(own);
        list.drop(others);
        if (!others.isEmpty() && !own.isEmpty()) {
            source.quirks().learn(Quirk.KEY_IGNORED, String.format("%08X", Tag.StudyInstanceUID),
                    others.size() + " series of other studies were listed as of one");
        }
        // Series that IMAGE level does not find under this study are another's, if it finds those that are announced.
        return !unclear.isEmpty() && (own.isEmpty() || list.lacksSeries());
    }

    private Reply reply(Query query) throws IOException {
        try {
            Answers answers = query.ask();
            boolean refused = answers.failed() || answers.size() == 0 && answers.cut();
            return refused ? new Reply(null, new Failure(FailureClassifier.kindOf(answers.status()),
                    String.format("STATUS_%04X", answers.status()), Status.describe(answers.status())),
                    answers.status(), null) : new Reply(answers, null, null, null);
        } catch (AssociationRejectedException | NoPresentationContextException busy) {
            throw busy;
        } catch (IOException broken) {
            Failure failure = FailureClassifier.classify(broken);
            if (failure.kind() == Failure.Kind.MISCONFIGURED || failure.kind() == Failure.Kind.BUSY) {
                throw broken;
            }
            return new Reply(null, failure, null, broken);
        }
    }

    private static StudyProblem failed(Reply series, StudyList list) {
        return problem(StudyProblem.QUERY_FAILED, series.status(), list, series.failure().reason() + ": "
                + series.failure().detail() + "; ");
    }

    private static StudyProblem problem(String reason, Integer status, StudyList list) {
        return problem(reason, status, list, "");
    }

    private static StudyProblem problem(String reason, Integer status, StudyList list, String more) {
        return new StudyProblem(reason, status, more + list);
    }
}
