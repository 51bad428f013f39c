package org.dromedary.pipeline.retrieve;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.dromedary.archives.archive.ArchiveLink;
import org.dromedary.archives.archive.ArchiveLink.Purpose;
import org.dromedary.archives.archive.ArchiveQuery;
import org.dromedary.archives.archive.ArchiveSettings;
import org.dromedary.archives.archive.ArchiveSettings.RetrieveMethod;
import org.dromedary.archives.archive.Archives;
import org.dromedary.archives.archive.QueryModel;
import org.dromedary.archives.archive.Quirk;
import org.dromedary.archives.archive.Quirks;
import org.dromedary.archives.pace.Operation;
import org.dromedary.archives.pace.Pace;
import org.dromedary.archives.pace.ResponseKind;
import org.dromedary.archives.pace.SourceWatch;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.dicom.dimse.GetContexts;
import org.dromedary.dicom.dimse.GetScu;
import org.dromedary.dicom.dimse.MoveScu;
import org.dromedary.dicom.dimse.RetrieveResult;
import org.dromedary.dicom.dimse.StoreHandler;
import org.dromedary.dicom.net.NoPresentationContextException;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.ul.DicomTimeoutException;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.FailureClassifier;
import org.jboss.logging.Logger;

/** Asks the source for objects, by C-MOVE to our Storage SCP or by C-GET (PS3.4 §C.4.2, §C.4.3). */
@ApplicationScoped
class SourceRetrieve {

    private static final Logger LOG = Logger.getLogger(SourceRetrieve.class);

    /** Objects whose pace means something, and the part of a time that does not matter. */
    private static final int ENOUGH = 4;
    private static final int LITTLE = 50;

    private final Archives archives;
    private final ArchiveQuery query;
    private final Reception reception;
    private final RetrieveMethod method;
    private final Duration stall;
    private final Pace pace;
    private final SourceWatch watch;
    /** The source has sent objects for a retrieve without Patient ID: what it refuses it refuses for another reason. */
    private volatile boolean worksWithoutPatient;
    private volatile boolean offersNoGet;

    SourceRetrieve(Archives archives, ArchiveQuery query, Reception reception, ArchiveSettings.Source source,
            ArchiveSettings.Limits limits, Pace pace, SourceWatch watch) {
        this.archives = archives;
        this.query = query;
        this.reception = reception;
        this.method = source.retrieve();
        this.stall = limits.responseTimeout();
        this.pace = pace;
        this.watch = watch;
    }

    /**
     * What is asked for: named objects, or all objects of a series, a study or a patient.
     *
     * @param patientId sent where the source wants it; empty if unknown
     * @param study     null for all studies of the patient
     * @param series    null for all series of the study
     * @param objects   SOP Instance UIDs; empty for all objects
     */
    record Wanted(String patientId, String study, String series, Collection<String> objects) {

        String level() {
            return !objects.isEmpty() ? "IMAGE" : series != null ? "SERIES" : study != null ? "STUDY" : "PATIENT";
        }

        private DataSet identifier(boolean withPatient, QueryModel model) {
            DataSet identifier = new DataSet().set(Tag.QueryRetrieveLevel, level());
            boolean needed = withPatient || model == QueryModel.PATIENT_ROOT;
            if (study == null || needed && !patientId.isEmpty()) {
                identifier.set(Tag.PatientID, patientId);
            }
            if (study != null) {
                identifier.set(Tag.StudyInstanceUID, study);
            }
            if (series != null) {
                identifier.set(Tag.SeriesInstanceUID, series);
            }
            if (!objects.isEmpty()) {
                identifier.set(Tag.SOPInstanceUID, objects.toArray(String[]::new));
            }
            return identifier;
        }
    }

    /**
     * Retrieves what is wanted. Where the source refuses without Patient ID and takes it with it, that is learnt.
     *
     * @param arrivals of each series that may be among it; what has come so far is a sign of life
     * @throws DicomTimeoutException also when the source goes on saying that it works but nothing moves
     */
    RetrieveResult retrieve(Wanted wanted, Collection<Arrivals> arrivals) throws IOException {
        boolean withPatient = wantsPatientId();
        RetrieveResult result = retrieve(wanted, withPatient, arrivals);
        if (!withPatient && result.counts().sent() > 0) {
            worksWithoutPatient = true;
        }
        boolean mayWantPatient = !withPatient && !worksWithoutPatient && wanted.study() != null
                && !wanted.patientId().isEmpty() && Status.isFailure(result.status()) && result.counts().sent() == 0
                && FailureClassifier.kindOf(result.status()) == Failure.Kind.SERIES_FAILED;
        if (mayWantPatient) {
            RetrieveResult again = retrieve(wanted, true, arrivals);
            if (!Status.isFailure(again.status()) || again.counts().sent() > 0) {
                archives.sourceQuirks().learn(Quirk.PATIENT_ID_NEEDED, "a retrieve at " + wanted.level()
                        + " level without Patient ID ended with " + Status.describe(result.status())
                        + ", the same with it was taken");
                return again;
            }
        }
        return result;
    }

    /**
     * Asks by C-GET for what C-MOVE did not bring.
     *
     * @return false if objects are fetched by C-GET anyway, or the source did not take the request
     */
    boolean getMissing(Wanted wanted, Collection<Arrivals> arrivals) {
        if (method == RetrieveMethod.GET || offersNoGet) {
            return false;
        }
        try {
            RetrieveResult result = get(wanted, wantsPatientId(), classes(wanted), arrivals, progress(arrivals),
                    (store, in) -> hasCome(store.sopInstanceUid(), arrivals) ? Status.SUCCESS
                            : reception.receive(store, in, arrivals));
            LOG.infof("a C-GET for objects that C-MOVE did not bring ended with %s", Status.describe(result.status()));
            return true;
        } catch (NoPresentationContextException notOffered) {
            offersNoGet = true;
        } catch (IOException e) {
            LOG.infof("a C-GET for objects that C-MOVE did not bring failed: %s", e.toString());
        }
        return false;
    }

    private boolean wantsPatientId() {
        Quirks quirks = archives.sourceQuirks();
        return quirks.has(Quirk.PATIENT_ID_NEEDED) || quirks.has(Quirk.PATIENT_ROOT);
    }

    /** What came by C-MOVE stays as it came; the same object may look otherwise by C-GET. */
    private static boolean hasCome(String sopInstanceUid, Collection<Arrivals> arrivals) {
        return arrivals.stream().anyMatch(each -> each.uids().contains(sopInstanceUid));
    }

    private RetrieveResult retrieve(Wanted wanted, boolean withPatient, Collection<Arrivals> arrivals)
            throws IOException {
        Progress progress = progress(arrivals);
        try {
            return method == RetrieveMethod.GET
                    ? get(wanted, withPatient, classes(wanted), arrivals, progress,
                            (store, in) -> reception.receive(store, in, arrivals))
                    : move(wanted, withPatient, arrivals, progress);
        } catch (Progress.StalledException e) {
            throw new DicomTimeoutException("progress of a retrieve that the source calls pending", stall);
        }
    }

    private Progress progress(Collection<Arrivals> arrivals) {
        return new Progress(stall, () -> arrivals.stream().mapToInt(Arrivals::count).sum(),
                () -> pace.heldNanos(Pace.SOURCE, Operation.RETRIEVE));
    }

    /** The SOP classes to propose for C-GET; empty if the source does not tell. */
    private Collection<String> classes(Wanted wanted) throws IOException {
        try {
            return wanted.series() == null ? List.of()
                    : query.sopClasses(archives.source(), wanted.study(), wanted.series());
        } catch (DimseStatusException refused) {
            return List.of();
        }
    }

    private RetrieveResult move(Wanted wanted, boolean withPatient, Collection<Arrivals> arrivals, Progress progress)
            throws IOException {
        return archives.move((association, model) -> timed(arrivals, () ->
                MoveScu.move(association, model.move(), wanted.identifier(withPatient, model), archives.localAet(),
                        progress, () -> false, messageId -> reception.moving(messageId, arrivals))));
    }

    private interface Work {
        RetrieveResult run() throws IOException;
    }

    /** Tells how fast the objects came, unless our own pace held them back. */
    private RetrieveResult timed(Collection<Arrivals> all, Work work) throws IOException {
        all.forEach(Arrivals::asked);
        Arrivals arrivals = all.iterator().next();
        long heldBefore = pace.heldNanos(Pace.SOURCE, Operation.RETRIEVE);
        RetrieveResult result = work.run();
        Arrivals.Course course = arrivals.course();
        long took = course.lastNanos() - course.askedNanos();
        long held = pace.heldNanos(Pace.SOURCE, Operation.RETRIEVE) - heldBefore;
        if (course.objects() > 0 && held < took / LITTLE) {
            long size = course.bytes() / course.objects();
            watch.answered(ResponseKind.FIRST_SUB_OPERATION, 0, size, course.firstNanos() - course.askedNanos());
            if (course.objects() >= ENOUGH) {
                watch.answered(ResponseKind.SUB_OPERATION_INTERVAL, 0, size,
                        (course.lastNanos() - course.firstNanos()) / (course.objects() - 1));
            }
        }
        return result;
    }

    private RetrieveResult get(Wanted objects, boolean withPatient, Collection<String> sopClasses,
            Collection<Arrivals> arrivals, Progress progress, StoreHandler taker) throws IOException {
        ArchiveLink source = archives.source();
        Quirks quirks = archives.sourceQuirks();
        GetContexts contexts = GetContexts.of(List.of(QueryModel.STUDY_ROOT.get(), QueryModel.PATIENT_ROOT.get()),
                sopClasses);
        return source.use(Operation.RETRIEVE, Purpose.STORAGE,
                contexts.propose(archives.storage(source.archive())).build(),
                a -> QueryModel.granted(a, quirks, QueryModel::get) != null
                        && contexts.sopClasses().stream().noneMatch(c -> a.acceptedTransferSyntaxes(c).isEmpty()),
                association -> {
                    QueryModel granted = QueryModel.granted(association, quirks, QueryModel::get);
                    QueryModel model = granted == null ? QueryModel.STUDY_ROOT : granted;
                    return timed(arrivals, () -> GetScu.get(association, model.get(),
                            objects.identifier(withPatient, model), taker, progress));
                });
    }
}
