package org.dromedary.dicom.ul;

import java.util.List;

/**
 * The user information item (PS3.8 §9.3.2.3, PS3.7 Annex D.3.3): what both sides announce besides contexts.
 *
 * @param maxPduLength     longest variable field of a P-DATA-TF the announcer takes, 0 for no limit
 * @param window           asynchronous operations window, null if the item is absent (one operation at a time)
 * @param identity         user identity of a requestor, null if absent
 * @param identityResponse server response of an acceptor, null if absent
 */
public record UserInformation(long maxPduLength, String implementationClassUid, String implementationVersionName,
        Window window, List<Role> roles, List<Extended> extended, UserIdentity identity, byte[] identityResponse) {

    public UserInformation {
        roles = List.copyOf(roles);
        extended = List.copyOf(extended);
    }

    /** Asynchronous operations window, 0 for unlimited (PS3.7 §D.3.3.3). */
    public record Window(int invoked, int performed) { }

    /** SCP/SCU role selection, seen from the requestor (PS3.7 §D.3.3.4). */
    public record Role(String sopClassUid, boolean scu, boolean scp) { }

    /** SOP class extended negotiation with its service-class specific bytes (PS3.7 §D.3.3.5). */
    public record Extended(String sopClassUid, byte[] information) { }
}
