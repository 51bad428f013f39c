package org.dromedary.dicom.data;

/** Tags of the data elements that Dromedary names, by their keyword in PS3.6 §6, §7 and PS3.7 §E. */
public final class Tag {
    public static final int CommandGroupLength = 0x00000000;
    public static final int AffectedSOPClassUID = 0x00000002;
    public static final int RequestedSOPClassUID = 0x00000003;
    public static final int CommandField = 0x00000100;
    public static final int MessageID = 0x00000110;
    public static final int MessageIDBeingRespondedTo = 0x00000120;
    public static final int MoveDestination = 0x00000600;
    public static final int Priority = 0x00000700;
    public static final int CommandDataSetType = 0x00000800;
    public static final int Status = 0x00000900;
    public static final int OffendingElement = 0x00000901;
    public static final int ErrorComment = 0x00000902;
    public static final int ErrorID = 0x00000903;
    public static final int AffectedSOPInstanceUID = 0x00001000;
    public static final int RequestedSOPInstanceUID = 0x00001001;
    public static final int EventTypeID = 0x00001002;
    public static final int AttributeIdentifierList = 0x00001005;
    public static final int ActionTypeID = 0x00001008;
    public static final int NumberOfRemainingSuboperations = 0x00001020;
    public static final int NumberOfCompletedSuboperations = 0x00001021;
    public static final int NumberOfFailedSuboperations = 0x00001022;
    public static final int NumberOfWarningSuboperations = 0x00001023;
    public static final int MoveOriginatorApplicationEntityTitle = 0x00001030;
    public static final int MoveOriginatorMessageID = 0x00001031;
    public static final int FileMetaInformationGroupLength = 0x00020000;
    public static final int FileMetaInformationVersion = 0x00020001;
    public static final int MediaStorageSOPClassUID = 0x00020002;
    public static final int MediaStorageSOPInstanceUID = 0x00020003;
    public static final int TransferSyntaxUID = 0x00020010;
    public static final int ImplementationClassUID = 0x00020012;
    public static final int ImplementationVersionName = 0x00020013;
    public static final int SourceApplicationEntityTitle = 0x00020016;
    public static final int SendingApplicationEntityTitle = 0x00020017;
    public static final int ReceivingApplicationEntityTitle = 0x00020018;
    public static final int PrivateInformationCreatorUID = 0x00020100;
    public static final int PrivateInformation = 0x00020102;
    public static final int DirectoryRecordSequence = 0x00041220;
    public static final int DirectoryRecordType = 0x00041430;
    public static final int ReferencedFileID = 0x00041500;
    public static final int SpecificCharacterSet = 0x00080005;
    public static final int ImageType = 0x00080008;
    public static final int InstanceCreationDate = 0x00080012;
    public static final int InstanceCreationTime = 0x00080013;
    public static final int InstanceCreatorUID = 0x00080014;
    public static final int SOPClassUID = 0x00080016;
    public static final int SOPInstanceUID = 0x00080018;
    public static final int RelatedGeneralSOPClassUID = 0x0008001A;
    public static final int StudyDate = 0x00080020;
    public static final int SeriesDate = 0x00080021;
    public static final int AcquisitionDate = 0x00080022;
    public static final int ContentDate = 0x00080023;
    public static final int AcquisitionDateTime = 0x0008002A;
    public static final int StudyTime = 0x00080030;
    public static final int SeriesTime = 0x00080031;
    public static final int AcquisitionTime = 0x00080032;
    public static final int ContentTime = 0x00080033;
    public static final int AccessionNumber = 0x00080050;
    public static final int IssuerOfAccessionNumberSequence = 0x00080051;
    public static final int QueryRetrieveLevel = 0x00080052;
    public static final int RetrieveAETitle = 0x00080054;
    public static final int InstanceAvailability = 0x00080056;
    public static final int FailedSOPInstanceUIDList = 0x00080058;
    public static final int Modality = 0x00080060;
    public static final int ModalitiesInStudy = 0x00080061;
    public static final int SOPClassesInStudy = 0x00080062;
    public static final int ConversionType = 0x00080064;
    public static final int PresentationIntentType = 0x00080068;
    public static final int Manufacturer = 0x00080070;
    public static final int InstitutionName = 0x00080080;
    public static final int InstitutionAddress = 0x00080081;
    public static final int ReferringPhysicianName = 0x00080090;
    public static final int CodeValue = 0x00080100;
    public static final int CodingSchemeDesignator = 0x00080102;
    public static final int CodeMeaning = 0x00080104;
    public static final int TimezoneOffsetFromUTC = 0x00080201;
    public static final int ScopeOfInventorySequence = 0x00080400;
    public static final int InventoryPurpose = 0x00080401;
    public static final int InventoryInstanceDescription = 0x00080402;
    public static final int InventoryLevel = 0x00080403;
    public static final int ItemInventoryDateTime = 0x00080404;
    public static final int RemovedFromOperationalUse = 0x00080405;
    public static final int FileAccessURI = 0x00080409;
    public static final int StoredInstanceTransferSyntaxUID = 0x0008040E;
    public static final int FileAccessSequence = 0x0008041A;
    public static final int StudyUpdateDateTime = 0x0008041F;
    public static final int IncorporatedInventoryInstanceSequence = 0x00080422;
    public static final int InventoriedStudiesSequence = 0x00080423;
    public static final int InventoriedSeriesSequence = 0x00080424;
    public static final int InventoriedInstancesSequence = 0x00080425;
    public static final int InventoryCompletionStatus = 0x00080426;
    public static final int NumberOfStudyRecordsInInstance = 0x00080427;
    public static final int TotalNumberOfStudyRecords = 0x00080428;
    public static final int StationName = 0x00081010;
    public static final int StudyDescription = 0x00081030;
    public static final int ProcedureCodeSequence = 0x00081032;
    public static final int SeriesDescription = 0x0008103E;
    public static final int InstitutionalDepartmentName = 0x00081040;
    public static final int PerformingPhysicianName = 0x00081050;
    public static final int NameOfPhysiciansReadingStudy = 0x00081060;
    public static final int OperatorsName = 0x00081070;
    public static final int ManufacturerModelName = 0x00081090;
    public static final int ReferencedStudySequence = 0x00081110;
    public static final int ReferencedPerformedProcedureStepSequence = 0x00081111;
    public static final int ReferencedSeriesSequence = 0x00081115;
    public static final int ReferencedPatientSequence = 0x00081120;
    public static final int ReferencedImageSequence = 0x00081140;
    public static final int ReferencedInstanceSequence = 0x0008114A;
    public static final int ReferencedSOPClassUID = 0x00081150;
    public static final int ReferencedSOPInstanceUID = 0x00081155;
    public static final int ReferencedFrameNumber = 0x00081160;
    public static final int RetrieveURL = 0x00081190;
    public static final int TransactionUID = 0x00081195;
    public static final int WarningReason = 0x00081196;
    public static final int FailureReason = 0x00081197;
    public static final int FailedSOPSequence = 0x00081198;
    public static final int ReferencedSOPSequence = 0x00081199;
    public static final int OtherFailuresSequence = 0x0008119A;
    public static final int DerivationDescription = 0x00082111;
    public static final int SourceImageSequence = 0x00082112;
    public static final int DerivationCodeSequence = 0x00089215;
    public static final int PatientName = 0x00100010;
    public static final int PatientID = 0x00100020;
    public static final int IssuerOfPatientID = 0x00100021;
    public static final int TypeOfPatientID = 0x00100022;
    public static final int IssuerOfPatientIDQualifiersSequence = 0x00100024;
    public static final int PatientBirthDate = 0x00100030;
    public static final int PatientBirthTime = 0x00100032;
    public static final int PatientSex = 0x00100040;
    public static final int OtherPatientIDs = 0x00101000;
    public static final int OtherPatientNames = 0x00101001;
    public static final int OtherPatientIDsSequence = 0x00101002;
    public static final int PatientAge = 0x00101010;
    public static final int PatientSize = 0x00101020;
    public static final int PatientWeight = 0x00101030;
    public static final int PatientAddress = 0x00101040;
    public static final int PatientMotherBirthName = 0x00101060;
    public static final int MedicalRecordLocator = 0x00101090;
    public static final int EthnicGroup = 0x00102160;
    public static final int PregnancyStatus = 0x001021C0;
    public static final int PatientComments = 0x00104000;
    public static final int ClinicalTrialSubjectID = 0x00120040;
    public static final int PatientIdentityRemoved = 0x00120062;
    public static final int DeidentificationMethod = 0x00120063;
    public static final int ContrastBolusAgent = 0x00180010;
    public static final int BodyPartExamined = 0x00180015;
    public static final int SliceThickness = 0x00180050;
    public static final int KVP = 0x00180060;
    public static final int DeviceSerialNumber = 0x00181000;
    public static final int SoftwareVersions = 0x00181020;
    public static final int ProtocolName = 0x00181030;
    public static final int PatientPosition = 0x00185100;
    public static final int ContributingEquipmentSequence = 0x0018A001;
    public static final int ContributionDateTime = 0x0018A002;
    public static final int ContributionDescription = 0x0018A003;
    public static final int StudyInstanceUID = 0x0020000D;
    public static final int SeriesInstanceUID = 0x0020000E;
    public static final int StudyID = 0x00200010;
    public static final int SeriesNumber = 0x00200011;
    public static final int AcquisitionNumber = 0x00200012;
    public static final int InstanceNumber = 0x00200013;
    public static final int ImagePositionPatient = 0x00200032;
    public static final int ImageOrientationPatient = 0x00200037;
    public static final int FrameOfReferenceUID = 0x00200052;
    public static final int Laterality = 0x00200060;
    public static final int ImageLaterality = 0x00200062;
    public static final int NumberOfPatientRelatedStudies = 0x00201200;
    public static final int NumberOfPatientRelatedSeries = 0x00201202;
    public static final int NumberOfPatientRelatedInstances = 0x00201204;
    public static final int NumberOfStudyRelatedSeries = 0x00201206;
    public static final int NumberOfStudyRelatedInstances = 0x00201208;
    public static final int NumberOfSeriesRelatedInstances = 0x00201209;
    public static final int ImageComments = 0x00204000;
    public static final int DimensionIndexSequence = 0x00209222;
    public static final int SamplesPerPixel = 0x00280002;
    public static final int PhotometricInterpretation = 0x00280004;
    public static final int PlanarConfiguration = 0x00280006;
    public static final int NumberOfFrames = 0x00280008;
    public static final int FrameIncrementPointer = 0x00280009;
    public static final int Rows = 0x00280010;
    public static final int Columns = 0x00280011;
    public static final int PixelSpacing = 0x00280030;
    public static final int BitsAllocated = 0x00280100;
    public static final int BitsStored = 0x00280101;
    public static final int HighBit = 0x00280102;
    public static final int PixelRepresentation = 0x00280103;
    public static final int SmallestImagePixelValue = 0x00280106;
    public static final int LargestImagePixelValue = 0x00280107;
    public static final int PixelPaddingValue = 0x00280120;
    public static final int PixelPaddingRangeLimit = 0x00280121;
    public static final int BurnedInAnnotation = 0x00280301;
    public static final int WindowCenter = 0x00281050;
    public static final int WindowWidth = 0x00281051;
    public static final int RescaleIntercept = 0x00281052;
    public static final int RescaleSlope = 0x00281053;
    public static final int RedPaletteColorLookupTableDescriptor = 0x00281101;
    public static final int GreenPaletteColorLookupTableDescriptor = 0x00281102;
    public static final int BluePaletteColorLookupTableDescriptor = 0x00281103;
    public static final int RedPaletteColorLookupTableData = 0x00281201;
    public static final int GreenPaletteColorLookupTableData = 0x00281202;
    public static final int BluePaletteColorLookupTableData = 0x00281203;
    public static final int LossyImageCompression = 0x00282110;
    public static final int LossyImageCompressionRatio = 0x00282112;
    public static final int LossyImageCompressionMethod = 0x00282114;
    public static final int ModalityLUTSequence = 0x00283000;
    public static final int LUTDescriptor = 0x00283002;
    public static final int LUTData = 0x00283006;
    public static final int VOILUTSequence = 0x00283010;
    public static final int StudyStatusID = 0x0032000A;
    public static final int ReasonForStudy = 0x00321030;
    public static final int RequestingPhysician = 0x00321032;
    public static final int RequestingService = 0x00321033;
    public static final int RequestedProcedureDescription = 0x00321060;
    public static final int RequestedProcedureCodeSequence = 0x00321064;
    public static final int StudyComments = 0x00324000;
    public static final int AdmissionID = 0x00380010;
    public static final int IssuerOfAdmissionID = 0x00380011;
    public static final int CurrentPatientLocation = 0x00380300;
    public static final int ScheduledStationAETitle = 0x00400001;
    public static final int ScheduledProcedureStepStartDate = 0x00400002;
    public static final int ScheduledProcedureStepStartTime = 0x00400003;
    public static final int ScheduledProcedureStepDescription = 0x00400007;
    public static final int ScheduledProcedureStepID = 0x00400009;
    public static final int LocalNamespaceEntityID = 0x00400031;
    public static final int UniversalEntityID = 0x00400032;
    public static final int UniversalEntityIDType = 0x00400033;
    public static final int ScheduledProcedureStepSequence = 0x00400100;
    public static final int PerformedProcedureStepStartDate = 0x00400244;
    public static final int PerformedProcedureStepStartTime = 0x00400245;
    public static final int PerformedProcedureStepID = 0x00400253;
    public static final int PerformedProcedureStepDescription = 0x00400254;
    public static final int RequestAttributesSequence = 0x00400275;
    public static final int RequestedProcedureID = 0x00401001;
    public static final int ReasonForTheRequestedProcedure = 0x00401002;
    public static final int PlacerOrderNumberImagingServiceRequest = 0x00402016;
    public static final int FillerOrderNumberImagingServiceRequest = 0x00402017;
    public static final int ValueType = 0x0040A040;
    public static final int ConceptNameCodeSequence = 0x0040A043;
    public static final int PurposeOfReferenceCodeSequence = 0x0040A170;
    public static final int CurrentRequestedProcedureEvidenceSequence = 0x0040A375;
    public static final int ContentSequence = 0x0040A730;
    public static final int RetrieveURI = 0x0040E010;
    public static final int RetrieveLocationUID = 0x0040E011;
    public static final int EncapsulatedDocument = 0x00420011;
    public static final int MIMETypeOfEncapsulatedDocument = 0x00420012;
    public static final int StorageMediaFileSetID = 0x00880130;
    public static final int StorageMediaFileSetUID = 0x00880140;
    public static final int EncryptedAttributesSequence = 0x04000500;
    public static final int ModifiedAttributesSequence = 0x04000550;
    public static final int OriginalAttributesSequence = 0x04000561;
    public static final int AttributeModificationDateTime = 0x04000562;
    public static final int ModifyingSystem = 0x04000563;
    public static final int SourceOfPreviousValues = 0x04000564;
    public static final int ReasonForTheAttributeModification = 0x04000565;
    public static final int MACParametersSequence = 0x4FFE0001;
    public static final int SharedFunctionalGroupsSequence = 0x52009229;
    public static final int PerFrameFunctionalGroupsSequence = 0x52009230;
    public static final int WaveformSequence = 0x54000100;
    public static final int WaveformBitsAllocated = 0x54001004;
    public static final int WaveformData = 0x54001010;
    public static final int OverlayRows = 0x60000010;
    public static final int OverlayColumns = 0x60000011;
    public static final int OverlayType = 0x60000040;
    public static final int OverlayOrigin = 0x60000050;
    public static final int OverlayBitsAllocated = 0x60000100;
    public static final int OverlayBitPosition = 0x60000102;
    public static final int OverlayData = 0x60003000;
    public static final int ExtendedOffsetTable = 0x7FE00001;
    public static final int ExtendedOffsetTableLengths = 0x7FE00002;
    public static final int FloatPixelData = 0x7FE00008;
    public static final int DoubleFloatPixelData = 0x7FE00009;
    public static final int PixelData = 0x7FE00010;
    public static final int DigitalSignaturesSequence = 0xFFFAFFFA;
    public static final int DataSetTrailingPadding = 0xFFFCFFFC;

    public static final int Item = 0xFFFEE000;
    public static final int ItemDelimitationItem = 0xFFFEE00D;
    public static final int SequenceDelimitationItem = 0xFFFEE0DD;

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private Tag() {
    }

    /** The usual notation, {@code (0010,0020)}. */
    public static String toString(int tag) {
        char[] text = new char[11];
        text[0] = '(';
        text[5] = ',';
        text[10] = ')';
        for (int i = 0; i < 8; i++) {
            text[i < 4 ? i + 1 : i + 2] = HEX[tag >>> 28 - 4 * i & 15];
        }
        return new String(text);
    }

    /**
     * Reads a keyword, {@code (0010,0020)}, {@code 0010,0020} or {@code 00100020}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static int parse(String keywordOrHex) {
        String text = keywordOrHex.strip();
        String hex = text.startsWith("(") && text.endsWith(")") ? text.substring(1, text.length() - 1) : text;
        if (hex.length() == 9 && hex.charAt(4) == ',') {
            hex = hex.substring(0, 4) + hex.substring(5);
        }
        if (hex.length() == 8 && hex.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            return Integer.parseUnsignedInt(hex, 16);
        }
        int tag = Dictionary.tagOf(text);
        if (tag == Dictionary.UNKNOWN_TAG) {
            throw new IllegalArgumentException("Neither a keyword nor a tag: " + keywordOrHex);
        }
        return tag;
    }

    /** The group, the first half of the tag. */
    public static int group(int tag) {
        return tag >>> 16;
    }

    /** The element number, the second half of the tag. */
    public static int element(int tag) {
        return tag & 0xFFFF;
    }

    /** Whether the group is odd (PS3.5 §7.8). */
    public static boolean isPrivate(int tag) {
        return (tag & 0x10000) != 0;
    }

    /** Whether it reserves a block of private elements, (gggg,0010-00FF) of an odd group (PS3.5 §7.8.1). */
    public static boolean isPrivateCreator(int tag) {
        int element = tag & 0xFFFF;
        return isPrivate(tag) && element >= 0x10 && element <= 0xFF;
    }

    /** Whether it is a group length, (gggg,0000) (PS3.5 §7.2). */
    public static boolean isGroupLength(int tag) {
        return (tag & 0xFFFF) == 0;
    }
}
