package org.dromedary.archives.archive;

import java.util.List;
import org.dromedary.archives.archive.ArchiveQuery.Answers;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.net.Status;

/** Answers of a source that is played in a test, compared with the keys and learnt from as those of a real one are. */
public final class ScriptedAnswers {

    private ScriptedAnswers() {
    }

    /**
     * @param cut the source stops after these with Cancel; else it says success
     * @param limit answers after which no more are wanted
     */
    public static Answers of(DataSet identifier, List<DataSet> answers, boolean cut, int limit, Quirks quirks) {
        Reception reception = new Reception(identifier, limit, Integer.MAX_VALUE);
        reception.begin();
        for (DataSet answer : answers) {
            reception.add(answer);
            if (reception.wantsNoMore()) {
                break;
            }
        }
        reception.end(cut ? Status.CANCEL : Status.SUCCESS, "", false);
        reception.ignoredKeys().forEach((tag, evidence) ->
                quirks.learn(Quirk.KEY_IGNORED, String.format("%08X", tag), evidence));
        return reception.answers();
    }

    public static Answers refused(int status) {
        return new Answers(List.of(), false, status, "");
    }

    /** What is known of a source at the beginning: nothing. */
    public static Quirks nothingKnown() {
        return new Quirks("source", QuirkSettings.of("source", java.util.Optional.empty()), null);
    }
}
