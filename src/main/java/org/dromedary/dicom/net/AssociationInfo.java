package org.dromedary.dicom.net;

import java.util.List;

/**
 * What an acceptor knows before it accepts or rejects (PS3.8 §7.1.1).
 *
 * @param peer         remote address and port
 * @param userIdentity null if the requestor gave none
 */
public record AssociationInfo(String callingAeTitle, String calledAeTitle, String peer, UserIdentity userIdentity,
        List<PresentationContext> contexts) { }
