package org.dromedary.dicom.ul;

import java.io.Closeable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** PDUs in and out of one transport connection, each with its line in the log and its bounds (PS3.8 §9.3). */
final class PduExchange implements Closeable {
    /** An A-ASSOCIATE PDU of 128 contexts with 40 transfer syntaxes each stays below this. */
    private static final int MAX_CONTROL_LENGTH = 512 * 1024;
    private static final Logger LOG = System.getLogger(PduExchange.class.getName());
    private static final AtomicLong SERIAL = new AtomicLong();

    private final long serial = SERIAL.incrementAndGet();
    private final Transport transport;
    private final TransferLimit transfer;
    private final PduReader reader;
    private final PduWriter writer;
    private final long maxReceive;
    private final Deadline response;
    private Pdu received;

    /** @param maxReceive the longest variable field of a P-DATA-TF which was announced to the peer */
    PduExchange(Transport transport, Timeouts timeouts, long maxReceive) {
        this.transport = transport;
        this.transfer = new TransferLimit(timeouts.transfer(), transport.gate());
        this.reader = new PduReader(transport, transfer);
        this.writer = new PduWriter(transport, new Deadline(timeouts.response(), "writing to the peer",
                transport.gate()));
        this.maxReceive = maxReceive;
        this.response = new Deadline(timeouts.response(), "transfer on the association", transport.gate());
    }

    /** A number that tells connections of this process apart in logs. */
    long serial() {
        return serial;
    }

    Transport transport() {
        return transport;
    }

    PduReader reader() {
        return reader;
    }

    PduWriter writer() {
        return writer;
    }

    /** The reusable deadline of transfers, restarted. */
    Deadline response() {
        return response.restart();
    }

    /** The last PDU received which was not P-DATA-TF. */
    Pdu received() {
        return received;
    }

    TransferLimit transfer() {
        return transfer;
    }

    /** Drops the rest of the PDU before and reads the next; the content of a P-DATA-TF stays in the reader. */
    PduType receive(Deadline deadline) throws DicomNetworkException {
        reader.skipPdu();
        reader.nextPdu(deadline);
        return take(deadline);
    }

    /** The same within a message, for as long as {@link TransferLimit} allows. */
    PduType receiveWithin() throws DicomNetworkException {
        reader.skipPdu();
        reader.nextPduWithin();
        return take(response.restart());
    }

    private PduType take(Deadline deadline) throws DicomNetworkException {
        PduType type = PduType.of(reader.type());
        if (type == null) {
            throw new MalformedPduException(isTlsRecord() ? MalformedPduException.TLS_RECORD
                    : MalformedPduException.PDU_TYPE, 0);
        }
        if (type == PduType.P_DATA_TF) {
            boolean noPdv = reader.length() > 0 && reader.length() < PduReader.PDV_HEADER_LENGTH;
            if (reader.length() > maxReceive || noPdv) {
                throw new MalformedPduException("P-DATA-TF length", 2);
            }
            log("<-", () -> type + " " + reader.length() + " bytes");
        } else {
            if (reader.length() > MAX_CONTROL_LENGTH) {
                throw new MalformedPduException(type + " length", 2);
            }
            received = PduDecoder.decode(type, reader.body(deadline));
            log("<-", received::toString);
        }
        return type;
    }

    /** An alert or a handshake of TLS 1.x (RFC 8446 §5.1). */
    private boolean isTlsRecord() {
        return (reader.type() == 0x15 || reader.type() == 0x16) && reader.second() == 3;
    }

    void send(Pdu pdu, Deadline deadline) throws DicomNetworkException {
        log("->", pdu::toString);
        writer.write(PduEncoder.encode(pdu), deadline);
    }

    /** Completes the P-DATA-TF under way. */
    void endPdu(boolean last) {
        int length = writer.end(last);
        log("->", () -> PduType.P_DATA_TF + " " + length + " bytes, context " + writer.contextId()
                + (writer.isCommand() ? ", command" : ", data set") + (last ? ", last" : ""));
    }

    void log(String direction, Supplier<String> text) {
        if (LOG.isLoggable(Level.DEBUG)) {
            LOG.log(Level.DEBUG, serial + " " + direction + " " + text.get());
        }
    }

    /** Only by the thread that works on the association, when it never will again. */
    void giveBackBuffers() {
        reader.giveBackBuffer();
        writer.giveBackBuffer();
    }

    @Override
    public void close() {
        transport.close();
    }
}
