package org.dromedary.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.dimse.CancelListener;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.Status;

/** The answers of one C-FIND, made one by one, with the faults that show while answers go out. */
final class FindAnswers implements Iterator<DataSet>, CancelListener {

    private static final Duration CANCELLABLE = Duration.ofMillis(5);

    private final Association association;
    private final ArchiveQuery query;
    private final List<List<ArchivedObject>> matches;
    private final Pause pause;
    private final AnswerChanges changes;
    private final Optional<QueryFault.CapSilently> silentCap;
    private final Optional<QueryFault.CapWithCancel> cancelCap;
    private final Optional<QueryFault.AbortAfter> abort;
    private final Optional<QueryFault.SilentAfter> silence;
    private final boolean abortAtCancel;
    private final boolean silentAtCancel;
    private final Optional<QueryFault.EndWith> end;
    private final Duration delay;
    private int next;

    FindAnswers(Association association, ArchiveQuery query, List<List<ArchivedObject>> matches, Faults faults,
            Pause pause) {
        this.association = association;
        this.query = query;
        this.matches = faults.take(QueryFault.AnswerTwice.class).isEmpty() ? matches
                : matches.stream().flatMap(match -> Stream.of(match, match)).toList();
        this.pause = pause;
        this.changes = new AnswerChanges(query.level(), faults);
        this.silentCap = faults.take(QueryFault.CapSilently.class);
        this.cancelCap = faults.take(QueryFault.CapWithCancel.class);
        this.abort = faults.take(QueryFault.AbortAfter.class);
        this.silence = faults.take(QueryFault.SilentAfter.class);
        this.abortAtCancel = faults.take(QueryFault.AbortAtCancel.class).isPresent();
        this.silentAtCancel = faults.take(QueryFault.SilentAtCancel.class).isPresent();
        this.end = faults.take(QueryFault.NoFinalStatus.class).isPresent()
                ? Optional.of(new QueryFault.EndWith(Status.MISSING, null)) : faults.take(QueryFault.EndWith.class);
        this.delay = faults.take(QueryFault.DelayPerAnswer.class).map(QueryFault.DelayPerAnswer::delay)
                .orElse(abortAtCancel || silentAtCancel ? CANCELLABLE : Duration.ZERO);
    }

    @Override
    public boolean hasNext() {
        if (abort.isPresent() && next >= abort.get().answers()) {
            association.abort();
            throw new UncheckedIOException(FindRefusals.failed(Status.CANCEL, null));
        }
        if (silence.isPresent() && next >= silence.get().answers()) {
            throw new UncheckedIOException(silent());
        }
        if (next >= matches.size() || silentCap.isPresent() && next >= silentCap.get().answers()) {
            if (end.isPresent()) {
                throw new UncheckedIOException(FindRefusals.failed(end.get().status(), end.get().comment()));
            }
            return false;
        }
        if (cancelCap.isPresent() && next >= cancelCap.get().answers()) {
            throw new UncheckedIOException(FindRefusals.failed(Status.CANCEL, null));
        }
        return true;
    }

    @Override
    public DataSet next() {
        if (next >= matches.size()) {
            throw new NoSuchElementException();
        }
        pause.sleep(delay);
        return query.answer(matches.get(next++), changes);
    }

    @Override
    public void cancelled() throws IOException {
        if (abortAtCancel) {
            association.abort();
            throw new IOException("aborted at C-CANCEL by a fault");
        }
        if (silentAtCancel) {
            throw silent();
        }
    }

    private IOException silent() {
        try {
            pause.untilClosed(association);
            return new IOException("silent by a fault");
        } catch (IOException e) {
            return e;
        }
    }
}
