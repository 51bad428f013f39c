package org.dromedary.pipeline.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.dromedary.archives.archive.ArchiveLink;
import org.dromedary.archives.archive.ArchiveLink.Purpose;
import org.dromedary.archives.archive.Archives;
import org.dromedary.archives.archive.Form;
import org.dromedary.archives.archive.Quirk;
import org.dromedary.archives.pace.Operation;
import org.dromedary.archives.pace.Pace;
import org.dromedary.dicom.dimse.StoreListener;
import org.dromedary.dicom.dimse.StoreResult;
import org.dromedary.dicom.dimse.StoreScu;
import org.dromedary.dicom.dimse.StoreSource;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.NoPresentationContextException;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.objects.coercion.CoercionException;

/** Sends the objects of one series over one association that was negotiated for what the series really holds. */
@ApplicationScoped
class SeriesSender {

    /** A response code for "no presentation context was accepted" (PS3.7 §9.3.1: SOP class not supported). */
    static final StoreResult NOT_ACCEPTED =
            new StoreResult(0x0122, "The target accepts no presentation context for this SOP class and syntax");
    private static final int MAX_CONTEXTS = 128;

    private final Archives archives;
    private final StoreSettings settings;
    private final Pace pace;

    SeriesSender(Archives archives, StoreSettings settings, Pace pace) {
        this.archives = archives;
        this.pace = pace;
        this.settings = settings;
    }

    /** The form in which an object is sent. */
    static Form form(Entry entry) {
        return new Form(entry.sentSopClassUid(), entry.sentContent().transferSyntaxUid());
    }

    /**
     * Sends the entries that have no answer yet. Answers are put as they come, so that an interrupted sending goes on
     * where it stopped.
     *
     * @param changes how objects are changed on the way; empty for those that are not
     */
    void send(Path folder, List<Entry> entries, Function<Entry, Optional<HeadChange>> changes, Answers answers)
            throws IOException {
        Function<Entry, SpooledObject> source = entry -> {
            Optional<HeadChange> change = changes.apply(entry);
            return change.isEmpty() ? new SpooledObject(folder, entry) : new CoercedObject(folder, entry, change.get());
        };
        Map<Form, List<Entry>> byForm = new TreeMap<>(
                java.util.Comparator.comparing(Form::sopClassUid).thenComparing(Form::transferSyntaxUid));
        entries.forEach(entry -> byForm.computeIfAbsent(form(entry), form -> new ArrayList<>()).add(entry));
        List<Form> forms = List.copyOf(byForm.keySet());
        int most = archives.targetQuirks().has(Quirk.ONE_CONTEXT) ? 1 : MAX_CONTEXTS;
        for (int begin = 0; begin < forms.size(); begin += most) {
            List<Form> together = forms.subList(begin, Math.min(begin + most, forms.size()));
            List<Entry> part = together.stream().flatMap(form -> byForm.get(form).stream()).toList();
            sendTogether(source, new LinkedHashSet<>(together), part, answers);
        }
    }

    private void sendTogether(Function<Entry, SpooledObject> source, Set<Form> forms, List<Entry> entries,
            Answers answers) throws IOException {
        ArchiveLink target = archives.target();
        AssociationRequest.Builder request = archives.storage(target.archive())
                .asynchronousOperations(settings.operations(), 1);
        forms.forEach(form -> request.context(form.sopClassUid(), form.transferSyntaxUid()));
        target.use(Operation.STORE, Purpose.STORAGE, request.build(),
                association -> forms.stream().allMatch(form -> accepts(association, form)),
                association -> {
                    sendOn(association, source, entries, answers);
                    return null;
                });
    }

    private void sendOn(Association association, Function<Entry, SpooledObject> source, List<Entry> entries,
            Answers answers) throws IOException {
        List<StoreSource> objects = new ArrayList<>();
        for (Entry entry : entries) {
            if (answers.has(entry.sopInstanceUid())) {
                continue;
            }
            if (accepts(association, form(entry))) {
                objects.add(source.apply(entry));
            } else {
                answers.results().put(entry.sopInstanceUid(), NOT_ACCEPTED);
            }
        }
        Results listener = new Results(answers);
        StoreScu.storeAll(association, paced(objects), listener);
        if (listener.unread != null) {
            throw listener.unread;
        }
    }

    /** Each object as soon as the pace allows it. */
    private Iterator<StoreSource> paced(List<StoreSource> objects) {
        Iterator<StoreSource> all = objects.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public StoreSource next() {
                pace.object(Pace.TARGET, Operation.STORE);
                return all.next();
            }
        };
    }

    /** Collects the answers; an object whose file can't be read is an error of the whole sending. */
    private static final class Results implements StoreListener {
        private final Answers answers;
        private IOException unread;

        Results(Answers answers) {
            this.answers = answers;
        }

        @Override
        public void stored(StoreSource object, StoreResult result) {
            String sent = object instanceof CoercedObject coerced ? coerced.sentSha256() : null;
            if (sent != null) {
                answers.sent().put(object.sopInstanceUid(), sent);
            }
            answers.results().put(object.sopInstanceUid(), result);
        }

        @Override
        public void notSent(StoreSource object, IOException reason) {
            if (reason instanceof NoPresentationContextException) {
                answers.results().put(object.sopInstanceUid(), NOT_ACCEPTED);
            } else if (reason instanceof CoercionException unsafe) {
                answers.unsafe().put(object.sopInstanceUid(), unsafe);
            } else {
                unread = reason;
            }
        }
    }

    private static boolean accepts(Association association, Form form) {
        return association.accepts(form.sopClassUid(), form.transferSyntaxUid());
    }
}
