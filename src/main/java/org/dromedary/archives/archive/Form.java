package org.dromedary.archives.archive;

import org.dromedary.dicom.data.Uid;

/** What a presentation context says of an object: its SOP class and its transfer syntax (PS3.8 §9.3.2.2). */
public record Form(String sopClassUid, String transferSyntaxUid) {

    @Override
    public String toString() {
        return Uid.nameOf(sopClassUid) + " in " + Uid.nameOf(transferSyntaxUid);
    }
}
