package org.dromedary.dicom.net;

import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.ul.DicomNetworkException;

/** The association has no accepted presentation context for what should be sent; nothing was sent. */
public class NoPresentationContextException extends DicomNetworkException {
    private static final long serialVersionUID = 1L;
    private final String sopClassUid;
    private final String transferSyntaxUid;

    /** @param transferSyntaxUid null where any transfer syntax would do */
    public NoPresentationContextException(String sopClassUid, String transferSyntaxUid) {
        super("No accepted presentation context for " + Uid.nameOf(sopClassUid)
                + (transferSyntaxUid == null ? "" : " in " + Uid.nameOf(transferSyntaxUid)));
        this.sopClassUid = sopClassUid;
        this.transferSyntaxUid = transferSyntaxUid;
    }

    public String sopClassUid() {
        return sopClassUid;
    }

    public String transferSyntaxUid() {
        return transferSyntaxUid;
    }
}
