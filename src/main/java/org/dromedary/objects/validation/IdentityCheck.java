package org.dromedary.objects.validation;

import static org.dromedary.objects.validation.FindingCode.META_DIFFERS;
import static org.dromedary.objects.validation.FindingCode.META_INCOMPLETE;
import static org.dromedary.objects.validation.FindingCode.META_LENGTH_WRONG;
import static org.dromedary.objects.validation.FindingCode.META_MISSING;
import static org.dromedary.objects.validation.FindingCode.MODALITY_MISSING;
import static org.dromedary.objects.validation.FindingCode.SOP_CLASS_MISSING;
import static org.dromedary.objects.validation.FindingCode.SOP_CLASS_NOT_STORAGE;
import static org.dromedary.objects.validation.FindingCode.SOP_CLASS_PRIVATE;
import static org.dromedary.objects.validation.FindingCode.SOP_CLASS_RETIRED;
import static org.dromedary.objects.validation.FindingCode.SOP_CLASS_UNKNOWN;
import static org.dromedary.objects.validation.FindingCode.TRANSFER_SYNTAX_DIFFERS;
import static org.dromedary.objects.validation.FindingCode.TRANSFER_SYNTAX_UNKNOWN;
import static org.dromedary.objects.validation.FindingCode.UID_DIFFERS;
import static org.dromedary.objects.validation.FindingCode.UID_INVALID;
import static org.dromedary.objects.validation.FindingCode.UID_LEADING_ZERO;
import static org.dromedary.objects.validation.FindingCode.UID_MISSING;
import static org.dromedary.objects.validation.FindingCode.UID_OTHER_SERIES;
import static org.dromedary.objects.validation.FindingCode.VALUE_SUSPICIOUS;

import java.util.regex.Pattern;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Part10.FileMeta;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;

/** Whether an object is what its file and the ledger say: UIDs, SOP class, transfer syntax (PS3.5 §9, PS3.10 §7.1). */
final class IdentityCheck {

    /** The root of the standard's own UIDs (PS3.5 §9). */
    private static final String STANDARD = "1.2.840.10008.";
    /** Hanging protocols, palettes, implants and protocols for devices belong to no study (PS3.3 §A.44 and others). */
    private static final Pattern OF_NO_PATIENT = Pattern.compile(
            "1\\.2\\.840\\.10008\\.5\\.1\\.4\\.(38|39|43|44|45)\\.\\d+|"
            + "1\\.2\\.840\\.10008\\.5\\.1\\.4\\.1\\.1\\.200\\.[137]");
    /** Preamble, prefix and the group length itself. */
    private static final int BEFORE_META = 144;
    private static final int[] NAMING = {Tag.PatientID, Tag.PatientName, Tag.AccessionNumber, Tag.StudyID,
        Tag.StudyDescription};
    private static final Pattern SUSPICIOUS = Pattern.compile("\\.\\.[/\\\\]|^/\\w+/|<[a-zA-Z/!]|['\"]\\s*;|\\$\\{");
    private static final Pattern LEADING_ZEROS = Pattern.compile("(^|\\.)0+(?=\\d)");

    private final Findings findings;
    private final Expected expected;

    IdentityCheck(Findings findings, Expected expected) {
        this.findings = findings;
        this.expected = expected;
    }

    void checkMeta(FileMeta meta, boolean preamble) {
        long stated = meta.elements().getLong(Tag.FileMetaInformationGroupLength, -1);
        if (preamble && stated >= 0 && stated != meta.dataSetOffset() - BEFORE_META) {
            findings.add(META_LENGTH_WRONG, stated + " instead of " + (meta.dataSetOffset() - BEFORE_META));
        }
        if (!preamble || meta.elements().isEmpty()) {
            findings.add(META_MISSING, preamble ? "no group 0002" : "no preamble with DICM behind it");
        }
        int[] required = {Tag.FileMetaInformationGroupLength, Tag.MediaStorageSOPClassUID,
            Tag.MediaStorageSOPInstanceUID, Tag.TransferSyntaxUID, Tag.ImplementationClassUID};
        for (int tag : required) {
            if (!meta.elements().isEmpty() && !meta.elements().contains(tag)) {
                findings.add(META_INCOMPLETE, name(tag));
            }
        }
        String syntax = meta.transferSyntaxUid();
        if (!TransferSyntax.isKnown(syntax)) {
            findings.add(TRANSFER_SYNTAX_UNKNOWN, shown(syntax));
        }
        if (expected != null && expected.transferSyntaxUid() != null && !expected.transferSyntaxUid().equals(syntax)) {
            findings.add(TRANSFER_SYNTAX_DIFFERS, shown(syntax) + " instead of " + expected.transferSyntaxUid());
        }
    }

    /** Whether the object can be told apart from others; of what could not be read whatever was read before. */
    void checkIdentifiers(DataSet head, FileMeta meta) {
        String sopClass = head.getString(Tag.SOPClassUID, meta.sopClassUid());
        if (!Uid.MediaStorageDirectoryStorage.equals(sopClass)) {
            checkUids(head, meta, sopClass != null && OF_NO_PATIENT.matcher(sopClass).matches());
        }
    }

    void checkHead(DataSet head, FileMeta meta) {
        checkIdentifiers(head, meta);
        checkSopClass(head.getString(Tag.SOPClassUID, meta.sopClassUid()));
        for (int tag : NAMING) {
            if (SUSPICIOUS.matcher(String.join("\\", head.getStrings(tag))).find()) {
                findings.add(VALUE_SUSPICIOUS, name(tag));
            }
        }
    }

    private void checkUids(DataSet head, FileMeta meta, boolean alone) {
        checkUid(head, Tag.SOPInstanceUID, expected == null ? null : expected.sopInstanceUid());
        checkUid(head, Tag.SOPClassUID, expected == null ? null : expected.sopClassUid());
        differs(meta.elements().getString(Tag.MediaStorageSOPClassUID), head.getString(Tag.SOPClassUID),
                Tag.SOPClassUID);
        differs(meta.elements().getString(Tag.MediaStorageSOPInstanceUID), head.getString(Tag.SOPInstanceUID),
                Tag.SOPInstanceUID);
        if (!alone) {
            checkUid(head, Tag.StudyInstanceUID, expected == null ? null : expected.studyInstanceUid());
            checkUid(head, Tag.SeriesInstanceUID, expected == null ? null : expected.seriesInstanceUid());
        }
        if (head.getString(Tag.Modality) == null && head.contains(Tag.SeriesInstanceUID)) {
            findings.add(MODALITY_MISSING, name(Tag.Modality));
        }
    }

    private void differs(String stated, String uid, int tag) {
        if (stated != null && uid != null && !stated.equals(uid)) {
            findings.add(META_DIFFERS, name(tag) + " is " + shown(uid) + ", File Meta Information says "
                    + shown(stated));
        }
    }

    private void checkUid(DataSet head, int tag, String due) {
        String uid = head.getString(tag);
        if (uid == null) {
            findings.add(tag == Tag.SOPClassUID ? SOP_CLASS_MISSING : UID_MISSING, name(tag));
            return;
        }
        int values = head.getStrings(tag).size();
        if (values > 1) {
            findings.add(UID_INVALID, name(tag) + " has " + values + " values");
        } else if (!Uid.isValid(uid)) {
            boolean zeros = Uid.isValid(LEADING_ZEROS.matcher(uid).replaceAll("$1")) && uid.length() <= 64;
            findings.add(zeros ? UID_LEADING_ZERO : UID_INVALID, name(tag) + " of " + uid.length() + " characters");
        }
        if (due != null && !due.equals(uid)) {
            findings.add(tag == Tag.StudyInstanceUID || tag == Tag.SeriesInstanceUID ? UID_OTHER_SERIES
                    : UID_DIFFERS, name(tag) + " is " + shown(uid) + " instead of " + due);
        }
    }

    private void checkSopClass(String uid) {
        if (uid == null || !Uid.isValid(uid)) {
            return;
        }
        boolean storage = Dictionary.isStorageSopClass(uid);
        if (!uid.startsWith(STANDARD)) {
            findings.add(SOP_CLASS_PRIVATE, uid);
        } else if (!storage && (!Uid.nameOf(uid).equals(uid))) {
            findings.add(SOP_CLASS_NOT_STORAGE, uid + " " + Uid.nameOf(uid));
        } else if (!storage) {
            findings.add(SOP_CLASS_UNKNOWN, uid);
        } else if (Dictionary.isRetired(uid)) {
            findings.add(SOP_CLASS_RETIRED, uid + " " + Uid.nameOf(uid));
        }
    }

    /** UIDs may be shown, but what stands in their place may be anything. */
    private static String shown(String uid) {
        return uid.matches("[0-9.]{1,128}") ? uid : "something that is no UID";
    }

    private static String name(int tag) {
        return Dictionary.keywordOf(tag) + " " + Tag.toString(tag);
    }
}
