package org.dromedary.objects.screening;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.LimitExceededException;
import org.dromedary.dicom.data.Tag;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.SeriesManifest.Outcome;
import org.dromedary.ledger.SeriesManifest.Way;
import org.dromedary.ledger.spool.SpoolDamagedException;
import org.dromedary.objects.rules.Judgement;
import org.dromedary.objects.rules.RuleContext;
import org.dromedary.objects.rules.RuleResult;
import org.dromedary.objects.rules.RuleUse;
import org.dromedary.objects.validation.Examination;
import org.dromedary.objects.validation.Expected;
import org.dromedary.objects.validation.Finding;
import org.dromedary.objects.validation.FindingCode;
import org.dromedary.objects.validation.ObjectValidator;
import org.dromedary.objects.validation.SeriesFindings;

/** Examines the objects of one series and applies the rules to them, for what becomes of them; for one thread. */
public final class SeriesScreening {

    private final Series series;
    private final String studyInstanceUid;
    private final Path folder;
    private final ObjectValidator validator;
    private final Predicate<Entry> cameBefore;
    private final Judgement judgement;
    private final Function<String, RuleContext> contexts;
    private final SeriesFindings findings = new SeriesFindings();
    private final RuleUse.Counter uses = new RuleUse.Counter();
    /** What keeps the whole study out; null: nothing. */
    private RuleResult skip;

    /**
     * @param validator null: objects are not examined
     * @param cameBefore whether an object has come in an earlier fetch with the same bytes
     * @param contexts  by the transfer syntax of an object
     */
    SeriesScreening(Series series, String studyInstanceUid, Path folder, ObjectValidator validator,
            Predicate<Entry> cameBefore, Judgement judgement, Function<String, RuleContext> contexts) {
        this.series = series;
        this.studyInstanceUid = studyInstanceUid;
        this.folder = folder;
        this.validator = validator;
        this.cameBefore = cameBefore;
        this.judgement = judgement;
        this.contexts = contexts;
    }

    Judgement judgement() {
        return judgement;
    }

    List<RuleUse> uses() {
        return uses.uses();
    }

    SeriesFindings findings() {
        return findings;
    }

    /** What is decided of each object by that; those that the target has stay as they are. */
    public List<ScreenedObject> screen(List<Entry> entries) throws IOException {
        List<ScreenedObject> judged = new ArrayList<>();
        for (Entry entry : entries) {
            judged.add(entry.isAtTarget() ? ScreenedObject.goesOn(entry) : judge(entry.going(Way.AS_RECEIVED)));
            if (skip != null) {
                return entries.stream().map(each -> each.isAtTarget() ? ScreenedObject.goesOn(each)
                        : ScreenedObject.out(each, Outcome.SKIPPED, skip.rule(), skip.reason())).toList();
            }
        }
        return judged;
    }

    private ScreenedObject judge(Entry entry) throws IOException {
        SpooledFile file = new SpooledFile(folder, entry);
        if (validator == null) {
            return judge(entry, file, null);
        }
        Examination found = examine(file, entry);
        boolean toBeConfirmed = found.findings().stream().anyMatch(each -> each.grade() == Finding.Grade.CONFIRM);
        boolean sameBytes = toBeConfirmed && cameBefore.test(entry);
        if (sameBytes) {
            file.check();
        }
        Examination examination = found.confirmed(sameBytes);
        findings.add(entry.sopInstanceUid(), examination);
        if (examination.grade() == Finding.Grade.QUARANTINE) {
            return quarantined(entry, examination, found.isDamaged());
        }
        ScreenedObject judged = judge(entry, file, examination);
        return sameBytes ? judged.asAtSource() : judged;
    }

    private ScreenedObject judge(Entry entry, SpooledFile file, Examination examination) throws IOException {
        if (judgement.rules().isEmpty()) {
            return examination == null ? ScreenedObject.goesOn(entry)
                    : repaired(ScreenedObject.goesOn(entry), examination, List.of());
        }
        try {
            DataSet head = file.head();
            RuleResult result = judgement.rules().apply(head, contexts.apply(entry.transferSyntaxUid())
                    .withRest(file.rest()::hasText));
            uses.add(result);
            ScreenedObject judged = ruled(entry, head, result);
            return examination == null ? judged : repaired(judged, examination, result.applied());
        } catch (LimitExceededException e) {
            return ScreenedObject.out(entry, Outcome.QUARANTINED, FindingCode.LIMIT_EXCEEDED.name(), e.getMessage());
        } catch (DicomFormatException e) {
            return ScreenedObject.damaged(entry, FindingCode.DATA_SET_UNREADABLE.name(), e.getMessage());
        }
    }

    private Examination examine(SpooledFile file, Entry entry) throws IOException {
        try {
            return validator.examine(file.path(), new Expected(studyInstanceUid, series.seriesInstanceUid,
                    entry.sopInstanceUid(), entry.sopClassUid(), entry.transferSyntaxUid(), entry.size()));
        } catch (IOException e) {
            throw new SpoolDamagedException(file.path(), "can't be read: " + e.getClass().getSimpleName(), e);
        }
    }

    private static ScreenedObject quarantined(Entry entry, Examination examination, boolean damaged) {
        Finding first = examination.findings().get(0);
        String detail = FindingCode.valueOf(first.code()).meaning() + ": " + first.detail();
        return damaged ? ScreenedObject.damaged(entry, first.code(), detail)
                : ScreenedObject.out(entry, Outcome.QUARANTINED, first.code(), detail);
    }

    private ScreenedObject ruled(Entry entry, DataSet head, RuleResult result) {
        return switch (result.verdict()) {
            case SEND -> ScreenedObject.goesOn(entry.going(new Way(null, upgraded(head, result.head()), null)));
            case DROP_OBJECT -> ScreenedObject.out(entry, Outcome.SKIPPED, result.rule(), result.reason());
            case QUARANTINE -> ScreenedObject.out(entry, Outcome.QUARANTINED, result.rule(), result.reason());
            case SKIP_STUDY -> {
                skip = result;
                yield ScreenedObject.out(entry, Outcome.SKIPPED, result.rule(), result.reason());
            }
        };
    }

    private static String upgraded(DataSet before, DataSet after) {
        String now = after.getString(Tag.SOPClassUID);
        return now == null || now.equals(before.getString(Tag.SOPClassUID)) ? null : now;
    }

    /** What a rule was to mend, and it did not, stays out. */
    private static ScreenedObject repaired(ScreenedObject judged, Examination examination,
            List<RuleResult.Applied> applied) {
        if (judged.entry().way().outcome() != null) {
            return judged;
        }
        return examination.findings().stream().filter(finding -> finding.grade() == Finding.Grade.REPAIR)
                .filter(finding -> applied.stream().noneMatch(rule -> rule.rule().equals(finding.repair())))
                .findFirst().map(finding -> ScreenedObject.out(judged.entry(), Outcome.QUARANTINED, finding.code(),
                        "the rule '" + finding.repair() + "', which is to mend it, changed nothing: "
                        + finding.detail()))
                .orElse(judged);
    }
}
