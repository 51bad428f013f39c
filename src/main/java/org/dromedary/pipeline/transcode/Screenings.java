package org.dromedary.pipeline.transcode;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Set;
import org.dromedary.archives.archive.ArchiveSettings;
import org.dromedary.archives.archive.SettingsException;
import org.dromedary.objects.rules.RuleLedger;
import org.dromedary.objects.rules.RulesInForce;
import org.dromedary.objects.screening.Screening;
import org.dromedary.objects.validation.FindingLedger;
import org.dromedary.objects.validation.ObjectValidator;
import org.dromedary.objects.validation.ValidationException;
import org.dromedary.objects.validation.ValidationProfile;
import org.dromedary.objects.validation.ValidationSettings;

/** Makes the one screening of the process, as the settings say. */
class Screenings {

    @Produces
    @ApplicationScoped
    Screening screening(RulesInForce rules, RuleLedger ruleLedger, FindingLedger findingLedger,
            ArchiveSettings.Local ourselves, ArchiveSettings.Source source, TranscodeSettings settings,
            ValidationProfile profile) {
        return new Screening(rules, ruleLedger, findingLedger, settings.validate() ? validator(rules, profile) : null,
                source.aet().orElse(""), ourselves.aet());
    }

    private static ObjectValidator validator(RulesInForce rules, ValidationProfile profile) {
        try {
            return new ObjectValidator(ValidationSettings.inForce(profile.profile())
                    .withRules(Set.copyOf(rules.now().names())));
        } catch (ValidationException e) {
            throw new SettingsException(e.getMessage());
        }
    }
}
