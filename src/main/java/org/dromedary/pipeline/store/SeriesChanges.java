package org.dromedary.pipeline.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.dromedary.archives.archive.ArchiveSettings;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.ledger.SeriesManifest.Content;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.objects.change.Provenance;
import org.dromedary.objects.coercion.CoercionException;
import org.dromedary.objects.coercion.CoercionLedger;
import org.dromedary.objects.rules.Judgement;
import org.dromedary.objects.rules.RuleLedger;
import org.dromedary.objects.rules.RuleResult;
import org.dromedary.objects.rules.RuleUse;
import org.dromedary.objects.rules.RulesInForce;

/**
 * How the objects of a series are changed while they are sent: by the rules that judged them, then as the plan wants;
 * and that their transfer syntax was changed is recorded in them.
 */
@ApplicationScoped
class SeriesChanges {

    /** DT with offset from UTC (PS3.5 §6.2). */
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuuMMddHHmmssxx");

    private final CoercionLedger coercions;
    private final RuleLedger rules;
    private final RulesInForce inForce;
    private final ArchiveSettings.Local ourselves;
    private final ArchiveSettings.Source source;
    private final StoreSettings settings;

    SeriesChanges(CoercionLedger coercions, RuleLedger rules, RulesInForce inForce, ArchiveSettings.Local ourselves,
            ArchiveSettings.Source source, StoreSettings settings) {
        this.coercions = coercions;
        this.rules = rules;
        this.inForce = inForce;
        this.ourselves = ourselves;
        this.source = source;
        this.settings = settings;
    }

    /** For each object its change, empty if it has none. */
    Function<Entry, Optional<HeadChange>> of(long seriesId, Path folder) {
        Optional<Judgement> judgement = rules.of(seriesId).filter(judged -> rules.uses(seriesId).stream()
                .anyMatch(use -> use.outcome().equals(RuleUse.CHANGED)));
        Optional<HeadChange> coercion = coercions.of(seriesId).map(HeadChange::coercing);
        return entry -> {
            List<HeadChange> all = new ArrayList<>();
            judgement.ifPresent(judged -> all.add(cleansing(judged, entry)));
            coercion.ifPresent(all::add);
            if (entry.way().converted() != null && settings.contributingEquipment()) {
                all.add(recording(entry, folder));
            }
            return all.isEmpty() ? Optional.empty() : Optional.of(inTurn(all));
        };
    }

    private static HeadChange inTurn(List<HeadChange> changes) {
        return (head, rest) -> {
            DataSet now = head;
            for (HeadChange change : changes) {
                now = change.of(now, rest).orElse(now);
            }
            return now == head ? Optional.empty() : Optional.of(now);
        };
    }

    private HeadChange cleansing(Judgement judgement, Entry entry) {
        return (head, rest) -> {
            RuleResult result = judgement.rules().apply(head, judgement.context(source.aet().orElse(""),
                    entry.transferSyntaxUid(), ourselves.aet(), inForce.keys()).withRest(rest::hasText));
            if (result.verdict() != RuleResult.Verdict.SEND) {
                throw new CoercionException(result.rule(),
                        "The rule decides otherwise than when the object was judged: "
                        + result.reason(), null);
            }
            if (!entry.sentSopClassUid().equals(result.head().getString(Tag.SOPClassUID, entry.sentSopClassUid()))) {
                throw new CoercionException(CoercionException.CANNOT_READ, "The rules give it another SOP class than"
                        + " when the object was judged", null);
            }
            return result.isChanged() ? Optional.of(result.head()) : Optional.empty();
        };
    }

    /** Pixels are the same, so the object keeps its identity; who wrote them anew is named. */
    private HeadChange recording(Entry entry, Path folder) {
        return (head, rest) -> {
            Content converted = entry.way().converted();
            DataSet changed = new DataSet(head);
            // When it was converted: the same each time it is sent.
            Instant at = Instant.ofEpochMilli(folder.resolve(converted.fileName()).toFile().lastModified());
            new Provenance(new Provenance.Author(MOMENT.format(at.atOffset(ZoneOffset.UTC)), ourselves.aet(), "", ""),
                    changed).contribute("Transfer syntax changed from " + Uid.nameOf(entry.transferSyntaxUid())
                            + " to " + Uid.nameOf(converted.transferSyntaxUid()));
            return Optional.of(changed);
        };
    }
}
