package org.dromedary.archives.archive;

import java.util.List;
import java.util.function.Function;
import org.dromedary.archives.archive.Endpoints.Service;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.Association;

/** The two information models of Query/Retrieve that are asked for (PS3.4 §C.6.1, §C.6.2). */
public enum QueryModel {

    /** Studies are found by any key; Study Instance UID is enough below. */
    STUDY_ROOT(Uid.StudyRootQueryRetrieveInformationModelFind, Uid.StudyRootQueryRetrieveInformationModelMove,
            Uid.StudyRootQueryRetrieveInformationModelGet),
    /** Patient ID is a unique key of every level below the patient (PS3.4 §C.6.1.1), also in retrieves. */
    PATIENT_ROOT(Uid.PatientRootQueryRetrieveInformationModelFind, Uid.PatientRootQueryRetrieveInformationModelMove,
            Uid.PatientRootQueryRetrieveInformationModelGet);

    private final String find;
    private final String move;
    private final String get;

    QueryModel(String find, String move, String get) {
        this.find = find;
        this.move = move;
        this.get = get;
    }

    public String find() {
        return find;
    }

    public String move() {
        return move;
    }

    public String get() {
        return get;
    }

    /** The SOP class of a query or retrieve service. */
    public String of(Service service) {
        return switch (service) {
            case FIND -> find;
            case MOVE -> move;
            case GET -> get;
            case STORE, COMMITMENT -> throw new IllegalArgumentException(service + " is in no query model");
        };
    }

    /** The models, the one to be preferred first. */
    static List<QueryModel> preferred(Quirks quirks) {
        return quirks.has(Quirk.PATIENT_ROOT) ? List.of(PATIENT_ROOT, STUDY_ROOT) : List.of(STUDY_ROOT, PATIENT_ROOT);
    }

    /**
     * The model in which an association offers a service, or null.
     *
     * @param service such as {@code QueryModel::find}
     */
    public static QueryModel granted(Association association, Quirks quirks, Function<QueryModel, String> service) {
        return preferred(quirks).stream()
                .filter(model -> !association.acceptedTransferSyntaxes(service.apply(model)).isEmpty())
                .findFirst().orElse(null);
    }
}
