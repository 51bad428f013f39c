package org.dromedary.camel;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.PrivateFiles;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.DimseResult;
import org.dromedary.dicom.dimse.EchoScu;
import org.dromedary.dicom.dimse.FileSource;
import org.dromedary.dicom.dimse.FindResult;
import org.dromedary.dicom.dimse.FindScu;
import org.dromedary.dicom.dimse.GetContexts;
import org.dromedary.dicom.dimse.GetScu;
import org.dromedary.dicom.dimse.MoveScu;
import org.dromedary.dicom.dimse.RetrieveResult;
import org.dromedary.dicom.dimse.StoreRequest;
import org.dromedary.dicom.dimse.StoreResult;
import org.dromedary.dicom.dimse.StoreScu;
import org.dromedary.dicom.dimse.StoreSource;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.StatusDetail;
import org.dromedary.dicom.ul.PdvInputStream;

/** One DIMSE operation an exchange, on an association of its own. */
class DicomProducer extends DefaultProducer {

    private final DicomEndpoint endpoint;

    DicomProducer(DicomEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        PeerHeaders headers = PeerHeaders.of(exchange, endpoint);
        headers.forget(DicomHeaders.RESULT);
        switch (endpoint.address().operation()) {
            case ECHO -> echo(headers);
            case FIND -> find(message, headers);
            case MOVE -> move(message, headers);
            case GET -> get(message, headers);
            case STORE -> store(message, headers);
            case SCP -> throw new IllegalStateException("dicom:scp has no producer");
        }
    }

    private void echo(PeerHeaders headers) throws IOException {
        try (Association association = open(endpoint.request(), Uid.Verification)) {
            DimseResult result = EchoScu.ask(association);
            answer(headers, result.status(), result.detail());
        }
    }

    private void find(Message message, PeerHeaders headers) throws IOException {
        String model = isPatientRoot() ? Uid.PatientRootQueryRetrieveInformationModelFind
                : Uid.StudyRootQueryRetrieveInformationModelFind;
        List<DataSet> matches = new ArrayList<>();
        try (Association association = open(endpoint.request(), model)) {
            FindResult result = FindScu.find(association, model, identifier(message), matches::add);
            answer(headers, result.status(), result.detail());
        }
        message.setBody(matches);
    }

    private void move(Message message, PeerHeaders headers) throws IOException {
        String model = isPatientRoot() ? Uid.PatientRootQueryRetrieveInformationModelMove
                : Uid.StudyRootQueryRetrieveInformationModelMove;
        String destination = headers.get(DicomHeaders.MOVE_DESTINATION, configuration().getDestination(),
                String.class);
        if (destination == null) {
            throw new IllegalArgumentException("dicom:move needs the option destination or the header "
                    + DicomHeaders.MOVE_DESTINATION);
        }
        try (Association association = open(endpoint.request(), model)) {
            answer(headers, MoveScu.move(association, model, identifier(message), destination, progress -> { }));
        }
    }

    private void get(Message message, PeerHeaders headers) throws IOException {
        String model = isPatientRoot() ? Uid.PatientRootQueryRetrieveInformationModelGet
                : Uid.StudyRootQueryRetrieveInformationModelGet;
        AssociationRequest request = GetContexts.of(List.of(model), configuration().sopClassUids())
                .propose(endpoint.request()).build();
        List<Path> files = new ArrayList<>();
        try (Association association = Association.open(request)) {
            answer(headers, GetScu.get(association, model, identifier(message),
                    (store, in) -> write(store, in, files), progress -> { }));
        }
        message.setBody(files);
    }

    private int write(StoreRequest store, PdvInputStream in, List<Path> files) throws IOException {
        Path folder = PrivateFiles.createFolders(Path.of(configuration().getFolder()));
        // Longer ones than PS3.5 §9.1 allows are made by real senders; anything else could name another folder.
        if (!Uid.isValid(store.sopInstanceUid()) && !store.sopInstanceUid().matches("[0-9][0-9.]{64,127}")) {
            return 0xC000;
        }
        Path file = folder.resolve(store.sopInstanceUid() + ".dcm");
        Path part = folder.resolve(store.sopInstanceUid() + ".part");
        Files.deleteIfExists(part);
        try (FileChannel channel = PrivateFiles.create(part)) {
            channel.write(ByteBuffer.wrap(Part10.encodeMeta(store.sopClassUid(), store.sopInstanceUid(),
                    store.transferSyntaxUid())));
            in.transferTo(channel, bytes -> { });
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        files.add(file);
        return Status.SUCCESS;
    }

    private void store(Message message, PeerHeaders headers) throws IOException {
        StoreSource object = message.getBody() instanceof IncomingObject incoming ? incoming.source()
                : FileSource.of(file(message));
        AssociationRequest request = endpoint.request().context(object.sopClassUid(), object.transferSyntaxUid())
                .build();
        try (Association association = Association.open(request)) {
            StoreResult result = StoreScu.store(association, object);
            answer(headers, result.status(), result.detail());
        }
    }

    private static Path file(Message message) {
        Object body = message.getBody();
        if (body instanceof Path path) {
            return path;
        }
        File file = message.getBody(File.class);
        if (file == null) {
            throw new IllegalArgumentException("the body of a message to dicom:store is a file, its path,"
                    + " or what dicom:scp receives");
        }
        return file.toPath();
    }

    private Association open(AssociationRequest.Builder request, String sopClass) throws IOException {
        return Association.open(request.context(sopClass, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
                TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid()).build());
    }

    private DicomConfiguration configuration() {
        return endpoint.getConfiguration();
    }

    private boolean isPatientRoot() {
        return configuration().getModel() == DicomConfiguration.Model.PATIENT;
    }

    private DataSet identifier(Message message) {
        DataSet identifier = message.getBody() instanceof DataSet given ? new DataSet(given) : fromMap(message);
        if (!identifier.contains(Tag.QueryRetrieveLevel)) {
            identifier.set(Tag.QueryRetrieveLevel, configuration().getLevel().name());
        }
        return identifier;
    }

    private static DataSet fromMap(Message message) {
        DataSet identifier = new DataSet();
        Map<?, ?> keys = message.getBody(Map.class);
        if (keys == null) {
            throw new IllegalArgumentException("the body is the identifier: a DataSet, or a map of keyword to value");
        }
        keys.forEach((keyword, value) -> identifier.set(Tag.parse(keyword.toString()),
                value == null ? "" : value.toString()));
        return identifier;
    }

    private static void answer(PeerHeaders headers, int status, StatusDetail detail) {
        headers.set(DicomHeaders.STATUS, status);
        headers.set(DicomHeaders.ERROR_COMMENT, detail.comment());
        headers.set(DicomHeaders.OFFENDING_ELEMENTS, detail.offendingElements());
        detail.errorId().ifPresent(id -> headers.set(DicomHeaders.ERROR_ID, id));
    }

    private static void answer(PeerHeaders headers, RetrieveResult result) {
        answer(headers, result.status(), result.detail());
        headers.set(DicomHeaders.SUB_OPERATIONS, result.counts());
    }
}
