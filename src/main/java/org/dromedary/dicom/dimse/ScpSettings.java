package org.dromedary.dicom.dimse;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.dromedary.dicom.net.AssociationInfo;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.tls.TlsParty;
import org.dromedary.dicom.ul.BufferPool;
import org.dromedary.dicom.ul.ByteGate;
import org.dromedary.dicom.ul.RejectReason;
import org.dromedary.dicom.ul.Timeouts;
import org.dromedary.dicom.ul.UserIdentity;

/** What {@link ScpServer.Builder} collects; not changed once the server runs. */
final class ScpSettings {
    InetAddress address = InetAddress.getLoopbackAddress();
    int port;
    final Set<String> aeTitles = new HashSet<>();
    final Map<String, List<String>> contexts = new HashMap<>();
    boolean strictAeTitles;
    boolean listedContextsOnly;
    boolean unknownAsStorage;
    int maxAssociations = 50;
    int maxPduLength = BufferPool.PDU_LENGTH;
    int maxOperationsPerformed = 8;
    boolean quickAck = true;
    ByteGate byteGate = ByteGate.OPEN;
    /** Null for connections without TLS. */
    TlsParty tls;
    StoreLimits storeLimits = StoreLimits.NONE;
    /** Null for everybody. */
    Predicate<AssociationInfo> preferred;
    Timeouts timeouts = Timeouts.DEFAULT;
    Function<AssociationInfo, RejectReason> policy = info -> null;
    BiPredicate<String, String> contextPolicy = (sopClass, transferSyntax) -> true;
    Function<UserIdentity, byte[]> identityResponse = identity -> null;
    BiFunction<String, byte[], byte[]> extendedNegotiation = (sopClass, information) -> null;
    ScpListener listener = ScpListener.NONE;
    EchoHandler echo = association -> Status.SUCCESS;
    StoreHandler store;
    FindHandler find;
    MoveHandler move;
    GetHandler get;
    CommitmentHandler commitment;
    CommitmentListener commitmentListener;
}
