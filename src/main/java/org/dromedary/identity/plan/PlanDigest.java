package org.dromedary.identity.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.dromedary.ledger.Sha256;
import org.dromedary.ledger.Sql;

/** What a version of the plan says, as one number that changes if anything in it is changed afterwards. */
public final class PlanDigest {

    private static final String VALUES = "study_id, decision, patient_id, issuer, patient_name, birth_date, sex,"
            + " accession, accession_issuer, exam_id, requested_procedure_id, procedure_code, procedure_text,"
            + " referring_physician, rule, decided_by";
    private static final int COLUMNS = VALUES.split(",").length;
    private static final int PAGE = 5000;

    private PlanDigest() {
    }

    /**
     * SHA-256 over the version's entries in the order of their study ids: each value in UTF-8, behind it a byte 1F, for
     * null nothing but that; behind each entry a byte 1E.
     */
    public static byte[] of(Sql sql, int version) {
        MessageDigest digest = Sha256.begin();
        // A page at a time: the connection may be needed for nothing else meanwhile, but the rows are too many to keep.
        for (Entry entry : new Paged<>(after -> sql.query("select " + VALUES + " from plan_entry"
                + " where version = ? and study_id > ? order by study_id limit ?", row -> {
            String[] values = new String[COLUMNS];
            for (int i = 0; i < COLUMNS; i++) {
                values[i] = row.getString(i + 1);
            }
            return new Entry(row.getLong(1), Arrays.asList(values));
        }, version, after, PAGE), Entry::studyId)) {
            for (String value : entry.values()) {
                digest.update(value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0x1F);
            }
            digest.update((byte) 0x1E);
        }
        return digest.digest();
    }

    private record Entry(long studyId, List<String> values) {
    }
}
