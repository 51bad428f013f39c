package org.dromedary.objects.rules;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.ledger.LedgerException;
import org.dromedary.ledger.Sql;

/**
 * Which series of the inventory the rules' conditions hold for. The inventory knows what the source answers to queries;
 * rules that look at more are named, not guessed.
 */
public final class InventoryRehearsal {

    /** What a series of the ledger can tell. */
    private static final Set<String> KNOWN = Set.of("PatientID", "IssuerOfPatientID", "PatientName", "PatientBirthDate",
            "PatientSex", "StudyInstanceUID", "StudyDate", "StudyTime", "AccessionNumber", "StudyDescription",
            "StudyID", "InstitutionName", "ReferringPhysicianName", "SeriesInstanceUID", "Modality",
            "SeriesDescription", "BodyPartExamined", "StationName", "aet", "seriesObjects");

    private final RuleSet rules;
    private final Map<String, long[]> counts = new LinkedHashMap<>();
    private final Map<String, List<String>> unknown = new TreeMap<>();
    private long series;
    private String lastStudy = "";
    private final Set<String> rulesOfStudy = new HashSet<>();

    public InventoryRehearsal(RuleSet rules) {
        this.rules = rules;
        rules.reads().forEach((rule, reads) -> {
            List<String> more = reads.stream().filter(read -> !KNOWN.contains(read)).sorted().toList();
            if (more.isEmpty()) {
                counts.put(rule, new long[3]);
            } else {
                unknown.put(rule, more);
            }
        });
    }

    /** Studies, series and objects of a rule. */
    public record Count(String rule, long studies, long series, long objects) {
    }

    /** @param sourceAet of the source */
    public InventoryRehearsal run(Sql sql, String sourceAet) {
        Instant now = Instant.now();
        sql.forEach("""
                select t.study_instance_uid, t.study_date, t.study_time, t.accession_number, t.description study_text,
                       t.study_id, t.institution, t.referring_physician, t.patient_name, t.patient_birth_date,
                       t.patient_sex, p.patient_id, p.issuer, s.series_instance_uid, s.modality, s.description,
                       s.body_part, s.station_name, s.expected_instances
                from series s join study t on t.id = s.study_id join patient p on p.id = t.patient_id
                where s.origin = '' order by s.study_id, s.id""", row -> {
            Integer objects = row.getObject("expected_instances", Integer.class);
            RuleContext context = RuleContext.of(sourceAet, null, now, "").with(new SeriesFacts(null, objects));
            count(head(row), context, objects == null ? 0 : objects);
        });
        return this;
    }

    private void count(DataSet head, RuleContext context, int objects) {
        series++;
        String study = head.getString(Tag.StudyInstanceUID, "");
        if (!study.equals(lastStudy)) {
            rulesOfStudy.clear();
            lastStudy = study;
        }
        try {
            for (String rule : rules.holding(head, context)) {
                long[] count = counts.get(rule);
                if (count != null) {
                    count[0] += rulesOfStudy.add(rule) ? 1 : 0;
                    count[1]++;
                    count[2] += objects;
                }
            }
        } catch (IOException e) {
            throw new LedgerException("A row of the inventory can't be judged", e);
        }
    }

    private static DataSet head(ResultSet row) throws SQLException {
        DataSet head = new DataSet().set(Tag.SpecificCharacterSet, "ISO_IR 192");
        LocalDate date = row.getObject("study_date", LocalDate.class);
        put(head, Tag.StudyDate, date == null ? "" : date.format(DateTimeFormatter.BASIC_ISO_DATE));
        put(head, Tag.StudyTime, row.getString("study_time"));
        put(head, Tag.StudyInstanceUID, row.getString("study_instance_uid"));
        put(head, Tag.AccessionNumber, row.getString("accession_number"));
        put(head, Tag.StudyDescription, row.getString("study_text"));
        put(head, Tag.StudyID, row.getString("study_id"));
        put(head, Tag.InstitutionName, row.getString("institution"));
        put(head, Tag.ReferringPhysicianName, row.getString("referring_physician"));
        put(head, Tag.PatientName, row.getString("patient_name"));
        put(head, Tag.PatientBirthDate, row.getString("patient_birth_date"));
        put(head, Tag.PatientSex, row.getString("patient_sex"));
        put(head, Tag.PatientID, row.getString("patient_id"));
        put(head, Tag.IssuerOfPatientID, row.getString("issuer"));
        put(head, Tag.SeriesInstanceUID, row.getString("series_instance_uid"));
        put(head, Tag.Modality, row.getString("modality"));
        put(head, Tag.SeriesDescription, row.getString("description"));
        put(head, Tag.BodyPartExamined, row.getString("body_part"));
        put(head, Tag.StationName, row.getString("station_name"));
        return head;
    }

    /** The ledger does not tell an empty value from none; what has no form of its VR is left out. */
    private static void put(DataSet head, int tag, String value) {
        if (value != null && !value.isEmpty()) {
            try {
                head.set(tag, value);
            } catch (IllegalArgumentException e) {
                head.remove(tag);
            }
        }
    }

    public long series() {
        return series;
    }

    /** In the order of the rules. */
    public List<Count> counts() {
        List<Count> all = new ArrayList<>();
        counts.forEach((rule, count) -> all.add(new Count(rule, count[0], count[1], count[2])));
        return all;
    }

    /** Rules that look at more than the inventory knows, with what that is. */
    public Map<String, List<String>> unknown() {
        return unknown;
    }
}
