package org.dromedary.archives.archive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.dromedary.archives.archive.ArchiveQuery.Answers;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.dimse.FindResult;

/** The answers to one query while they come; begun again if the association was stale. */
final class Reception {

    private final DataSet identifier;
    private final AnswerCheck check;
    private final int limit;
    private final int silentAt;
    private final List<DataSet> matches = new ArrayList<>();
    private final List<DataSet> strays = new ArrayList<>();
    private final Map<Integer, Integer> contradictions = new HashMap<>();
    private boolean cancelled;
    private int status;
    private String comment = "";
    private String broken;
    private boolean mayBeLimit;
    private boolean unstated;

    /**
     * @param limit answers after which the rest is not wanted
     * @param silentAt answers after which the archive may say nothing more
     */
    Reception(DataSet identifier, int limit, int silentAt) {
        this.identifier = identifier;
        this.check = new AnswerCheck(identifier);
        this.limit = limit;
        this.silentAt = silentAt;
    }

    void begin() {
        matches.clear();
        strays.clear();
        contradictions.clear();
        cancelled = false;
    }

    void add(DataSet answer) {
        OptionalInt tag = check.contradicted(answer);
        if (tag.isPresent()) {
            strays.add(answer);
            contradictions.merge(tag.getAsInt(), 1, Integer::sum);
        } else {
            matches.add(answer);
        }
    }

    int size() {
        return matches.size() + strays.size();
    }

    boolean isEmpty() {
        return size() == 0;
    }

    boolean wantsNoMore() {
        cancelled |= size() > limit;
        return cancelled;
    }

    boolean wasCancelled() {
        return cancelled;
    }

    boolean mayFallSilent() {
        return size() >= silentAt;
    }

    void end(FindResult result) {
        end(result.status(), result.comment(), result.isBroken());
    }

    /** @param withoutStatus all came, and then a final response without Status */
    void end(int finalStatus, String finalComment, boolean withoutStatus) {
        status = finalStatus;
        comment = finalComment;
        unstated = withoutStatus;
    }

    /** @param byPeer the archive ended it, rather than that an answer could not be read */
    void breakOff(String how, boolean byPeer) {
        broken = how;
        mayBeLimit = byPeer && !cancelled;
    }

    boolean mayBeLimit() {
        return mayBeLimit;
    }

    Answers answers() {
        return new Answers(matches, strays, cancelled, status, comment, broken, unstated);
    }

    /**
     * Keys that the archive does not match on, with the evidence. A UID can't be matched loosely; of other keys several
     * and the most must be wrong: an archive may match on another value of a study than it answers.
     */
    Map<Integer, String> ignoredKeys() {
        Map<Integer, String> ignored = new HashMap<>();
        contradictions.forEach((tag, count) -> {
            if (AnswerCheck.isUid(tag) || count > 1 && count * 2 > size()) {
                ignored.put(tag, count + " of " + size() + " answers to a query at "
                        + identifier.getString(Tag.QueryRetrieveLevel)
                        + " level had other values than the one asked for");
            }
        });
        return ignored;
    }
}
