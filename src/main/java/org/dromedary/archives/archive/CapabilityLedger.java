package org.dromedary.archives.archive;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dromedary.ledger.Sql;

/** What an archive accepts, as the ledger keeps it: of each form the last answer. */
public final class CapabilityLedger {

    private static final int ROWS_PER_STATEMENT = 200;
    private static final String OF_ARCHIVE = "aet = ? and host = ? and port = ?";

    private final Sql sql;
    private final Archive archive;

    public CapabilityLedger(Sql sql, Archive archive) {
        this.sql = sql;
        this.archive = archive;
    }

    /** An answer of the archive; the time in milliseconds since the epoch. */
    record Answer(boolean accepted, long at) {
    }

    Map<Form, Answer> read() {
        Map<Form, Answer> answers = new HashMap<>();
        sql.forEach("select sop_class_uid, transfer_syntax_uid, accepted, at from target_capability where "
                + OF_ARCHIVE, row -> answers.put(new Form(row.getString(1), row.getString(2)),
                new Answer(row.getBoolean(3), row.getObject(4, LocalDateTime.class).toInstant(ZoneOffset.UTC)
                        .toEpochMilli())), archive.aet(), archive.host(), archive.port());
        return answers;
    }

    /** Writes answers given now. */
    public void put(Map<Form, Boolean> answers) {
        List<Map.Entry<Form, Boolean>> all = List.copyOf(answers.entrySet());
        for (int from = 0; from < all.size(); from += ROWS_PER_STATEMENT) {
            write(all.subList(from, Math.min(all.size(), from + ROWS_PER_STATEMENT)));
        }
    }

    private void write(List<Map.Entry<Form, Boolean>> answers) {
        List<Object> parameters = new ArrayList<>();
        for (Map.Entry<Form, Boolean> answer : answers) {
            parameters.addAll(Arrays.asList(archive.aet(), archive.host(), archive.port(),
                    answer.getKey().sopClassUid(), answer.getKey().transferSyntaxUid(), answer.getValue()));
        }
        sql.update("insert into target_capability (aet, host, port, sop_class_uid, transfer_syntax_uid, accepted, at)"
                + " values " + String.join(", ", Collections.nCopies(answers.size(), "(?, ?, ?, ?, ?, ?,"
                + " utc_timestamp(3))"))
                + " on duplicate key update accepted = values(accepted), at = values(at)", parameters.toArray());
    }

    void forget(Collection<Form> forms) {
        forms.forEach(form -> sql.update("delete from target_capability where " + OF_ARCHIVE
                + " and sop_class_uid = ? and transfer_syntax_uid = ?", archive.aet(), archive.host(), archive.port(),
                form.sopClassUid(), form.transferSyntaxUid()));
    }
}
