package org.dromedary.pipeline.transcode;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.function.Predicate;
import org.dromedary.archives.archive.ArchiveSettings;
import org.dromedary.archives.archive.SettingsException;
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
import org.dromedary.objects.validation.ValidationException;
import org.dromedary.objects.validation.ValidationProfile;
import org.dromedary.objects.validation.ValidationSettings;
import org.dromedary.pipeline.stage.SeriesMessage;

/** What is asked of every object before its form is decided: whether it is sound, and what the rules say of it. */
@ApplicationScoped
class Screening {

    private final RulesInForce rules;
    private final RuleLedger ruleLedger;
    private final FindingLedger findingLedger;
    private final ArchiveSettings.Local ourselves;
    private final ArchiveSettings.Source source;
    /** Null: objects are not examined. */
    private final ObjectValidator validator;

    Screening(RulesInForce rules, RuleLedger ruleLedger, FindingLedger findingLedger,
            ArchiveSettings.Local ourselves, ArchiveSettings.Source source, TranscodeSettings settings,
            ValidationProfile profile) {
        this.rules = rules;
        this.ruleLedger = ruleLedger;
        this.findingLedger = findingLedger;
        this.ourselves = ourselves;
        this.source = source;
        this.validator = settings.validate() ? validator(rules, profile) : null;
    }

    private static ObjectValidator validator(RulesInForce rules, ValidationProfile profile) {
        try {
            return new ObjectValidator(ValidationSettings.inForce(profile.profile())
                    .withRules(Set.copyOf(rules.now().names())));
        } catch (ValidationException e) {
            throw new SettingsException(e.getMessage());
        }
    }

    /**
     * Begins with a series; by the rules that are in force now.
     *
     * @param cameBefore whether an object has come in an earlier fetch with the same bytes
     */
    SeriesScreening of(Series series, SeriesMessage message, SeriesManifest manifest, Path folder,
            Predicate<Entry> cameBefore) {
        RuleSet now = rules.now();
        Judgement judgement = new Judgement(now, Instant.now(), now.isEmpty() ? SeriesFacts.UNKNOWN
                : ruleLedger.facts(series.id, manifest.objects()));
        return new SeriesScreening(series, message, folder, validator, cameBefore, judgement,
                transferSyntax -> judgement.context(source.aet().orElse(""), transferSyntax, ourselves.aet(),
                        rules.keys()));
    }

    /** Writes what came of it, in the caller's transaction. */
    void record(long seriesId, SeriesScreening screened) {
        ruleLedger.record(seriesId, screened.judgement(), screened.uses());
        if (validator != null) {
            findingLedger.put(seriesId, screened.findings());
        }
    }
}
