package org.dromedary.simulator;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.FileSource;
import org.dromedary.dicom.dimse.RetrieveContext;
import org.dromedary.dicom.dimse.StoreScu;
import org.dromedary.dicom.dimse.StoreSource;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.NoPresentationContextException;
import org.dromedary.dicom.net.PresentationContext;

/**
 * Sends the objects of one retrieve, over an association of its own (C-MOVE) or that of the request (C-GET).
 *
 * <p>An object whose transfer syntax the peer does not take is sent in another uncompressed one if it is uncompressed,
 * as archives do; compressed objects are not decompressed.
 */
final class SubOperationSender implements AutoCloseable {

    private static final int MAX_CONTEXTS = 128;

    private final RetrieveContext context;
    private final AssociationRequest.Builder destination;
    private final Manner manner;
    private Association association;

    /**
     * How each object is sent: the originator that it names, or null, and whether in fragments of which one is empty.
     */
    record Manner(StoreSource.MoveOriginator originator, boolean fragmented) {

        /** The manner of one retrieve, by its faults. */
        static Manner of(RetrieveContext context, Faults faults) {
            boolean fragmented = faults.take(RetrieveFault.EmptyFragments.class).isPresent();
            if (context.destination().isEmpty() || faults.take(RetrieveFault.NoMoveOriginator.class).isPresent()) {
                return new Manner(null, fragmented);
            }
            StoreSource.MoveOriginator truth = new StoreSource.MoveOriginator(
                    context.request().callingAeTitle(), context.request().messageId());
            return new Manner(faults.take(RetrieveFault.OtherMoveOriginator.class)
                    .map(other -> new StoreSource.MoveOriginator(other.aeTitle(), other.messageId())).orElse(truth),
                    fragmented);
        }
    }

    private SubOperationSender(RetrieveContext context, AssociationRequest.Builder destination, Manner manner) {
        this.context = context;
        this.destination = destination;
        this.manner = manner;
    }

    static SubOperationSender forMove(RetrieveContext context, AssociationRequest.Builder destination,
            Manner manner) {
        return new SubOperationSender(context, destination, manner);
    }

    static SubOperationSender forGet(RetrieveContext context, Manner manner) {
        return new SubOperationSender(context, null, manner);
    }

    /** Sends one object, with other values of some attributes if there are any; returns the peer's status. */
    int send(FileSource source, Map<Integer, String> otherValues) throws IOException {
        StoreSource sent = otherValues.isEmpty() ? source : EncodedSource.with(otherValues, source);
        return send(target().accepts(source.sopClassUid(), source.transferSyntaxUid()) ? sent
                : EncodedSource.in(otherSyntax(target(), source), source));
    }

    /** Sends one object with half of its Pixel Data. */
    int sendHalved(FileSource source) throws IOException {
        return send(EncodedSource.halved(source));
    }

    private int send(StoreSource sent) throws IOException {
        Association target = target();
        StoreSource object = new SentObject(sent, manner.originator(), manner.fragmented());
        return destination == null ? context.store(object).status() : StoreScu.store(target, object).status();
    }

    private static String otherSyntax(Association target, FileSource source) throws NoPresentationContextException {
        if (EncodedSource.isUncompressed(source.transferSyntaxUid())) {
            for (String accepted : target.acceptedTransferSyntaxes(source.sopClassUid())) {
                if (EncodedSource.isUncompressed(accepted)) {
                    return accepted;
                }
            }
        }
        throw new NoPresentationContextException(source.sopClassUid(), source.transferSyntaxUid());
    }

    private Association target() throws IOException {
        if (destination == null) {
            return context.request().association();
        }
        if (association == null || !association.isOpen()) {
            close();
            association = Association.open(destination.build());
        }
        return association;
    }

    /** What the objects are in comes first, then the default transfer syntax for those that can be converted. */
    static void propose(AssociationRequest.Builder request, List<FileSource> objects) {
        Map<PresentationContext, Boolean> contexts = new LinkedHashMap<>();
        for (FileSource object : objects) {
            contexts.put(context(object.sopClassUid(), object.transferSyntaxUid()), true);
        }
        for (FileSource object : objects) {
            if (EncodedSource.isUncompressed(object.transferSyntaxUid())) {
                contexts.put(context(object.sopClassUid(), Uid.ImplicitVRLittleEndian), true);
            }
        }
        contexts.keySet().stream().limit(MAX_CONTEXTS).forEach(request::context);
    }

    private static PresentationContext context(String sopClassUid, String transferSyntaxUid) {
        return new PresentationContext(sopClassUid, List.of(transferSyntaxUid));
    }

    @Override
    public void close() {
        if (association != null) {
            association.close();
        }
    }
}
