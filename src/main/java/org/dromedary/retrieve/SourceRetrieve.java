package org.dromedary.retrieve;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.dromedary.archive.Archive;
import org.dromedary.archive.ArchiveLink;
import org.dromedary.archive.ArchiveLink.Purpose;
import org.dromedary.archive.ArchiveQuery;
import org.dromedary.archive.ArchiveSettings.RetrieveMethod;
import org.dromedary.archive.ArchiveSettings;
import org.dromedary.archive.Archives;
import org.dromedary.archive.PatientKey;
import org.dromedary.archive.QueryModel;
import org.dromedary.archive.Quirks;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.DicomTimeoutException;
import org.dromedary.dicom.net.GetScu;
import org.dromedary.dicom.net.MoveScu;
import org.dromedary.dicom.net.RetrieveResult;
import org.dromedary.dicom.net.Status;
import org.dromedary.pace.Operation;
import org.dromedary.pace.Pace;
import org.dromedary.pace.ResponseKind;
import org.dromedary.pace.SourceWatch;

/** Asks the source for objects of one series, by C-MOVE to our Storage SCP or by C-GET (PS3.4 §C.4.2, §C.4.3). */
@ApplicationScoped
class SourceRetrieve {

    /** PS3.8 §7.1.1.13: presentation context ids are odd and below 256; two are the query models'. */
    private static final int MOST_STORAGE_CONTEXTS = 126;
    /** Objects whose pace means something, and the part of a time that does not matter. */
    private static final int ENOUGH = 4;
    private static final int LITTLE = 50;
    /** What most objects are in; proposed where the classes are not known, and all of them are. */
    private static final String[] COMMON_SYNTAXES = {Uid.ExplicitVRLittleEndian, Uid.ImplicitVRLittleEndian,
        Uid.ExplicitVRBigEndian, Uid.JPEGBaseline8Bit, Uid.JPEGExtended12Bit, Uid.JPEGLossless, Uid.JPEGLosslessSV1,
        Uid.JPEGLSLossless, Uid.JPEGLSNearLossless, Uid.JPEG2000Lossless, Uid.JPEG2000, Uid.RLELossless};

    private final Archives archives;
    private final ArchiveQuery query;
    private final Reception reception;
    private final PatientKey patientKey;
    private final RetrieveMethod method;
    private final Duration stall;
    private final Pace pace;
    private final SourceWatch watch;

    SourceRetrieve(Archives archives, ArchiveQuery query, PatientKey patientKey, Reception reception,
            ArchiveSettings.Source source, ArchiveSettings.Limits limits, Pace pace, SourceWatch watch) {
        this.archives = archives;
        this.query = query;
        this.patientKey = patientKey;
        this.reception = reception;
        this.method = source.retrieve();
        this.stall = limits.responseTimeout();
        this.pace = pace;
        this.watch = watch;
    }

    /**
     * Retrieves a whole series, or only the named objects of it.
     *
     * @param sopInstanceUids empty for the whole series
     * @param arrivals what has come so far, as a sign of life
     * @throws DicomTimeoutException also when the source goes on saying that it works but nothing moves
     */
    RetrieveResult retrieve(String study, String series, Collection<String> sopInstanceUids, Arrivals arrivals)
            throws IOException {
        DataSet identifier = new DataSet();
        identifier.set(Tag.QueryRetrieveLevel, sopInstanceUids.isEmpty() ? "SERIES" : "IMAGE");
        identifier.set(Tag.StudyInstanceUID, study);
        identifier.set(Tag.SeriesInstanceUID, series);
        if (!sopInstanceUids.isEmpty()) {
            identifier.set(Tag.SOPInstanceUID, sopInstanceUids.toArray(String[]::new));
        }
        Progress progress = new Progress(stall, arrivals::count, () -> pace.heldNanos(Pace.SOURCE, Operation.RETRIEVE));
        try {
            return method == RetrieveMethod.GET
                    ? get(identifier, query.sopClasses(archives.source(), study, series), arrivals, progress)
                    : move(identifier, arrivals, progress);
        } catch (Progress.StalledException e) {
            throw new DicomTimeoutException("progress of a retrieve that the source calls pending", stall);
        }
    }

    private RetrieveResult move(DataSet identifier, Arrivals arrivals, Progress progress) throws IOException {
        Archive source = archives.source().archive();
        String patient = patientKey.of(source, identifier.getString(Tag.StudyInstanceUID));
        RetrieveResult result = move(identifier, patient, false, arrivals, progress);
        if (patient == null || result.counts().completed() > 0
                || !patientKey.isWorthATry(source, result.status())) {
            return result;
        }
        RetrieveResult again = move(identifier, patient, true, arrivals, progress);
        boolean worked = !Status.isFailure(again.status());
        patientKey.repeated(source, "C-MOVE", result.status(), worked);
        return worked ? again : result;
    }

    private RetrieveResult move(DataSet identifier, String patient, boolean always, Arrivals arrivals,
            Progress progress) throws IOException {
        Archive source = archives.source().archive();
        return archives.move((association, model) -> {
            boolean sent = patient != null && (always || patientKey.isSent(source, model));
            DataSet complete = sent ? new DataSet(identifier).set(Tag.PatientID, patient) : identifier;
            return timed(arrivals, () ->
                    MoveScu.move(association, model.move(), complete, archives.localAet(), progress));
        });
    }

    private interface Work {
        RetrieveResult run() throws IOException;
    }

    /** Tells how fast the objects came, unless our own pace held them back. */
    private RetrieveResult timed(Arrivals arrivals, Work work) throws IOException {
        arrivals.asked();
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

    /** Proposes one presentation context for each transfer syntax if they fit: the source need not convert anything. */
    private RetrieveResult get(DataSet identifier, Collection<String> sopClasses, Arrivals arrivals,
            Progress progress)
            throws IOException {
        ArchiveLink source = archives.source();
        AssociationRequest.Builder request = archives.storage(source.archive())
                .context(QueryModel.STUDY_ROOT.get(), Archives.QUERY_SYNTAXES)
                .context(QueryModel.PATIENT_ROOT.get(), Archives.QUERY_SYNTAXES);
        Quirks quirks = archives.sourceQuirks();
        String patient = patientKey.of(source.archive(), identifier.getString(Tag.StudyInstanceUID));
        Collection<String> wanted = sopClasses.isEmpty() ? commonClasses() : sopClasses;
        // Whoever reads a request of 127 classes with every syntax needs a large buffer; DCMTK has 128 KiB and hangs.
        String[] syntaxes = sopClasses.isEmpty() ? COMMON_SYNTAXES
                : TransferSyntax.known().stream().map(TransferSyntax::uid).toArray(String[]::new);
        boolean oneEach = wanted.size() * syntaxes.length <= MOST_STORAGE_CONTEXTS;
        for (String sopClass : wanted) {
            request.role(sopClass, false, true);
            if (oneEach) {
                List.of(syntaxes).forEach(syntax -> request.context(sopClass, syntax));
            } else {
                request.context(sopClass, syntaxes);
            }
        }
        return source.use(Operation.RETRIEVE, Purpose.STORAGE, request.build(),
                a -> QueryModel.granted(a, quirks, QueryModel::get) != null
                        && wanted.stream().noneMatch(c -> a.acceptedTransferSyntaxes(c).isEmpty()),
                association -> {
                    QueryModel granted = QueryModel.granted(association, quirks, QueryModel::get);
                    QueryModel model = granted == null ? QueryModel.STUDY_ROOT : granted;
                    DataSet complete = patient != null && patientKey.isSent(source.archive(), model)
                            ? new DataSet(identifier).set(Tag.PatientID, patient) : identifier;
                    return timed(arrivals, () -> GetScu.get(association, model.get(), complete,
                            (store, in) -> reception.receive(store, in), progress));
                });
    }

    private static List<String> commonClasses() {
        List<String> all = Dictionary.storageSopClasses();
        return all.subList(0, Math.min(all.size(), MOST_STORAGE_CONTEXTS));
    }
}
