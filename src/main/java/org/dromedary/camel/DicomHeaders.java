package org.dromedary.camel;

/** Headers of messages to and from {@code dicom:} endpoints; they live within a route and do not cross queues. */
public final class DicomHeaders {

    /**
     * int: DIMSE status of the operation (PS3.7 Annex C), -1 if the response had none; a consumer's route sets its
     * answer, default 0 (success).
     */
    public static final String STATUS = "CamelDicomStatus";
    /** String: Error Comment (0000,0902), at most 64 characters. */
    public static final String ERROR_COMMENT = "CamelDicomErrorComment";
    /** {@code List<Integer>}: tags of the Offending Element (0000,0901), empty if the peer named none. */
    public static final String OFFENDING_ELEMENTS = "CamelDicomOffendingElements";
    /** Integer: Error ID (0000,0903), absent if the peer gave none. */
    public static final String ERROR_ID = "CamelDicomErrorId";
    /** String: SOP Class UID of the object. */
    public static final String SOP_CLASS_UID = "CamelDicomSopClassUid";
    /** String: SOP Instance UID of the object. */
    public static final String SOP_INSTANCE_UID = "CamelDicomSopInstanceUid";
    /** String: transfer syntax in which the object is sent. */
    public static final String TRANSFER_SYNTAX_UID = "CamelDicomTransferSyntaxUid";
    /** String: AE title of the sender. */
    public static final String CALLING_AE_TITLE = "CamelDicomCallingAeTitle";
    /** String: overrides the endpoint's {@code destination} for C-MOVE. */
    public static final String MOVE_DESTINATION = "CamelDicomMoveDestination";
    /** {@link org.dromedary.dicom.dimse.SubOperations}: counts of a C-MOVE or C-GET. */
    public static final String SUB_OPERATIONS = "CamelDicomSubOperations";

    private DicomHeaders() {
    }
}
