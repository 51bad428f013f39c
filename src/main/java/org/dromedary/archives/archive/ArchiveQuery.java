package org.dromedary.archives.archive;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.dromedary.archives.pace.Pace;
import org.dromedary.archives.pace.SourceWatch;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.dicom.net.Status;

/**
 * C-FIND on an archive's link (PS3.4 §C.4.1). Callers ask as in the Study Root model; at an archive that grants Patient
 * Root only, or wants Patient ID at the lower levels, the query is made to fit (§C.6.1).
 */
@ApplicationScoped
public class ArchiveQuery {

    private static final int SMALLEST_CAP = 10;
    private static final int MAX_UIDS = 100;

    private final Archives archives;
    private final QueryRuns runs;
    private final PatientKey patientKey;
    private final Map<String, PatientFirst> patientsFirst = new ConcurrentHashMap<>();

    ArchiveQuery(Archives archives, Pace pace, SourceWatch watch, PatientKey patientKey, QueryAudit audit) {
        this.archives = archives;
        this.patientKey = patientKey;
        this.runs = new QueryRuns(archives, pace, watch, audit);
    }

    /**
     * What a query brought.
     *
     * @param matches answers that contradict no key
     * @param strays answers that contradict a key, which the archive did not match on
     * @param limited we cancelled it, having more answers than we wanted
     * @param status final status of the archive; of no meaning if it gave none
     * @param broken how the answer was broken off before its end, or null
     * @param unstated all came, and then a final response without Status
     */
    public record Answers(List<DataSet> matches, List<DataSet> strays, boolean limited, int status, String comment,
            String broken, boolean unstated) {

        public Answers(List<DataSet> matches, boolean limited, int status, String comment) {
            this(matches, List.of(), limited, status, comment, null, false);
        }

        /** The answers, whether they fit or not. */
        public List<DataSet> all() {
            List<DataSet> all = new ArrayList<>(matches);
            all.addAll(strays);
            return all;
        }

        /** The number of answers, whether they fit or not. */
        public int size() {
            return matches.size() + strays.size();
        }

        /** Whether the archive itself says that this is all. */
        public boolean complete() {
            return !limited && !unstated && broken == null && Status.isSuccess(status);
        }

        /** Whether there is more: we stopped it, or it was cancelled, refused as too large or broken off. */
        public boolean cut() {
            return !unstated && (limited || broken != null || Status.isCancel(status)
                    || (status & 0xFF00) == Status.OUT_OF_RESOURCES || !complete() && size() > 0);
        }

        /** Whether the archive says that this is all, but may be lying: see {@link #looksLikeCap}. */
        public boolean doubtful() {
            return complete() && looksLikeCap(size());
        }

        /** Whether the archive refused the query or failed, and gave nothing. */
        public boolean failed() {
            return !complete() && !cut() && !unstated;
        }
    }

    /**
     * The objects that an archive says a series has.
     *
     * @param cut there are more
     * @param doubtful there may be more though the archive does not say so
     */
    public record ObjectList(Set<String> sopInstanceUids, boolean cut, boolean doubtful) {
        public boolean certain() {
            return !cut && !doubtful;
        }
    }

    /** Silent caps are round numbers: multiples of ten, or powers of two. */
    public static boolean looksLikeCap(int count) {
        return count >= SMALLEST_CAP && (count % 10 == 0 || Integer.bitCount(count) == 1);
    }

    /** An identifier of a level with keys to be returned. */
    public static DataSet identifier(String level, int... keys) {
        DataSet identifier = new DataSet();
        identifier.set(Tag.QueryRetrieveLevel, level);
        for (int key : keys) {
            identifier.set(key, "");
        }
        return identifier;
    }

    /**
     * Asks until the archive has no more, or more than {@code limit} answers have come: then the rest is cancelled,
     * unless the archive is known to take that badly. What came before an answer was broken off is kept; without any
     * answer that is an error. Each answer is compared with the keys that were asked.
     */
    public Answers find(ArchiveLink archive, DataSet identifier, int limit) throws IOException {
        String level = identifier.getString(Tag.QueryRetrieveLevel);
        return switch (level) {
            case "STUDY" -> studies(archive, identifier, limit);
            case "SERIES", "IMAGE" -> belowStudy(archive, level, identifier, limit);
            default -> ask(archive, identifier, limit).answers();
        };
    }

    private Answers studies(ArchiveLink archive, DataSet identifier, int limit) throws IOException {
        Quirks quirks = archives.quirks(archive.archive());
        boolean patientNamed = isNamed(identifier);
        PatientFirst first = patientsFirst.computeIfAbsent(archive.archive().role(),
                role -> new PatientFirst((query, most) -> noted(archive, ask(archive, query, most)).answers()));
        if (quirks.has(Quirk.PATIENT_FIRST) && !patientNamed) {
            String study = identifier.getString(Tag.StudyInstanceUID);
            String patient = patientKey.of(archive.archive(), study);
            return patient == null ? first.studies(identifier, limit)
                    : noted(archive, ask(archive, new DataSet(identifier).set(Tag.PatientID, patient),
                    limit)).answers();
        }
        Asked asked = noted(archive, ask(archive, identifier, limit));
        Answers answers = asked.answers();
        if (patientNamed || answers.size() > 0) {
            if (!patientNamed && asked.model() == QueryModel.PATIENT_ROOT) {
                first.isRelational();
            }
            return answers;
        }
        boolean silent = answers.complete() || PatientKey.mayWant(answers.status());
        if (asked.model() != QueryModel.PATIENT_ROOT || !silent || !first.isNeeded()) {
            return answers;
        }
        quirks.learn(Quirk.PATIENT_FIRST, "a study that is answered for its Patient ID is not found by its date alone: "
                + Status.describe(answers.status()));
        return quirks.has(Quirk.PATIENT_FIRST) ? studies(archive, identifier, limit) : answers;
    }

    private static boolean isNamed(DataSet identifier) {
        String id = identifier.getString(Tag.PatientID);
        return id != null && !id.isEmpty() && id.indexOf('*') < 0 && id.indexOf('?') < 0;
    }

    private Asked noted(ArchiveLink archive, Asked asked) {
        asked.answers().all().forEach(study -> patientKey.answered(archive.archive(),
                study.getString(Tag.StudyInstanceUID), study.getString(Tag.PatientID)));
        return asked;
    }

    private Answers belowStudy(ArchiveLink archive, String level, DataSet identifier, int limit) throws IOException {
        Archive who = archive.archive();
        String study = identifier.getString(Tag.StudyInstanceUID);
        boolean known = isNamed(identifier);
        boolean sent = known || patientKey.isSent(who, archives.quirks(who).has(Quirk.PATIENT_ROOT)
                ? QueryModel.PATIENT_ROOT : QueryModel.STUDY_ROOT);
        Asked asked = ask(archive, sent && !known ? withPatient(archive, identifier, study) : identifier, limit);
        Answers answers = asked.answers();
        boolean sendNow = !sent && (asked.model() == QueryModel.PATIENT_ROOT && answers.matches().isEmpty()
                || patientKey.isWorthATry(who, answers.status()));
        if (!sendNow) {
            return answers;
        }
        DataSet complete = withPatient(archive, identifier, study);
        if (!isNamed(complete)) {
            return answers;
        }
        Answers again = ask(archive, complete, limit).answers();
        if (asked.model() == QueryModel.STUDY_ROOT) {
            patientKey.repeated(who, "C-FIND at " + level + " level", answers.status(), again.complete());
        }
        return again.complete() || !again.matches().isEmpty() ? again : answers;
    }

    /** The target may know the patient by another ID than the source: it is asked itself first. */
    private DataSet withPatient(ArchiveLink archive, DataSet identifier, String study) throws IOException {
        if (study == null || study.isEmpty()) {
            return identifier;
        }
        Archive who = archive.archive();
        if (!PatientKey.isSource(who) && patientKey.answeredFor(who, study) == null) {
            noted(archive, ask(archive, identifier("STUDY", Tag.PatientID).set(Tag.StudyInstanceUID, study), 1));
        }
        String patient = patientKey.of(who, study);
        return patient == null ? identifier : new DataSet(identifier).set(Tag.PatientID, patient);
    }

    /** Answers, and the model in which they were given. */
    record Asked(Answers answers, QueryModel model) {
    }

    private Asked ask(ArchiveLink archive, DataSet identifier, int limit) throws IOException {
        return runs.ask(archive, identifier, limit);
    }

    /** A refused query as an exception that says which level was refused, by whom and with what. */
    public static DimseStatusException refusal(ArchiveLink archive, DataSet identifier, Answers answers) {
        return refusal(identifier.getString(Tag.QueryRetrieveLevel), " by the " + archive.archive().role(), answers);
    }

    static DimseStatusException refusal(String level, String byWhom, Answers answers) {
        return new DimseStatusException("C-FIND at " + level + " level refused" + byWhom, answers.status(),
                answers.comment());
    }

    /**
     * The objects that an archive says a series has.
     *
     * @throws DimseStatusException when the archive does not answer
     */
    public ObjectList objects(ArchiveLink archive, String studyInstanceUid, String seriesInstanceUid)
            throws IOException {
        return ask(archive, objectIdentifier(studyInstanceUid, seriesInstanceUid, Tag.SOPInstanceUID));
    }

    /** The SOP Class UIDs of a series' objects; empty when the archive does not answer them all. */
    public Set<String> sopClasses(ArchiveLink archive, String studyInstanceUid, String seriesInstanceUid)
            throws IOException {
        Answers answers = find(archive, objectIdentifier(studyInstanceUid, seriesInstanceUid, Tag.SOPClassUID),
                Integer.MAX_VALUE);
        Set<String> classes = new HashSet<>();
        answers.matches().forEach(match -> classes.add(match.getString(Tag.SOPClassUID)));
        return classes.contains(null) || !answers.complete() ? Set.of() : classes;
    }

    /**
     * Which of these objects an archive says it has. Asked for by UID, so that no cap on answers keeps any back.
     *
     * @param together UIDs in one query, as many as the archive is known to answer
     */
    public Set<String> present(ArchiveLink archive, String studyInstanceUid, String seriesInstanceUid,
            Collection<String> sopInstanceUids, int together) throws IOException {
        int step = Math.max(1, Math.min(together, MAX_UIDS));
        List<String> uids = List.copyOf(sopInstanceUids);
        Set<String> present = new HashSet<>();
        for (int begin = 0; begin < uids.size(); begin += step) {
            List<String> part = uids.subList(begin, Math.min(begin + step, uids.size()));
            DataSet identifier = objectIdentifier(studyInstanceUid, seriesInstanceUid, Tag.SOPInstanceUID);
            identifier.set(Tag.SOPInstanceUID, part.toArray(String[]::new));
            present.addAll(ask(archive, identifier).sopInstanceUids());
        }
        return present;
    }

    /** With no other key: an archive may keep only UIDs in its index and read every file for anything else. */
    private static DataSet objectIdentifier(String studyInstanceUid, String seriesInstanceUid, int key) {
        DataSet identifier = identifier("IMAGE", key);
        identifier.set(Tag.StudyInstanceUID, studyInstanceUid);
        identifier.set(Tag.SeriesInstanceUID, seriesInstanceUid);
        return identifier;
    }

    private ObjectList ask(ArchiveLink archive, DataSet identifier) throws IOException {
        Answers answers = find(archive, identifier, Integer.MAX_VALUE);
        if (answers.failed()) {
            throw refusal(archive, identifier, answers);
        }
        Set<String> objects = answers.matches().stream().map(match -> match.getString(Tag.SOPInstanceUID))
                .filter(Objects::nonNull).collect(Collectors.toCollection(LinkedHashSet::new));
        return new ObjectList(objects, answers.cut() || answers.unstated(), answers.doubtful());
    }
}
