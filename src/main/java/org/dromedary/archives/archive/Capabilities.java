package org.dromedary.archives.archive;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.dromedary.archives.archive.ArchiveLink.Purpose;
import org.dromedary.archives.archive.CapabilityLedger.Answer;
import org.dromedary.archives.pace.Operation;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.ledger.Sql;

/**
 * Which objects the target takes in which transfer syntax, learnt by negotiation (PS3.8 §7.1.1): one presentation
 * context for each form. Answers are kept in the ledger, for all workers and the next start. Thread-safe.
 */
@ApplicationScoped
public class Capabilities {

    private static final int MAX_CONTEXTS = 128;
    /** What other workers, or the command {@code check}, have learnt is seen after so long. */
    private static final long LOOK_NANOS = Duration.ofSeconds(30).toNanos();

    private final Archives archives;
    private final DataSource dataSource;
    private Map<Form, Answer> known = Map.of();
    private long lookedAt = System.nanoTime() - LOOK_NANOS;

    Capabilities(Archives archives, DataSource dataSource) {
        this.archives = archives;
        this.dataSource = dataSource;
    }

    /**
     * The forms that the target takes, of those asked about. It is asked only for forms whose last answer is older than
     * {@code age}, and then an outage waits as it does for all work with it.
     */
    public Set<Form> accepted(Collection<Form> forms, Duration age) throws IOException {
        Map<Form, Answer> answers = known(false);
        long oldest = System.currentTimeMillis() - age.toMillis();
        Set<Form> open = new LinkedHashSet<>(forms);
        open.removeIf(form -> answers.containsKey(form) && answers.get(form).at() >= oldest);
        if (!open.isEmpty()) {
            ask(List.copyOf(open));
        }
        Map<Form, Answer> now = known(false);
        Set<Form> accepted = new HashSet<>(forms);
        accepted.removeIf(form -> !now.containsKey(form) || !now.get(form).accepted());
        return accepted;
    }

    /** The target has answered otherwise: it is asked again before the next decision. */
    public void forget(Collection<Form> forms) {
        ledger().forget(forms);
        known(true);
    }

    private void ask(List<Form> forms) throws IOException {
        int together = archives.targetQuirks().has(Quirk.ONE_CONTEXT) ? 1 : MAX_CONTEXTS;
        for (int from = 0; from < forms.size(); from += together) {
            List<Form> part = forms.subList(from, Math.min(forms.size(), from + together));
            Map<Form, Boolean> answers = new HashMap<>(negotiate(part));
            boolean firstOnly = part.size() > 1 && answers.get(part.get(0))
                    && answers.values().stream().filter(accepted -> accepted).count() == 1;
            if (firstOnly) {
                askAlone(part.subList(1, part.size()), answers);
            }
            ledger().put(answers);
        }
        known(true);
    }

    /** A target that takes the first form only may take just one presentation context on each association. */
    private void askAlone(List<Form> forms, Map<Form, Boolean> answers) throws IOException {
        for (Form form : forms) {
            if (negotiate(List.of(form)).get(form)) {
                answers.put(form, true);
                archives.targetQuirks().learn(Quirk.ONE_CONTEXT,
                        "accepts a storage context alone that it did not accept beside others");
            }
        }
    }

    private Map<Form, Boolean> negotiate(List<Form> forms) throws IOException {
        ArchiveLink target = archives.target();
        AssociationRequest.Builder request = archives.storage(target.archive());
        forms.forEach(form -> request.context(form.sopClassUid(), form.transferSyntaxUid()));
        return target.use(Operation.QUERY, Purpose.STORAGE, request.build(), kept -> false, association -> {
            Map<Form, Boolean> answers = new HashMap<>();
            forms.forEach(form -> answers.put(form,
                    association.accepts(form.sopClassUid(), form.transferSyntaxUid())));
            // Not kept: it was negotiated for questions, not for sending.
            association.release();
            return answers;
        });
    }

    private synchronized Map<Form, Answer> known(boolean anew) {
        if (anew || System.nanoTime() - lookedAt >= LOOK_NANOS) {
            known = ledger().read();
            lookedAt = System.nanoTime();
        }
        return known;
    }

    private CapabilityLedger ledger() {
        return new CapabilityLedger(Sql.over(dataSource), archives.target().archive());
    }
}
