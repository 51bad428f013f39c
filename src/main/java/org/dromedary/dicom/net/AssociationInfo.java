package org.dromedary.dicom.net;

import java.net.InetAddress;
import java.util.List;
import org.dromedary.dicom.ul.UserIdentity;

/**
 * What an acceptor knows before it accepts or rejects (PS3.8 §7.1.1).
 *
 * @param address      remote address
 * @param userIdentity null if the requestor gave none
 */
public record AssociationInfo(String callingAeTitle, String calledAeTitle, InetAddress address,
        UserIdentity userIdentity,
        List<PresentationContext> contexts) { }
