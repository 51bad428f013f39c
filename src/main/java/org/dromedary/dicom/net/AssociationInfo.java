package org.dromedary.dicom.net;

import java.net.InetAddress;
import java.security.cert.Certificate;
import java.util.List;
import org.dromedary.dicom.ul.UserIdentity;

/**
 * What an acceptor knows before it accepts or rejects (PS3.8 §7.1.1).
 *
 * @param address      remote address
 * @param userIdentity null if the requestor gave none
 * @param certificates those by which it proved who it is in the TLS handshake, its own first; empty if it did not
 */
public record AssociationInfo(String callingAeTitle, String calledAeTitle, InetAddress address,
        UserIdentity userIdentity,
        List<PresentationContext> contexts, List<Certificate> certificates) {

    /** Without TLS. */
    public AssociationInfo(String callingAeTitle, String calledAeTitle, InetAddress address, UserIdentity userIdentity,
            List<PresentationContext> contexts) {
        this(callingAeTitle, calledAeTitle, address, userIdentity, contexts, List.of());
    }
}
