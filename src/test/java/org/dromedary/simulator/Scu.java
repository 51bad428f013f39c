package org.dromedary.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.FileSource;
import org.dromedary.dicom.dimse.FindResult;
import org.dromedary.dicom.dimse.FindScu;
import org.dromedary.dicom.dimse.GetScu;
import org.dromedary.dicom.dimse.MoveScu;
import org.dromedary.dicom.dimse.RetrieveResult;
import org.dromedary.dicom.dimse.StoreHandler;
import org.dromedary.dicom.dimse.StoreResult;
import org.dromedary.dicom.dimse.StoreScu;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;

/** The client's side of tests of a simulator, over real associations. */
record Scu(ArchiveSimulator archive) {

    private static final String FIND = Uid.StudyRootQueryRetrieveInformationModelFind;
    private static final String MOVE = Uid.StudyRootQueryRetrieveInformationModelMove;
    private static final String GET = Uid.StudyRootQueryRetrieveInformationModelGet;

    /** Answers and the end of a C-FIND. */
    record Found(List<DataSet> answers, FindResult result) {
    }

    AssociationRequest.Builder request() {
        return AssociationRequest.to("127.0.0.1", archive.port()).calling("TEST").called(archive.aeTitle());
    }

    Found find(DataSet identifier) throws IOException {
        return find(FIND, identifier);
    }

    Found find(String model, DataSet identifier) throws IOException {
        List<DataSet> answers = new ArrayList<>();
        try (Association association = Association.open(
                request().context(model, Uid.ExplicitVRLittleEndian).build())) {
            return new Found(answers, FindScu.find(association, model, identifier, answers::add));
        }
    }

    RetrieveResult move(String studyUid, String destination) throws IOException {
        try (Association association = Association.open(
                request().context(MOVE, Uid.ImplicitVRLittleEndian).build())) {
            return MoveScu.move(association, MOVE, study(studyUid), destination, counts -> { });
        }
    }

    RetrieveResult get(String studyUid, StoreHandler handler, String... transferSyntaxes) throws IOException {
        AssociationRequest.Builder request = request().context(GET, Uid.ImplicitVRLittleEndian);
        for (ObjectKind kind : ObjectKind.values()) {
            request.role(kind.sopClassUid(), false, true);
            for (String syntax : transferSyntaxes) {
                request.context(kind.sopClassUid(), syntax);
            }
        }
        try (Association association = Association.open(request.build())) {
            return GetScu.get(association, GET, study(studyUid), handler, counts -> { });
        }
    }

    /** Stores the files over one association; the results are in their order. */
    List<StoreResult> store(List<Path> files) throws IOException {
        AssociationRequest.Builder request = request();
        List<FileSource> sources = new ArrayList<>();
        for (Path file : files) {
            sources.add(FileSource.of(file));
        }
        SubOperationSender.propose(request, sources);
        List<StoreResult> results = new ArrayList<>();
        try (Association association = Association.open(request.build())) {
            for (FileSource source : sources) {
                results.add(StoreScu.store(association, source));
            }
        }
        return results;
    }

    static DataSet study(String studyUid) {
        return new DataSet().set(Tag.QueryRetrieveLevel, "STUDY").set(Tag.StudyInstanceUID, studyUid);
    }

    /** An identifier of a level; keys and values alternate. */
    static DataSet keys(String level, Object... keysAndValues) {
        DataSet identifier = new DataSet().set(Tag.QueryRetrieveLevel, level);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            String value = (String) keysAndValues[i + 1];
            if (value.isEmpty()) {
                identifier.set((Integer) keysAndValues[i]);
            } else {
                identifier.set((Integer) keysAndValues[i], value.split("\\\\"));
            }
        }
        return identifier;
    }

    /** The bytes of a file after its meta information. */
    static byte[] dataSetOf(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        long offset = Part10.readMeta(file).dataSetOffset();
        return Arrays.copyOfRange(whole, (int) offset, whole.length);
    }

    static List<Path> filesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
