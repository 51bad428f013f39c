package org.dromedary.coordination.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Looks whether a record of the trail was changed, removed, put in between or cut off. */
public final class AuditCheck {

    private static final int MAX_FINDINGS = 100;

    private final AuditTrail trail;
    private final List<String> findings = new ArrayList<>();
    private long first;
    private long number;
    private String hash;
    private AuditHead head;
    private final Map<Long, String> anchors;
    private boolean headSeen;

    private AuditCheck(AuditTrail trail, Map<Long, String> anchors) {
        this.trail = trail;
        this.anchors = new TreeMap<>(anchors);
    }

    /**
     * What was found.
     *
     * @param first number of the first record that is there; those before were taken away with their files
     * @param last number of the last
     * @param findings a line each; none if all is as it was written
     */
    public record Result(long first, long last, List<String> findings) {
    }

    /**
     * Reads the whole trail.
     *
     * @param since number of the first record that must be there: those before are kept elsewhere
     * @param anchors hashes of records by their numbers, as they are known from elsewhere
     */
    public static Result of(Path dataDir, long since, Map<Long, String> anchors) throws IOException {
        AuditTrail trail = new AuditTrail(dataDir, Long.MAX_VALUE, Clock.systemUTC());
        if (!Files.isDirectory(trail.file("."))) {
            return new Result(0, 0, trail.head().isPresent() || !anchors.isEmpty()
                    ? List.of("the whole trail is gone: there is no folder of it") : List.of());
        }
        return trail.alone(() -> new AuditCheck(trail, anchors).run(since));
    }

    private Result run(long since) throws IOException {
        Optional<AuditHead> known = trail.head();
        head = known.orElse(AuditHead.NONE);
        List<String> files = trail.files();
        if (known.isEmpty() && !files.isEmpty()) {
            found("audit-head is gone or can't be read: whether records were cut off at the end is not known");
        }
        for (String file : files) {
            read(file);
        }
        if (first > since) {
            found("records " + since + " to " + (first - 1) + " are gone, with their files");
        }
        if (number < head.number()) {
            found("records " + (number + 1) + " to " + head.number() + " were cut off at the end");
        } else if (head.number() > 0 && !headSeen && head.number() >= first) {
            found("the trail does not agree with audit-head at record " + head.number());
        }
        anchors.keySet().stream().filter(anchor -> anchor > number && anchor > head.number()).findFirst()
                .ifPresent(gone -> found("record " + gone + ", of which the ledger knows, is not there"));
        return new Result(first, number, List.copyOf(findings));
    }

    private void read(String file) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(Files.newInputStream(trail.file(file)),
                StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)))) {
            int at = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                at++;
                Optional<AuditRecord> record = AuditRecord.of(line);
                if (record.isEmpty()) {
                    found(file + " line " + at + " is no record: it was changed or put in");
                } else {
                    take(record.get(), file + " line " + at);
                }
            }
        }
    }

    private void take(AuditRecord record, String where) {
        if (first == 0) {
            first = record.number();
            number = record.number() - 1;
            hash = record.number() == 1 ? ChainHash.NONE : record.previous();
        }
        if (record.number() > number + 1) {
            found("records " + (number + 1) + " to " + (record.number() - 1) + " are gone, before " + where);
        } else if (record.number() <= number) {
            found(where + " has the number " + record.number() + " once more: it was put in");
            return;
        } else if (!record.previous().equals(hash)) {
            found("record " + record.number() + " does not follow on the one before: " + where);
        }
        if (!record.isWhole()) {
            found("record " + record.number() + " was changed: " + where);
        }
        if (anchors.containsKey(record.number()) && !anchors.get(record.number()).equals(record.hash())) {
            found("record " + record.number() + " is not the one that the ledger knows: " + where);
        }
        number = record.number();
        hash = record.hash();
        headSeen |= number == head.number() && hash.equals(head.hash());
    }

    private void found(String what) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(what);
        }
    }
}
