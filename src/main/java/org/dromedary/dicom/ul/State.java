package org.dromedary.dicom.ul;

/** The states of an association (PS3.8 §9.2.1, table 9-5). */
enum State {
    STA1("idle"),
    STA2("transport connection open, awaiting A-ASSOCIATE-RQ"),
    STA3("awaiting local A-ASSOCIATE response"),
    STA4("awaiting transport connection"),
    STA5("awaiting A-ASSOCIATE-AC or -RJ"),
    STA6("association established"),
    STA7("awaiting A-RELEASE-RP"),
    STA8("awaiting local A-RELEASE response"),
    STA9("release collision, requestor: awaiting local A-RELEASE response"),
    STA10("release collision, acceptor: awaiting A-RELEASE-RP"),
    STA11("release collision, requestor: awaiting A-RELEASE-RP"),
    STA12("release collision, acceptor: awaiting local A-RELEASE response"),
    STA13("awaiting transport connection close");

    private final String words;

    State(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return "Sta" + (ordinal() + 1) + " (" + words + ")";
    }
}
