package org.dromedary.archives.archive;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.dromedary.archives.pace.Pace;
import org.dromedary.ledger.Sql;

/**
 * The Patient ID of a study, for archives that want it at the levels below the patient (PS3.4 §C.4.1.3.1.1): as the
 * archive answered it, else as the ledger has it. Thread-safe.
 */
@ApplicationScoped
public class PatientKey {

    private static final int MAX_REMEMBERED = 20_000;
    /** Refusals that a Patient ID did not mend: then something else is wanted. */
    private static final int MAX_VAIN = 3;

    private final Archives archives;
    private final DataSource dataSource;
    private final Map<String, String> answered = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MAX_REMEMBERED;
        }
    });
    private final Map<String, Integer> vain = new HashMap<>();

    PatientKey(Archives archives, DataSource dataSource) {
        this.archives = archives;
        this.dataSource = dataSource;
    }

    /** Remembers what an archive said of a study. */
    void answered(Archive archive, String studyInstanceUid, String patientId) {
        if (studyInstanceUid != null && patientId != null && !patientId.isBlank()) {
            answered.put(key(archive, studyInstanceUid), patientId);
        }
    }

    private static String key(Archive archive, String studyInstanceUid) {
        return archive.role() + " " + studyInstanceUid;
    }

    /** The Patient ID as the archive answered it, or null. */
    String answeredFor(Archive archive, String studyInstanceUid) {
        return answered.get(key(archive, studyInstanceUid));
    }

    /** The Patient ID of a study, null if it is not known or the archive has none. */
    public String of(Archive archive, String studyInstanceUid) {
        String known = answeredFor(archive, studyInstanceUid);
        return known != null || studyInstanceUid == null ? known : Sql.over(dataSource).query(
                "select p.patient_id from study s join patient p on p.id = s.patient_id where s.study_instance_uid = ?",
                row -> row.getString(1), studyInstanceUid).stream().filter(id -> !id.isBlank()).findFirst()
                .orElse(null);
    }

    /** Whether a query or retrieve below STUDY level carries it. */
    public boolean isSent(Archive archive, QueryModel model) {
        return model == QueryModel.PATIENT_ROOT || archives.quirks(archive).has(Quirk.PATIENT_ID_NEEDED);
    }

    /**
     * Whether a refused query or retrieve should be repeated with Patient ID. Whoever does tells
     * {@link #repeated} what came of it.
     *
     * @param status the final status: 0xA900, 0xCxxx and "missing attribute" may be for want of it
     */
    public synchronized boolean isWorthATry(Archive archive, int status) {
        Quirks quirks = archives.quirks(archive);
        return mayWant(status) && !quirks.has(Quirk.PATIENT_ID_NEEDED) && !quirks.isSettled(Quirk.PATIENT_ID_NEEDED)
                && vain.getOrDefault(archive.role(), 0) < MAX_VAIN;
    }

    /** Whether a refusal may be for want of Patient ID. */
    static boolean mayWant(int status) {
        return (status & 0xFF00) == 0xA900 || (status & 0xF000) == 0xC000 || status == 0x0120 || status == 0x0121
                || status == 0x0110;
    }

    /** @param what was asked, such as "C-FIND at SERIES level", for the evidence */
    public void repeated(Archive archive, String what, int refusedWith, boolean worked) {
        synchronized (this) {
            vain.merge(archive.role(), 1, Integer::sum);
            if (worked) {
                vain.remove(archive.role());
            }
        }
        if (worked) {
            archives.quirks(archive).learn(Quirk.PATIENT_ID_NEEDED, String.format(
                    "%s: 0x%04X without Patient ID, answered with it", what, refusedWith));
        }
    }

    /** Whether it is the source: there the ledger has what it answered. */
    static boolean isSource(Archive archive) {
        return archive.role().equals(Pace.SOURCE);
    }
}
