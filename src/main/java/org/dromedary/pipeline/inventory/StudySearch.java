package org.dromedary.pipeline.inventory;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.dromedary.archives.archive.AnswerCheck;
import org.dromedary.archives.archive.ArchiveQuery.Answers;
import org.dromedary.archives.archive.Quirk;
import org.dromedary.archives.archive.Quirks;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.dimse.DimseStatusException;

/**
 * Asks for the studies of one window. An answer that may be cut is not taken: the window is split in halves or, where
 * it is of one day or of all studies, narrowed by other keys ({@link KeySplit}).
 */
final class StudySearch {

    /** Asks the source for studies, about {@code limit} of them at most. */
    @FunctionalInterface
    interface Source {
        Answers ask(Question question, int limit) throws IOException;
    }

    /** Tells whether studies are missing from an answer that should have all: ones that are known and still there. */
    @FunctionalInterface
    interface Missing {
        boolean from(Answers all) throws IOException;
    }

    /**
     * What came of it.
     *
     * @param halves windows that are to be asked instead; then nothing was taken
     * @param doubt why something may be missing, or null
     * @param everything dates are not matched on: the window of all studies is to be asked
     */
    record Result(int answers, List<Window> halves, String doubt, boolean everything) {
    }

    private static final Window NO_DATE = Window.days(LocalDate.of(1000, 1, 1), LocalDate.of(1000, 1, 1));

    private final Source source;
    private final Missing missing;
    private final Quirks quirks;
    private final int limit;
    private final int largestLimit;

    /**
     * @param limit answers after which a window of several days is split
     * @param largestLimit most answers taken to one question
     */
    StudySearch(Source source, Missing missing, Quirks quirks, int limit, int largestLimit) {
        this.source = source;
        this.missing = missing;
        this.quirks = quirks;
        this.limit = limit;
        this.largestLimit = Math.max(limit, largestLimit);
    }

    /** @throws DimseStatusException if the source does not answer */
    Result run(Window window, KeySplit.Found found) throws IOException {
        boolean dated = !window.isUndated();
        if (dated && ignoresDates()) {
            return new Result(0, List.of(), null, true);
        }
        Answers answers = ask(window, limit);
        if (dated && answers.size() > 0 && answers.matches().stream().allMatch(StudySearch::hasNoDate)) {
            askForNoDate();
        }
        if (dated && ignoresDates()) {
            takeAll(answers, found);
            return new Result(answers.size(), List.of(), null, true);
        }
        Truncation truncation = truncation(window, answers);
        boolean mayBeCut = truncation == Truncation.CUT || truncation == Truncation.DOUBTFUL;
        if (mayBeCut && !window.halves().isEmpty()) {
            return new Result(answers.size(), window.halves(), null, false);
        }
        if (answers.limited()) {
            // Nothing is as sure to be complete as the answer to the whole question.
            answers = ask(window, largestLimit);
            truncation = truncation(window, answers);
        }
        return new Result(answers.size(), List.of(), take(window, answers, truncation, found), false);
    }

    private static boolean hasNoDate(DataSet study) {
        return AnswerCheck.date(study.getString(Tag.StudyDate)) == null;
    }

    /** One answer of another date may be a study with two dates; answers to a date that no study has are not. */
    private void askForNoDate() throws IOException {
        if (!ignoresDates() && source.ask(Question.of(NO_DATE), limit).size() > 0) {
            quirks.learn(Quirk.KEY_IGNORED, String.format("%08X", Tag.StudyDate),
                    "a query for a date that no study can have was answered with studies");
        }
    }

    private String take(Window window, Answers answers, Truncation truncation, KeySplit.Found found)
            throws IOException {
        switch (truncation) {
            case CUT, DOUBTFUL -> {
                KeySplit split = new KeySplit(question -> source.ask(question, largestLimit), quirks, found);
                String doubt = split.run(Question.of(window), answers, truncation == Truncation.CUT);
                return doubt == null || !window.isUndated() || ignoresDates() ? doubt
                        : doubt + "; studies without Study Date may be missing";
            }
            case UNSTATED -> {
                takeAll(answers, found);
                return "the source ended its answer without Status (0000,0900): whether this is all is not said";
            }
            default -> {
                takeAll(answers, found);
                return null;
            }
        }
    }

    private Answers ask(Window window, int most) throws IOException {
        Answers answers = source.ask(Question.of(window), most);
        if (answers.failed()) {
            throw new DimseStatusException("C-FIND", answers.status(), answers.comment());
        }
        return answers;
    }

    private Truncation truncation(Window window, Answers answers) throws IOException {
        Truncation truncation = Truncation.of(answers, quirks.number(Quirk.ANSWER_LIMIT));
        boolean whole = truncation == Truncation.NONE || truncation == Truncation.DOUBTFUL;
        if (!window.isUndated() || !whole || !missing.from(answers)) {
            return truncation;
        }
        if (answers.size() > 0) {
            quirks.learn(Quirk.ANSWER_LIMIT, Integer.toString(answers.size()),
                    "a query for all studies brought fewer than there are, with success");
        }
        return Truncation.CUT;
    }

    private boolean ignoresDates() {
        return quirks.has(Quirk.KEY_IGNORED, String.format("%08X", Tag.StudyDate));
    }

    private static void takeAll(Answers answers, KeySplit.Found found) throws IOException {
        List<DataSet> all = new ArrayList<>(answers.matches());
        all.addAll(answers.strays());
        for (DataSet study : Answer.folded(all)) {
            found.take(study);
        }
    }
}
