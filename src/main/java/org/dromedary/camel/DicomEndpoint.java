package org.dromedary.camel;

import java.time.Duration;
import java.util.function.Function;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.dromedary.camel.DicomAddress.Operation;
import org.dromedary.dicom.dimse.ScpListener;
import org.dromedary.dicom.net.AssociationInfo;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.ul.ByteGate;
import org.dromedary.dicom.ul.RejectReason;
import org.dromedary.dicom.ul.Timeouts;

/** One peer and operation, with the options of its URI. */
public class DicomEndpoint extends DefaultEndpoint {

    private final DicomAddress address;
    private String calling = "DROMEDARY";
    private String model = "study";
    private String level = "STUDY";
    private String destination;
    private String folder = ".";
    private int maxPduLength = 262_144;
    private int maxAssociations = 50;
    private boolean anyCalledAet;
    private boolean strictCalledAet;
    private ScpListener scpListener = ScpListener.NONE;
    private Function<AssociationInfo, RejectReason> associationPolicy = request -> null;
    private ByteGate byteGate = ByteGate.OPEN;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration acseTimeout = Duration.ofSeconds(30);
    private Duration responseTimeout = Duration.ofMinutes(10);

    DicomEndpoint(String uri, DicomComponent component, DicomAddress address) {
        super(uri, component);
        this.address = address;
    }

    @Override
    public Producer createProducer() {
        if (address.operation() == Operation.SCP) {
            throw new IllegalArgumentException("dicom:scp receives: use it in from");
        }
        return new DicomProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (address.operation() != Operation.SCP) {
            throw new IllegalArgumentException("only dicom:scp can be used in from");
        }
        DicomConsumer consumer = new DicomConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    AssociationRequest.Builder request() {
        return AssociationRequest.to(address.host(), address.port()).called(address.aet()).calling(calling)
                .maxPduLength(maxPduLength).timeouts(timeouts()).byteGate(byteGate);
    }

    Timeouts timeouts() {
        return new Timeouts(connectTimeout, acseTimeout, responseTimeout, responseTimeout);
    }

    DicomAddress address() {
        return address;
    }

    public String getCalling() {
        return calling;
    }

    /** Our AE title; default DROMEDARY. */
    public void setCalling(String calling) {
        this.calling = calling;
    }

    public String getModel() {
        return model;
    }

    /** Information model of find, move and get: {@code study} (default) or {@code patient} root. */
    public void setModel(String model) {
        this.model = model;
    }

    public String getLevel() {
        return level;
    }

    /** Query/Retrieve Level when the identifier has none; default STUDY. */
    public void setLevel(String level) {
        this.level = level;
    }

    public String getDestination() {
        return destination;
    }

    /** AE title to which a move sends. */
    public void setDestination(String destination) {
        this.destination = destination;
    }

    public String getFolder() {
        return folder;
    }

    /** Folder into which a get writes files; default the working directory. */
    public void setFolder(String folder) {
        this.folder = folder;
    }

    public int getMaxPduLength() {
        return maxPduLength;
    }

    /** Longest PDU we announce, in bytes. */
    public void setMaxPduLength(int maxPduLength) {
        this.maxPduLength = maxPduLength;
    }

    public int getMaxAssociations() {
        return maxAssociations;
    }

    /** Associations an scp serves at once; of more the longest idle is ended, else the new one rejected for now. */
    public void setMaxAssociations(int maxAssociations) {
        this.maxAssociations = maxAssociations;
    }

    public boolean isAnyCalledAet() {
        return anyCalledAet;
    }

    /** Whether an scp accepts associations that call another AE title than its own. */
    public void setAnyCalledAet(boolean anyCalledAet) {
        this.anyCalledAet = anyCalledAet;
    }

    public boolean isStrictCalledAet() {
        return strictCalledAet;
    }

    /** Whether an scp wants its AE title exactly as it is written in the URI; by default case does not matter. */
    public void setStrictCalledAet(boolean strictCalledAet) {
        this.strictCalledAet = strictCalledAet;
    }

    public ScpListener getScpListener() {
        return scpListener;
    }

    /** Bean that is told which associations an scp rejected, and which did not end in order. */
    public void setScpListener(ScpListener scpListener) {
        this.scpListener = scpListener;
    }

    public Function<AssociationInfo, RejectReason> getAssociationPolicy() {
        return associationPolicy;
    }

    /** Bean that decides whom an scp accepts: the reason to reject a request, or null; default everybody. */
    public void setAssociationPolicy(Function<AssociationInfo, RejectReason> associationPolicy) {
        this.associationPolicy = associationPolicy;
    }

    public ByteGate getByteGate() {
        return byteGate;
    }

    /** What holds back the bytes of all associations, a bean's name as {@code #name}; by default nothing. */
    public void setByteGate(ByteGate byteGate) {
        this.byteGate = byteGate;
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

    /** Longest wait for the answer to an association request or release. */
    public void setAcseTimeout(Duration acseTimeout) {
        this.acseTimeout = acseTimeout;
    }

    public Duration getResponseTimeout() {
        return responseTimeout;
    }

    /** Longest wait for the next message of a running operation. */
    public void setResponseTimeout(Duration responseTimeout) {
        this.responseTimeout = responseTimeout;
    }
}
