package org.dromedary.objects.rules;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.dromedary.ledger.Sha256;
import org.dromedary.ledger.Sql;

/** The versions of the rules, by which of them each series was judged, and what they did to it. */
@ApplicationScoped
public class RuleLedger {

    private final Sql sql;
    /** There are as many as the file was changed. */
    private final Map<String, RuleSet> known = new ConcurrentHashMap<>();

    @Inject
    RuleLedger(DataSource dataSource) {
        this(Sql.over(dataSource));
    }

    /** Outside of the program that runs, as for a report. */
    RuleLedger(Sql sql) {
        this.sql = sql;
    }

    /** Keeps a version; once is enough. */
    @Transactional
    public void put(RuleSet rules) {
        byte[] content = rules.content();
        sql.update("""
                insert into rule_set (version, content, digest, at) values (?, ?, ?, utc_timestamp(3))
                on duplicate key update version = version""", rules.version(), content, Sha256.of(content));
        known.putIfAbsent(rules.version(), rules);
    }

    /** @throws IllegalStateException if there is none, or it is not what was written */
    @Transactional
    public RuleSet get(String version) {
        RuleSet rules = known.get(version);
        if (rules == null) {
            byte[] content = sql.query("select content, digest from rule_set where version = ?", row -> {
                byte[] bytes = row.getBytes("content");
                if (!MessageDigest.isEqual(Sha256.of(bytes), row.getBytes("digest"))) {
                    throw new IllegalStateException("Version " + version + " of the rules is not what was written");
                }
                return bytes;
            }, version).stream().findFirst()
                    .orElseThrow(() -> new IllegalStateException("There is no version " + version + " of the rules"));
            rules = RuleSet.decode(content);
            known.put(version, rules);
        }
        return rules;
    }

    /** By what a series was judged; empty: by no rules. */
    @Transactional
    public Optional<Judgement> of(long seriesId) {
        return sql.query("select version, judged_at, deceased, objects from series_rules where series_id = ?",
                row -> new Judgement(get(row.getString("version")),
                        row.getObject("judged_at", LocalDateTime.class).toInstant(ZoneOffset.UTC), facts(row)),
                seriesId).stream().findFirst();
    }

    private static SeriesFacts facts(ResultSet row) throws SQLException {
        return new SeriesFacts(row.getObject("deceased", Boolean.class), row.getObject("objects", Integer.class));
    }

    /**
     * What is known of a series beyond its objects. Whether the patient died is asked of the RIS for the patient that
     * the plan matched, else for that of the study; not said if several of the RIS's patients may be meant.
     *
     * @param objects in the series as retrieved
     */
    @Transactional
    public SeriesFacts facts(long seriesId, Integer objects) {
        List<Optional<Boolean>> said = sql.query("""
                select case when m.id is null then p.deceased else m.deceased end as deceased
                from series s join study t on t.id = s.study_id join patient o on o.id = t.patient_id
                    left join plan_entry e on e.study_id = t.id and e.decision = 'MATCH'
                        and e.version = (select max(l.version) from plan_entry l where l.study_id = t.id)
                    join ris_patient p on p.patient_id = coalesce(e.patient_id, o.patient_id)
                        and (p.issuer = coalesce(e.issuer, o.issuer) or p.issuer = ''
                            or coalesce(e.issuer, o.issuer) = '')
                    left join ris_patient m on m.id = p.merged_into
                where s.id = ?""", row -> Optional.ofNullable(row.getObject("deceased", Boolean.class)), seriesId);
        return new SeriesFacts(said.size() == 1 ? said.get(0).orElse(null) : null, objects);
    }

    /**
     * Writes by what a series was judged and what came of it, in the caller's transaction, instead of what was written
     * before. A judgement without rules leaves nothing.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void record(long seriesId, Judgement judgement, List<RuleUse> uses) {
        sql.update("delete from rule_use where series_id = ?", seriesId);
        sql.update("delete from series_rules where series_id = ?", seriesId);
        if (judgement.rules().isEmpty()) {
            return;
        }
        put(judgement.rules());
        sql.update("insert into series_rules (series_id, version, judged_at, deceased, objects) values (?, ?, ?, ?, ?)",
                seriesId, judgement.rules().version(), LocalDateTime.ofInstant(judgement.at(), ZoneOffset.UTC),
                judgement.facts().deceased(), judgement.facts().objects());
        for (RuleUse use : uses) {
            sql.update("insert into rule_use (series_id, rule, outcome, objects) values (?, ?, ?, ?)", seriesId,
                    use.rule(), use.outcome(), use.objects());
        }
    }

    /** What the rules did to a series. */
    @Transactional
    public List<RuleUse> uses(long seriesId) {
        return sql.query("select rule, outcome, objects from rule_use where series_id = ? order by rule, outcome",
                RuleLedger::use, seriesId);
    }

    /** What the rules did in all. */
    @Transactional
    public List<RuleUse> totals() {
        return sql.query("""
                select rule, outcome, sum(objects) as objects from rule_use group by rule, outcome
                order by rule, outcome""", RuleLedger::use);
    }

    private static RuleUse use(ResultSet row) throws SQLException {
        return new RuleUse(row.getString("rule"), row.getString("outcome"), row.getInt("objects"));
    }
}
