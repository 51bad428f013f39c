package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.ledger.LedgerView.SeriesLine;
import org.dromedary.ledger.SeriesState;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.junit.jupiter.api.Test;

/** UIDs beyond the 64 characters of PS3.5 §9.1, as real senders make them. */
class LongUidsIT {

    private static final StudyGenerator SMALL = new StudyGenerator(77).matrix(8).objectsPerSeries(2)
            .kinds(StudyKind.CT);
    private static final int STUDIES = 3;

    /** Gives the source copies of an object's file under UIDs of these lengths. */
    private static void addCopies(Rehearsal rehearsal, Path original, int ofStudyAndSeries, int... ofObjects)
            throws IOException {
        for (int length : ofObjects) {
            DataSet copy = Part10.read(original)
                    .set(Tag.StudyInstanceUID, uid(ofStudyAndSeries, 1))
                    .set(Tag.SeriesInstanceUID, uid(ofStudyAndSeries, 2))
                    .set(Tag.SOPInstanceUID, uid(length, 3));
            Path file = rehearsal.source().folder().resolve("long-" + ofStudyAndSeries + "-" + length + ".dcm");
            Part10.write(file, copy, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
            rehearsal.source().add(file);
        }
    }

    private static String uid(int length, int last) {
        return ("1.2.840.113619." + length + ".2" + "4321098765".repeat(30)).substring(0, length - 2) + "." + last;
    }

    @Test
    void objectsUnderLongUidsArriveWithAFinding() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL, STUDIES)) {
            Path original = rehearsal.source().objects().values().iterator().next();
            addCopies(rehearsal, original, 66, 66, 68, 70);
            addCopies(rehearsal, original, 128, 65, 128, 200);
            rehearsal.runsTo(0);
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.states()).containsOnlyKeys(SeriesState.VERIFIED);
            SeriesLine line = rehearsal.series().get(uid(66, 2));
            assertThat(line.studyInstanceUid()).isEqualTo(uid(66, 1)).hasSize(66);
            assertThat(line.verified()).isEqualTo(3);
            assertThat(rehearsal.series()).containsKey(uid(128, 2));
            List<Integer> found = rehearsal.migration.sql(sql ->
                    sql.query("select f.objects from finding f join series s"
                    + " on s.id = f.series_id where f.code = 'UID_INVALID' and f.grade = 'RECORD'"
                    + " and length(s.series_instance_uid) = 66", row -> row.getInt(1)));
            assertThat(found).containsExactly(3);
        }
    }
}
