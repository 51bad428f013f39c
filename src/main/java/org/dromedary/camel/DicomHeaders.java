package org.dromedary.camel;

import java.util.Set;
import org.apache.camel.spi.Metadata;

/** Headers of messages to and from {@code dicom:} endpoints; they live within a route and do not cross queues. */
public final class DicomHeaders {

    @Metadata(label = "common", javaType = "Integer", description = "DIMSE status (PS3.7 Annex C). A producer sets the"
            + " peer's final one, -1 if the response had none; the route of a consumer sets its answer, default 0"
            + " (success)")
    public static final String STATUS = "CamelDicomStatus";

    @Metadata(label = "common", javaType = "String", description = "Error Comment (0000,0902). A producer sets the"
            + " peer's, empty if there is none; the route of a consumer sets one, of which 64 characters are sent")
    public static final String ERROR_COMMENT = "CamelDicomErrorComment";

    @Metadata(label = "producer", javaType = "List<Integer>", description = "Tags of the Offending Element (0000,0901),"
            + " empty if the peer named none")
    public static final String OFFENDING_ELEMENTS = "CamelDicomOffendingElements";

    @Metadata(label = "producer", javaType = "Integer", description = "Error ID (0000,0903), absent if the peer gave"
            + " none")
    public static final String ERROR_ID = "CamelDicomErrorId";

    @Metadata(label = "producer", javaType = "org.dromedary.dicom.dimse.SubOperations", description = "Counts of a move"
            + " or get")
    public static final String SUB_OPERATIONS = "CamelDicomSubOperations";

    @Metadata(label = "producer", javaType = "String", description = "AE title to which a move sends; wins over the"
            + " parameter destination")
    public static final String MOVE_DESTINATION = "CamelDicomMoveDestination";

    @Metadata(label = "consumer", javaType = "String", description = "SOP Class UID of the object")
    public static final String SOP_CLASS_UID = "CamelDicomSopClassUid";

    @Metadata(label = "consumer", javaType = "String", description = "SOP Instance UID of the object, as the sender"
            + " wrote it")
    public static final String SOP_INSTANCE_UID = "CamelDicomSopInstanceUid";

    @Metadata(label = "consumer", javaType = "String", description = "UID of the transfer syntax in which the object is"
            + " sent")
    public static final String TRANSFER_SYNTAX_UID = "CamelDicomTransferSyntaxUid";

    @Metadata(label = "consumer", javaType = "String", description = "AE title of the sender")
    public static final String CALLING_AE_TITLE = "CamelDicomCallingAeTitle";

    @Metadata(label = "consumer", javaType = "String", description = "AE title by which the sender calls this side")
    public static final String CALLED_AE_TITLE = "CamelDicomCalledAeTitle";

    /** What a producer sets anew with each operation. */
    static final Set<String> RESULT = Set.of(STATUS, ERROR_COMMENT, OFFENDING_ELEMENTS, ERROR_ID, SUB_OPERATIONS);
    /** What messages may tell a peer, be it asked or answered. */
    static final Set<String> TO_PEER = Set.of(MOVE_DESTINATION, STATUS, ERROR_COMMENT);
    /** What a peer may tell messages. */
    static final Set<String> FROM_PEER = Set.of(STATUS, ERROR_COMMENT, OFFENDING_ELEMENTS, ERROR_ID, SUB_OPERATIONS,
            SOP_CLASS_UID, SOP_INSTANCE_UID, TRANSFER_SYNTAX_UID, CALLING_AE_TITLE, CALLED_AE_TITLE);

    private DicomHeaders() {
    }
}
