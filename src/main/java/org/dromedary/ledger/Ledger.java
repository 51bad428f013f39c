package org.dromedary.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** What is written beside the states: findings, manifests, exceptions; each in a constant number of statements. */
@ApplicationScoped
public class Ledger {

    private static final int ROWS_PER_STATEMENT = 500;

    @Inject
    DataSource dataSource;

    private Sql sql() {
        return Sql.over(dataSource);
    }

    /** Reading over this process's connections. */
    public LedgerView view() {
        return new LedgerView(sql());
    }

    /**
     * Writes a study and its patient, or refreshes what an earlier inventory wrote; returns the study's id.
     *
     * @throws UnfitUidException if its UID can't be kept; every other value is cut to its column
     */
    @Transactional
    public long upsertStudy(StudyFound found) {
        long patient = upsertPatient(found);
        return sql().query("""
                insert into study (patient_id, patient_name, patient_birth_date, patient_sex, study_instance_uid,
                    study_date, study_time, accession_number, study_id, institution, description, modalities,
                    referring_physician, expected_series, expected_instances, found_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, utc_timestamp(3))
                on duplicate key update patient_id = values(patient_id), patient_name = values(patient_name),
                    patient_birth_date = values(patient_birth_date), patient_sex = values(patient_sex),
                    study_date = values(study_date), study_time = values(study_time),
                    accession_number = values(accession_number), study_id = values(study_id),
                    institution = values(institution), description = values(description), modalities = values(modalities),
                    referring_physician = values(referring_physician),
                    expected_series = coalesce(values(expected_series), expected_series),
                    expected_instances = coalesce(values(expected_instances), expected_instances)
                returning id""", row -> row.getLong(1),
                patient, Texts.cutOrEmpty(found.patientName(), 400), Texts.cutOrEmpty(found.birthDateText(), 16),
                Texts.cutOrEmpty(found.sex(), 16),
                Texts.uid("Study Instance UID (0020,000D)", found.studyInstanceUid()), found.studyDate(),
                Texts.cutOrEmpty(found.studyTime(), 16), Texts.distinct(found.accessionNumber(), 64),
                Texts.cutOrEmpty(found.studyId(), 64), Texts.cutOrEmpty(found.institution(), 128),
                Texts.cutOrEmpty(found.description(), 255),
                Texts.cutOrEmpty(found.modalities(), 128), Texts.cutOrEmpty(found.referringPhysician(), 400),
                found.expectedSeries(), found.expectedInstances()).get(0);
    }

    private long upsertPatient(StudyFound found) {
        return sql().query("""
                insert into patient (patient_id, issuer, name, birth_date, sex) values (?, ?, ?, ?, ?)
                on duplicate key update name = values(name), birth_date = values(birth_date), sex = values(sex)
                returning id""", row -> row.getLong(1),
                Texts.distinct(found.patientId(), 128), Texts.distinct(found.issuer(), 128),
                Texts.cutOrEmpty(found.patientName(), 400), found.birthDate(), Texts.cutOrEmpty(found.sex(), 16))
                .get(0);
    }

    /**
     * Writes series of one study as FOUND, in one statement; those that are known keep their state and counts.
     *
     * <p>What the source says about the number of objects is taken over only while nobody has begun to fetch them.
     *
     * @throws UnfitUidException if the UID of one can't be kept; then none is written
     */
    @Transactional
    public void upsertSeries(long studyId, List<SeriesFound> found) {
        inChunks(found, chunk -> {
            String values = chunk.stream()
                    .map(series -> "(?, ?, ?, ?, ?, ?, ?, 'FOUND', utc_timestamp(3), utc_timestamp(3))")
                    .collect(Collectors.joining(", "));
            List<Object> parameters = new ArrayList<>();
            for (SeriesFound series : chunk) {
                parameters.addAll(Arrays.asList(studyId,
                        Texts.uid("Series Instance UID (0020,000E)", series.seriesInstanceUid()),
                        Texts.cutOrEmpty(series.modality(), 16), Texts.cutOrEmpty(series.description(), 255),
                        Texts.cutOrEmpty(series.bodyPart(), 64), Texts.cutOrEmpty(series.stationName(), 64),
                        series.expectedInstances()));
            }
            sql().update("""
                    insert into series (study_id, series_instance_uid, modality, description, body_part, station_name,
                        expected_instances, state, state_since, found_at)
                    values %s
                    on duplicate key update modality = values(modality), description = values(description),
                        body_part = values(body_part), station_name = values(station_name),
                        expected_instances = if(state in ('FOUND', 'QUEUED'),
                            coalesce(values(expected_instances), expected_instances), expected_instances)"""
                    .formatted(values), parameters.toArray());
        });
    }

    /** Writes a series whose objects this program makes, or refreshes it; returns its id. */
    @Transactional
    public long upsertMade(long studyId, SeriesFound made, Series.Origin origin) {
        upsertSeries(studyId, List.of(made));
        long series = sql().query("select id from series where study_id = ? and series_instance_uid = ?",
                row -> row.getLong(1), studyId, made.seriesInstanceUid()).get(0);
        sql().update("update series set origin = ? where id = ?", origin.column(), series);
        return series;
    }

    /** Writes or replaces the manifest of a series. */
    @Transactional
    public void saveManifest(long seriesId, SeriesManifest manifest) {
        byte[] content = manifest.encode();
        sql().update("""
                insert into manifest (series_id, objects, bytes, content, digest) values (?, ?, ?, ?, ?)
                on duplicate key update objects = values(objects), bytes = values(bytes), content = values(content),
                    digest = values(digest)""",
                seriesId, manifest.objects(), manifest.bytes(), content, ManifestCodec.digest(content));
    }

    /**
     * A series as it is now, with its study and patient.
     *
     * <p>Within a transaction that has read it before, it is as it was then.
     */
    @Transactional
    public Optional<Series> series(long id) {
        return Series.withStudy(id);
    }

    /** Forgets messages that came again and whose series or window has gone on by another way. */
    public void cleanRedeliveries() {
        new RedeliveryLedger(sql()).clean();
    }

    /** The series of a study, in the order in which they were found. */
    @Transactional
    public List<Series> seriesOfStudy(long studyId) {
        return Series.ofStudy(studyId);
    }

    /** What happened to a series, in order. */
    public List<LedgerView.EventLine> events(long seriesId) {
        return view().eventsOf(seriesId);
    }

    /** The manifest of a series; {@link IllegalStateException} if the stored bytes are not those that were written. */
    public Optional<SeriesManifest> manifest(long seriesId) {
        return view().manifest(seriesId);
    }

    /** Records why single objects did not go the way of their series, in one statement. */
    @Transactional
    public void recordExceptions(long seriesId, String stage, int attempt, List<ObjectReason> reasons) {
        inChunks(reasons, chunk -> {
            String values = chunk.stream().map(reason -> "(?, ?, ?, ?, ?, ?, ?, utc_timestamp(3))")
                    .collect(Collectors.joining(", "));
            List<Object> parameters = new ArrayList<>();
            for (ObjectReason reason : chunk) {
                parameters.addAll(Arrays.asList(seriesId, Texts.uidAsEvidence(reason.sopInstanceUid()), stage,
                        Texts.code(reason.reasonCode()), reason.status(), Texts.line(reason.comment(), 255), attempt));
            }
            sql().update("insert into object_exception (series_id, sop_instance_uid, stage, reason_code, status,"
                    + " comment, attempt, at) values " + values, parameters.toArray());
        });
    }

    /** Writes an event that is not a transition. */
    @Transactional
    public void recordEvent(Long seriesId, Long windowId, String kind, String reasonCode, String detail,
            String worker) {
        Events.in(sql()).note(seriesId, windowId, kind, reasonCode, detail, worker);
    }

    private static <T> void inChunks(List<T> items, Consumer<List<T>> statement) {
        for (int from = 0; from < items.size(); from += ROWS_PER_STATEMENT) {
            statement.accept(items.subList(from, Math.min(items.size(), from + ROWS_PER_STATEMENT)));
        }
    }

    /**
     * The reason of one object.
     *
     * @param status  (0000,0900), or null
     * @param comment (0000,0902), or null
     */
    public record ObjectReason(String sopInstanceUid, String reasonCode, Integer status, String comment) {
    }
}
