package org.dromedary.camel;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.dromedary.dicom.dimse.ScpListener;
import org.dromedary.dicom.dimse.StoreLimits;
import org.dromedary.dicom.net.AssociationInfo;
import org.dromedary.dicom.tls.TlsParty;
import org.dromedary.dicom.ul.ByteGate;
import org.dromedary.dicom.ul.RejectReason;
import org.dromedary.dicom.ul.Timeouts;

/** The parameters of a {@code dicom:} URI, which the component may have for all endpoints. */
@UriParams
public class DicomConfiguration implements Cloneable {

    /** Information models of Query/Retrieve (PS3.4 §C.6.1, §C.6.2). */
    public enum Model { STUDY, PATIENT }

    /** Levels of Query/Retrieve (PS3.4 §C.3). */
    public enum Level { PATIENT, STUDY, SERIES, IMAGE }

    @UriParam(label = "producer", defaultValue = "DROMEDARY",
            description = "AE title by which the producer calls, 1 to 16 characters")
    private String calling = "DROMEDARY";

    @UriParam(label = "producer", defaultValue = "STUDY",
            description = "Information model of find, move and get: Study Root or Patient Root")
    private Model model = Model.STUDY;

    @UriParam(label = "producer", defaultValue = "STUDY",
            description = "Query/Retrieve Level (0008,0052) of find, move and get, if the identifier has none")
    private Level level = Level.STUDY;

    @UriParam(label = "producer",
            description = "AE title to which a move sends, if no header CamelDicomMoveDestination names one")
    private String destination;

    @UriParam(label = "producer", defaultValue = ".",
            description = "Folder into which a get writes files, relative to the working directory")
    private String folder = ".";

    @UriParam(label = "producer",
            description = "SOP Class UIDs that a get expects, separated by commas; the fewer, the less does the peer"
                    + " convert; some ninety common classes if there are none")
    private String sopClasses;

    @UriParam(label = "common", defaultValue = "262144",
            description = "Longest PDU that this side announces, in bytes, 1024 at least (PS3.8 §D.1)")
    private int maxPduLength = 262_144;

    @UriParam(label = "producer", defaultValue = "10s", description = "Longest wait for a TCP connection")
    private Duration connectTimeout = Duration.ofSeconds(10);

    @UriParam(label = "common", defaultValue = "30s",
            description = "Longest wait for the answer to an association request or release; of an scp for the request,"
                    + " for which it waits 10 s at most")
    private Duration acseTimeout = Duration.ofSeconds(30);

    @UriParam(label = "common", defaultValue = "10m",
            description = "Longest wait for the next message of a running operation, and of an scp for the next"
                    + " operation")
    private Duration responseTimeout = Duration.ofMinutes(10);

    @UriParam(label = "common", defaultValue = "2m",
            description = "Longest wait for the rest of a message once it has begun, anew for each 256 KiB of it")
    private Duration transferTimeout = Duration.ofMinutes(2);

    @UriParam(label = "consumer", defaultValue = "50",
            description = "Associations that an scp serves at once; for one more the longest idle is ended, or the new"
                    + " one is rejected for now")
    private int maxAssociations = 50;

    @UriParam(label = "consumer", defaultValue = "false",
            description = "Whether an scp accepts associations that call another AE title than its own")
    private boolean anyCalledAet;

    @UriParam(label = "consumer", defaultValue = "false",
            description = "Whether an scp wants its AE title exactly as it is written; else case does not matter")
    private boolean strictCalledAet;

    @UriParam(label = "consumer,advanced",
            description = "Bean that decides whom an scp accepts: a Function<AssociationInfo, RejectReason> that"
                    + " answers null for yes; without it everybody")
    private Function<AssociationInfo, RejectReason> associationPolicy = request -> null;

    @UriParam(label = "consumer,advanced",
            description = "Bean, a Predicate<AssociationInfo>: for whom an scp keeps its places, of which others have a"
                    + " quarter, and who passes the byte gate; without it everybody")
    private Predicate<AssociationInfo> preferred;

    @UriParam(label = "consumer", defaultValue = "0",
            description = "Longest object that an scp takes, in bytes, before it aborts the association; 0 for any")
    private long maxObjectBytes;

    @UriParam(label = "consumer", defaultValue = "0",
            description = "Bytes of all objects after which an scp aborts an association; 0 for any number")
    private long maxAssociationBytes;

    @UriParam(label = "consumer", defaultValue = "0",
            description = "Bytes of objects answered with a failure, in succession, after which an scp aborts their"
                    + " association; 0 for any number")
    private long maxRefusedBytes;

    @UriParam(label = "consumer,advanced",
            description = "Bean, a ScpListener, that is told which associations an scp rejected or aborted")
    private ScpListener scpListener = ScpListener.NONE;

    @UriParam(label = "advanced",
            description = "Bean, a ByteGate, that holds back the bytes of all associations; without it nothing does")
    private ByteGate byteGate = ByteGate.OPEN;

    @UriParam(label = "advanced",
            description = "Bean, a TlsParty, by which all connections are secure; without it none is")
    private TlsParty tls;

    /** A copy with parameters of its own. */
    public DicomConfiguration copy() {
        try {
            return (DicomConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    Timeouts timeouts() {
        return new Timeouts(connectTimeout, acseTimeout, responseTimeout, responseTimeout, transferTimeout);
    }

    StoreLimits storeLimits() {
        return new StoreLimits(orAny(maxObjectBytes), orAny(maxAssociationBytes), orAny(maxRefusedBytes));
    }

    private static long orAny(long limit) {
        return limit == 0 ? Long.MAX_VALUE : limit;
    }

    List<String> sopClassUids() {
        return sopClasses == null ? List.of()
                : Stream.of(sopClasses.split(",")).map(String::strip).filter(uid -> !uid.isEmpty()).toList();
    }

    public String getCalling() {
        return calling;
    }

    public void setCalling(String calling) {
        this.calling = calling;
    }

    public Model getModel() {
        return model;
    }

    public void setModel(Model model) {
        this.model = model;
    }

    public Level getLevel() {
        return level;
    }

    public void setLevel(Level level) {
        this.level = level;
    }

    public String getDestination() {
        return destination;
    }

    public void setDestination(String destination) {
        this.destination = destination;
    }

    public String getFolder() {
        return folder;
    }

    public void setFolder(String folder) {
        this.folder = folder;
    }

    public String getSopClasses() {
        return sopClasses;
    }

    public void setSopClasses(String sopClasses) {
        this.sopClasses = sopClasses;
    }

    public int getMaxPduLength() {
        return maxPduLength;
    }

    public void setMaxPduLength(int maxPduLength) {
        this.maxPduLength = maxPduLength;
    }

    public Duration getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public Duration getAcseTimeout() {
        return acseTimeout;
    }

    public void setAcseTimeout(Duration acseTimeout) {
        this.acseTimeout = acseTimeout;
    }

    public Duration getResponseTimeout() {
        return responseTimeout;
    }

    public void setResponseTimeout(Duration responseTimeout) {
        this.responseTimeout = responseTimeout;
    }

    public int getMaxAssociations() {
        return maxAssociations;
    }

    public void setMaxAssociations(int maxAssociations) {
        this.maxAssociations = maxAssociations;
    }

    public boolean isAnyCalledAet() {
        return anyCalledAet;
    }

    public void setAnyCalledAet(boolean anyCalledAet) {
        this.anyCalledAet = anyCalledAet;
    }

    public boolean isStrictCalledAet() {
        return strictCalledAet;
    }

    public void setStrictCalledAet(boolean strictCalledAet) {
        this.strictCalledAet = strictCalledAet;
    }

    public Function<AssociationInfo, RejectReason> getAssociationPolicy() {
        return associationPolicy;
    }

    public void setAssociationPolicy(Function<AssociationInfo, RejectReason> associationPolicy) {
        this.associationPolicy = associationPolicy;
    }

    public ScpListener getScpListener() {
        return scpListener;
    }

    public void setScpListener(ScpListener scpListener) {
        this.scpListener = scpListener;
    }

    public ByteGate getByteGate() {
        return byteGate;
    }

    public void setByteGate(ByteGate byteGate) {
        this.byteGate = byteGate;
    }

    public TlsParty getTls() {
        return tls;
    }

    public void setTls(TlsParty tls) {
        this.tls = tls;
    }

    public Duration getTransferTimeout() {
        return transferTimeout;
    }

    public void setTransferTimeout(Duration transferTimeout) {
        this.transferTimeout = transferTimeout;
    }

    public Predicate<AssociationInfo> getPreferred() {
        return preferred;
    }

    public void setPreferred(Predicate<AssociationInfo> preferred) {
        this.preferred = preferred;
    }

    public long getMaxObjectBytes() {
        return maxObjectBytes;
    }

    public void setMaxObjectBytes(long maxObjectBytes) {
        this.maxObjectBytes = maxObjectBytes;
    }

    public long getMaxAssociationBytes() {
        return maxAssociationBytes;
    }

    public void setMaxAssociationBytes(long maxAssociationBytes) {
        this.maxAssociationBytes = maxAssociationBytes;
    }

    public long getMaxRefusedBytes() {
        return maxRefusedBytes;
    }

    public void setMaxRefusedBytes(long maxRefusedBytes) {
        this.maxRefusedBytes = maxRefusedBytes;
    }
}
