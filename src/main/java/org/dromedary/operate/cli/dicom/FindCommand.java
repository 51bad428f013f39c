package org.dromedary.operate.cli.dicom;

import java.util.ArrayList;
import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.FindResult;
import org.dromedary.dicom.dimse.FindScu;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dicom find}: what the peer has (C-FIND, PS3.4 §C.4.1), as a table or as JSON lines. */
@Command(name = "find", mixinStandardHelpOptions = true, description = "Ask a peer what it has (C-FIND).")
public final class FindCommand extends DicomTool {

    @Mixin
    private PeerOptions peer = new PeerOptions();

    @Mixin
    private KeyOptions keys = new KeyOptions();

    @Option(names = "--json", description = "One JSON object (DICOM JSON model) in a line for each answer.")
    private boolean json;

    @Override
    int run() throws Exception {
        DataSet identifier = withUsualKeys(keys.identifier());
        AnswerTable table = new AnswerTable(identifier);
        long[] answers = new long[1];
        FindResult result;
        try (Association association = Association.open(peer.request()
                .context(keys.findModel(), Uid.ExplicitVRLittleEndian, Uid.ImplicitVRLittleEndian).build())) {
            result = FindScu.find(association, keys.findModel(), identifier, answer -> {
                answers[0]++;
                if (json) {
                    print(DicomJson.of(answer));
                } else {
                    table.add(answer);
                }
            });
        }
        if (!json) {
            table.lines().forEach(out()::println);
            print(answers[0] + (answers[0] == 1 ? " answer" : " answers"));
        }
        if (Status.isSuccess(result.status())) {
            return OK;
        }
        error(activity() + " ended after " + answers[0] + " answers: " + StatusText.of(result.status(),
                result.comment()));
        return FAILED;
    }

    /** Without keys of the user's own the usual ones of the level are asked for; the unique keys always. */
    private DataSet withUsualKeys(DataSet identifier) {
        boolean own = identifier.size() > 1;
        List<Integer> wanted = new ArrayList<>();
        switch (keys.level()) {
            case PATIENT -> wanted.addAll(own ? List.of(Tag.PatientID)
                    : List.of(Tag.PatientID, Tag.PatientName, Tag.PatientBirthDate, Tag.PatientSex));
            case STUDY -> wanted.addAll(own ? List.of(Tag.StudyInstanceUID)
                    : List.of(Tag.StudyInstanceUID, Tag.StudyDate, Tag.StudyTime, Tag.PatientID, Tag.PatientName,
                            Tag.AccessionNumber, Tag.ModalitiesInStudy, Tag.NumberOfStudyRelatedSeries,
                            Tag.NumberOfStudyRelatedInstances));
            case SERIES -> wanted.addAll(own ? List.of(Tag.StudyInstanceUID, Tag.SeriesInstanceUID)
                    : List.of(Tag.StudyInstanceUID, Tag.SeriesInstanceUID, Tag.Modality, Tag.SeriesNumber,
                            Tag.SeriesDescription, Tag.NumberOfSeriesRelatedInstances));
            case IMAGE -> wanted.addAll(List.of(Tag.StudyInstanceUID, Tag.SeriesInstanceUID, Tag.SOPInstanceUID,
                    Tag.SOPClassUID, Tag.InstanceNumber));
        }
        wanted.stream().filter(tag -> !identifier.contains(tag)).forEach(tag -> identifier.set(tag));
        return identifier;
    }

    @Override
    String activity() {
        return "C-FIND at " + peer;
    }
}
