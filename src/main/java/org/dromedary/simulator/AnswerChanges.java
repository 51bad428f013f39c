package org.dromedary.simulator;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dromedary.dicom.data.DataSet;

/** The faults of {@link QueryFault} that change what the answers of one C-FIND say. */
final class AnswerChanges {

    private final QueryLevel level;
    private final boolean noCounts;
    private final int countError;
    private final List<QueryFault.CountsAt> counts;
    private final Optional<QueryFault.OmitUid> omitUid;
    private final Optional<QueryFault.EmptyUid> emptyUid;
    private final Set<Integer> omitted;

    AnswerChanges(QueryLevel level, Faults faults) {
        this.level = level;
        this.noCounts = faults.take(QueryFault.NoCounts.class).isPresent();
        this.countError = faults.take(QueryFault.WrongCounts.class).map(QueryFault.WrongCounts::error).orElse(0);
        this.counts = faults.takeAll(QueryFault.CountsAt.class, fault -> fault.level() == level);
        this.omitUid = faults.take(QueryFault.OmitUid.class, fault -> fault.level() == level);
        this.emptyUid = faults.take(QueryFault.EmptyUid.class, fault -> fault.level() == level);
        this.omitted = faults.take(QueryFault.OmitKeysAt.class, fault -> fault.level() == level)
                .map(QueryFault.OmitKeysAt::tags).orElse(Set.of());
    }

    /** What the answer says for a count; nothing if it says nothing. */
    Optional<String> count(int tag, int truth) {
        for (QueryFault.CountsAt fault : counts) {
            if (fault.tags().isEmpty() || fault.tags().contains(tag)) {
                return Optional.ofNullable(fault.value());
            }
        }
        return noCounts ? Optional.empty() : Optional.of(Integer.toString(truth + countError));
    }

    void apply(DataSet answer, String uid) {
        omitted.forEach(answer::remove);
        if (omitUid.isPresent() && appliesTo(omitUid.get().uids(), uid)) {
            answer.remove(level.uniqueKey());
        }
        if (emptyUid.isPresent() && appliesTo(emptyUid.get().uids(), uid)) {
            answer.set(level.uniqueKey());
        }
    }

    private static boolean appliesTo(Set<String> uids, String uid) {
        return uids.isEmpty() || uids.contains(uid);
    }
}
