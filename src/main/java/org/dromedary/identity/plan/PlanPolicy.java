package org.dromedary.identity.plan;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Decides on every series, by what the plan says of its study, whether it may go on, and how. */
public final class PlanPolicy {

    /** Reason of a series whose study waits for a person's review. */
    public static final String REVIEW = "PLAN_REVIEW";
    /** Reason of a series whose study was found after the plan was frozen. */
    public static final String UNPLANNED = "PLAN_LACKS_STUDY";
    /** Reason of a series whose study the RIS does not know. */
    public static final String NONE = "PLAN_NONE";
    /** Reason of a series whose study a person wants to wait. */
    public static final String HOLD = "PLAN_HOLD";

    /** Reason of a series for which the plan has a value that no object can hold. */
    public static final String INVALID = "PLAN_CANNOT_ENCODE";

    /** The reasons above: what a later version of the plan may change. */
    public static final List<String> REASONS = List.of(REVIEW, UNPLANNED, NONE, HOLD, INVALID);

    private final PolicySettings settings;

    public PlanPolicy(PolicySettings settings) {
        this.settings = settings;
    }

    /** What a setting can say. */
    public enum Action {
        /** The series goes on as it came. */
        PASS,
        /** It waits for a later version of the plan. */
        HOLD,
        /** It counts as unsafe to send, until a later version of the plan lets it go on. */
        QUARANTINE
    }

    /** What is to be done with a series. */
    public enum Course {
        /** The plan's values are applied. */
        APPLY,
        PASS, HOLD, QUARANTINE
    }

    /**
     * @param reason one of {@link #REASONS}, empty for {@link Course#APPLY}
     * @param detail in words; no patient data
     */
    public record Verdict(Course course, String reason, String detail) {
    }

    /**
     * What the selections of the settings look at.
     *
     * @param studyDate null if the source has none: no selection by date applies
     */
    public record Subject(LocalDate studyDate, String modality, String station) {
    }

    /**
     * The verdict on one series, where there is a frozen plan at all; without one every series passes.
     *
     * @param planned what the plan in force says of its study; empty if it says nothing
     */
    public Verdict of(Subject series, Optional<PlannedStudy> planned) {
        if (planned.isEmpty()) {
            return verdict(action(series, false), UNPLANNED,
                    "the study was found after the plan was frozen: match, review and freeze again");
        }
        String version = "version " + planned.get().version() + " of the plan";
        return switch (planned.get().decision()) {
            case MATCH -> new Verdict(Course.APPLY, "", "");
            case REVIEW -> verdict(action(series, false), REVIEW, version + " leaves the study to a review");
            case NONE -> verdict(action(series, true), NONE, version + " knows no exam for the study");
            case HOLD -> new Verdict(Course.HOLD, HOLD, version + " has the study wait");
        };
    }

    private Action action(Subject series, boolean none) {
        for (Map.Entry<String, PolicySettings.Selection> named : new TreeMap<>(settings.policy()).entrySet()) {
            PolicySettings.Selection selection = named.getValue();
            Optional<Action> action = none ? selection.onNone() : selection.onReview();
            if (action.isPresent() && applies(selection, series)) {
                return action.get();
            }
        }
        return none ? settings.onNone() : settings.onReview();
    }

    private static boolean applies(PolicySettings.Selection selection, Subject series) {
        return selection.modality().map(all -> all.contains(series.modality())).orElse(true)
                && selection.station().map(all -> all.contains(series.station())).orElse(true)
                && selection.from().map(day -> series.studyDate() != null && !series.studyDate().isBefore(day))
                        .orElse(true)
                && selection.to().map(day -> series.studyDate() != null && !series.studyDate().isAfter(day))
                        .orElse(true);
    }

    private static Verdict verdict(Action action, String reason, String detail) {
        return new Verdict(Course.valueOf(action.name()), reason, detail);
    }
}
