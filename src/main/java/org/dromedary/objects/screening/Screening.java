package org.dromedary.objects.screening;

import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Predicate;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesManifest;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.objects.rules.Judgement;
import org.dromedary.objects.rules.RuleLedger;
import org.dromedary.objects.rules.RuleSet;
import org.dromedary.objects.rules.RulesInForce;
import org.dromedary.objects.rules.SeriesFacts;
import org.dromedary.objects.validation.FindingLedger;
import org.dromedary.objects.validation.ObjectValidator;

/** What is asked of every object before its form is decided: whether it is sound, and what the rules say of it. */
public class Screening {

    private final RulesInForce rules;
    private final RuleLedger ruleLedger;
    private final FindingLedger findingLedger;
    private final String sourceAet;
    private final String ourAet;
    /** Null: objects are not examined. */
    private final ObjectValidator validator;

    /** @param validator null: objects are not examined */
    public Screening(RulesInForce rules, RuleLedger ruleLedger, FindingLedger findingLedger, ObjectValidator validator,
            String sourceAet, String ourAet) {
        this.rules = rules;
        this.ruleLedger = ruleLedger;
        this.findingLedger = findingLedger;
        this.validator = validator;
        this.sourceAet = sourceAet;
        this.ourAet = ourAet;
    }

    /**
     * Begins with a series; by the rules that are in force now.
     *
     * @param cameBefore whether an object has come in an earlier fetch with the same bytes
     */
    public SeriesScreening of(Series series, String studyInstanceUid, SeriesManifest manifest, Path folder,
            Predicate<Entry> cameBefore) {
        RuleSet now = rules.now();
        Judgement judgement = new Judgement(now, Instant.now(), now.isEmpty() ? SeriesFacts.UNKNOWN
                : ruleLedger.facts(series.id, manifest.objects()));
        return new SeriesScreening(series, studyInstanceUid, folder, validator, cameBefore, judgement,
                transferSyntax -> judgement.context(sourceAet, transferSyntax, ourAet, rules.keys()));
    }

    /** Writes what came of it, in the caller's transaction. */
    public void record(long seriesId, SeriesScreening screened) {
        ruleLedger.record(seriesId, screened.judgement(), screened.uses());
        if (validator != null) {
            findingLedger.put(seriesId, screened.findings());
        }
    }
}
