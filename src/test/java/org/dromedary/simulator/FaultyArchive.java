package org.dromedary.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.MoveScu;
import org.dromedary.dicom.dimse.RetrieveResult;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.ul.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A source with five studies, of which the first has two series of two objects, and an empty target. */
abstract class FaultyArchive {

    static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    Path temp;

    ArchiveSimulator source;
    ArchiveSimulator target;
    Faults faults;
    GeneratedStudy study;
    Scu scu;

    @BeforeEach
    void start() throws IOException {
        source = ArchiveSimulator.in(temp.resolve("source")).aeTitle("SOURCE").start();
        target = ArchiveSimulator.in(temp.resolve("target")).aeTitle("TARGET").start();
        source.destination("TARGET", "127.0.0.1", target.port());
        study = new StudyGenerator(1).objectsPerSeries(2).matrix(8).generate(5, source).get(0);
        faults = source.faults();
        scu = new Scu(source);
    }

    @AfterEach
    void stop() {
        source.close();
        target.close();
    }

    String studyUid() {
        return study.studyInstanceUid();
    }

    List<String> seriesUids() throws IOException {
        Set<String> uids = new TreeSet<>();
        for (Path file : study.files()) {
            uids.add(Part10.readHead(file).getString(Tag.SeriesInstanceUID));
        }
        return List.copyOf(uids);
    }

    List<String> sopUids() throws IOException {
        List<String> uids = new ArrayList<>();
        for (Path file : study.files()) {
            uids.add(Part10.readHead(file).getString(Tag.SOPInstanceUID));
        }
        return uids;
    }

    Scu.Found studies() throws IOException {
        return scu.find(Scu.keys("STUDY", Tag.StudyInstanceUID, "", Tag.PatientID, "",
                Tag.NumberOfStudyRelatedSeries, "", Tag.NumberOfStudyRelatedInstances, ""));
    }

    Scu.Found series() throws IOException {
        return scu.find(Scu.keys("SERIES", Tag.StudyInstanceUID, studyUid(), Tag.SeriesInstanceUID, "",
                Tag.NumberOfSeriesRelatedInstances, ""));
    }

    Scu.Found images() throws IOException {
        return scu.find(Scu.keys("IMAGE", Tag.StudyInstanceUID, studyUid(), Tag.SeriesInstanceUID,
                seriesUids().get(0), Tag.SOPInstanceUID, ""));
    }

    static Set<String> values(Scu.Found found, int tag) {
        return found.answers().stream().map(answer -> answer.getString(tag, "")).collect(Collectors.toSet());
    }

    RetrieveResult move() throws IOException {
        return scu.move(studyUid(), "TARGET");
    }

    RetrieveResult move(DataSet identifier) throws IOException {
        return move(Uid.StudyRootQueryRetrieveInformationModelMove, identifier);
    }

    RetrieveResult move(String model, DataSet identifier) throws IOException {
        try (Association association = Association.open(
                scu.request().context(model, Uid.ImplicitVRLittleEndian).build())) {
            return MoveScu.move(association, model, identifier, "TARGET", counts -> { });
        }
    }

    AssociationRequest.Builder hasty() {
        return scu.request().timeouts(new Timeouts(SHORT, Duration.ofSeconds(5), SHORT, SHORT));
    }
}
