package org.dromedary.dicom.ul;


/** What moves an association from state to state (PS3.8 §9.2.2, the rows of table 9-10). */
enum Event {
    E1("local A-ASSOCIATE request"),
    E2("transport connection confirmed"),
    E3("A-ASSOCIATE-AC received"),
    E4("A-ASSOCIATE-RJ received"),
    E5("transport connection indicated"),
    E6("A-ASSOCIATE-RQ received"),
    E7("local A-ASSOCIATE response: accept"),
    E8("local A-ASSOCIATE response: reject"),
    E9("local P-DATA request"),
    E10("P-DATA-TF received"),
    E11("local A-RELEASE request"),
    E12("A-RELEASE-RQ received"),
    E13("A-RELEASE-RP received"),
    E14("local A-RELEASE response"),
    E15("local A-ABORT request"),
    E16("A-ABORT received"),
    E17("transport connection closed"),
    E18("ARTIM timer expired"),
    E19("unrecognized or invalid PDU received");

    private final String words;

    Event(String words) {
        this.words = words;
    }

    static Event received(PduType type) {
        return switch (type) {
            case A_ASSOCIATE_RQ -> E6;
            case A_ASSOCIATE_AC -> E3;
            case A_ASSOCIATE_RJ -> E4;
            case P_DATA_TF -> E10;
            case A_RELEASE_RQ -> E12;
            case A_RELEASE_RP -> E13;
            case A_ABORT -> E16;
        };
    }

    @Override
    public String toString() {
        return name() + " (" + words + ")";
    }
}
