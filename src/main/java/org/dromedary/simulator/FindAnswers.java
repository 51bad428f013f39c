package org.dromedary.simulator;

import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.net.Association;

/** The answers of one C-FIND, made one by one, with the faults that show while answers go out. */
final class FindAnswers implements Iterator<DataSet> {

    private static final int CANCEL = 0xFE00;

    private final Association association;
    private final ArchiveQuery query;
    private final List<List<ArchivedObject>> matches;
    private final Pause pause;
    private final Optional<QueryFault.CapSilently> silentCap;
    private final Optional<QueryFault.CapWithCancel> cancelCap;
    private final Optional<QueryFault.AbortAfter> abort;
    private final Optional<QueryFault.DelayPerAnswer> delay;
    private final boolean withCounts;
    private final int countError;
    private int next;

    FindAnswers(Association association, ArchiveQuery query, List<List<ArchivedObject>> matches, Faults faults,
            Pause pause) {
        this.association = association;
        this.query = query;
        this.matches = faults.take(QueryFault.AnswerTwice.class).isEmpty() ? matches
                : matches.stream().flatMap(match -> Stream.of(match, match)).toList();
        this.pause = pause;
        this.silentCap = faults.take(QueryFault.CapSilently.class);
        this.cancelCap = faults.take(QueryFault.CapWithCancel.class);
        this.abort = faults.take(QueryFault.AbortAfter.class);
        this.delay = faults.take(QueryFault.DelayPerAnswer.class);
        this.withCounts = faults.take(QueryFault.NoCounts.class).isEmpty();
        this.countError = faults.take(QueryFault.WrongCounts.class).map(QueryFault.WrongCounts::error).orElse(0);
    }

    @Override
    public boolean hasNext() {
        if (abort.isPresent() && next >= abort.get().answers()) {
            association.abort();
            throw new UncheckedIOException(FindService.failed(CANCEL, null));
        }
        if (next >= matches.size() || silentCap.isPresent() && next >= silentCap.get().answers()) {
            return false;
        }
        if (cancelCap.isPresent() && next >= cancelCap.get().answers()) {
            throw new UncheckedIOException(FindService.failed(CANCEL, null));
        }
        return true;
    }

    @Override
    public DataSet next() {
        if (next >= matches.size()) {
            throw new NoSuchElementException();
        }
        delay.ifPresent(fault -> pause.sleep(fault.delay()));
        return query.answer(matches.get(next++), withCounts, countError);
    }
}
