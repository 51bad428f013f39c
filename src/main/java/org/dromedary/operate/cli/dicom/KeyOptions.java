package org.dromedary.operate.cli.dicom;

import java.util.ArrayList;
import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import picocli.CommandLine.Option;

/** Level, information model and keys of a query or retrieve identifier (PS3.4 §C.4.1.1.3). */
final class KeyOptions {

    enum Level { PATIENT, STUDY, SERIES, IMAGE }

    @Option(names = "--level", paramLabel = "LEVEL", defaultValue = "STUDY",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Level level;

    @Option(names = "-k", paramLabel = "KEYWORD=VALUE",
            description = "A key: keyword or tag, for instance StudyDate=20240101-20240131 or 0008,0050=A1; "
                    + "without a value it is only asked for. Several UIDs are separated by a backslash.")
    private List<String> keys = new ArrayList<>();

    @Option(names = "--patient-root",
            description = "Use the Patient Root model (default: Study Root, except for --level PATIENT).")
    private boolean patientRoot;

    Level level() {
        return level;
    }

    boolean isPatientRoot() {
        return patientRoot || level == Level.PATIENT;
    }

    String findModel() {
        return isPatientRoot() ? Uid.PatientRootQueryRetrieveInformationModelFind
                : Uid.StudyRootQueryRetrieveInformationModelFind;
    }

    String moveModel() {
        return isPatientRoot() ? Uid.PatientRootQueryRetrieveInformationModelMove
                : Uid.StudyRootQueryRetrieveInformationModelMove;
    }

    String getModel() {
        return isPatientRoot() ? Uid.PatientRootQueryRetrieveInformationModelGet
                : Uid.StudyRootQueryRetrieveInformationModelGet;
    }

    /** The identifier: the level and the keys; non-ASCII values make it UTF-8. */
    DataSet identifier() {
        DataSet identifier = new DataSet();
        if (keys.stream().anyMatch(key -> key.chars().anyMatch(c -> c > 0x7E))) {
            identifier.set(Tag.SpecificCharacterSet, "ISO_IR 192");
        }
        identifier.set(Tag.QueryRetrieveLevel, level.name());
        for (String key : keys) {
            int equals = key.indexOf('=');
            String name = equals < 0 ? key : key.substring(0, equals);
            String value = equals < 0 ? "" : key.substring(equals + 1);
            if (value.isEmpty()) {
                identifier.set(tag(name));
            } else {
                identifier.set(tag(name), value.split("\\\\"));
            }
        }
        return identifier;
    }

    /** As {@link #identifier()}, for a retrieve: the unique key of the level must be there. */
    DataSet retrieveIdentifier() {
        DataSet identifier = identifier();
        int unique = switch (level) {
            case PATIENT -> Tag.PatientID;
            case STUDY -> Tag.StudyInstanceUID;
            case SERIES -> Tag.SeriesInstanceUID;
            case IMAGE -> Tag.SOPInstanceUID;
        };
        if (identifier.getString(unique) == null) {
            throw new UsageException("Nothing says what to retrieve: at level " + level + " give -k "
                    + Dictionary.keywordOf(unique) + "=…");
        }
        return identifier;
    }

    static int tag(String name) {
        try {
            return Tag.parse(name.trim());
        } catch (RuntimeException e) {
            throw new UsageException("'" + name + "' is neither a keyword of the DICOM dictionary (StudyDate) "
                    + "nor a tag (0008,0020).");
        }
    }
}
