package org.dromedary.dicom.ul;

import java.nio.ByteBuffer;

/**
 * Takes PDUs from the transport through one direct buffer (PS3.8 §9.3.1, §9.3.5). A P-DATA-TF need not fit into it:
 * its bytes are handed out as they come.
 *
 * <pre>
 * P-DATA-TF  04 00 length(4) { PDV length(4) context id(1) control header(1) fragment }*
 *            control header: bit 0 command, bit 1 last fragment
 * </pre>
 */
public final class PduReader {
    static final int PDV_HEADER_LENGTH = 6;
    private static final int MAX_EMPTY = 10_000;

    private final Transport transport;
    private final TransferLimit transfer;
    private ByteBuffer in = BufferPool.take();
    private ByteBuffer view = in.duplicate();
    private int type;
    private int second;
    private long length;
    private long pduRemaining;
    private long pdvRemaining;
    private int contextId;
    private int controlHeader;
    private int empty;

    /** @param transfer for what comes within a message */
    PduReader(Transport transport, TransferLimit transfer) {
        this.transport = transport;
        this.transfer = transfer;
        in.limit(0);
    }

    /** Reads the header of the next PDU; the one before has been consumed. */
    void nextPdu(Deadline deadline) throws DicomNetworkException {
        need(PduDecoder.HEADER_LENGTH, deadline);
        type = in.get() & 0xFF;
        second = in.get() & 0xFF;
        length = in.getInt() & 0xFFFFFFFFL;
        pduRemaining = length;
        pdvRemaining = 0;
    }

    int type() {
        return type;
    }

    /** The reserved second byte of the current PDU. */
    int second() {
        return second;
    }

    /** The variable field's length of the current PDU, as announced. */
    long length() {
        return length;
    }

    long pduRemaining() {
        return pduRemaining;
    }

    /** The whole body of a PDU whose length the caller has found acceptable. */
    byte[] body(Deadline deadline) throws DicomNetworkException {
        byte[] body = new byte[(int) pduRemaining];
        int filled = 0;
        while (filled < body.length) {
            need(1, deadline);
            int count = Math.min(in.remaining(), body.length - filled);
            in.get(body, filled, count);
            filled += count;
        }
        pduRemaining = 0;
        return body;
    }

    /**
     * Reads the header of the next PDV in the current PDU. Its fragment may be empty also where it is not the last,
     * which PS3.8 does not forbid, but not for ever.
     */
    void nextPdv() throws DicomNetworkException {
        long offset = PduDecoder.HEADER_LENGTH + length - pduRemaining;
        if (pduRemaining < PDV_HEADER_LENGTH) {
            throw new MalformedPduException("presentation data value header", offset);
        }
        needWithin(PDV_HEADER_LENGTH);
        long pdvLength = in.getInt() & 0xFFFFFFFFL;
        contextId = in.get() & 0xFF;
        controlHeader = in.get() & 0xFF;
        empty = pdvLength == 2 && !isLast() ? empty + 1 : 0;
        if (pdvLength < 2 || pdvLength > pduRemaining - 4 || empty > MAX_EMPTY) {
            throw new MalformedPduException("presentation data value length", offset);
        }
        pdvRemaining = pdvLength - 2;
        pduRemaining -= PDV_HEADER_LENGTH;
    }

    public int contextId() {
        return contextId;
    }

    public boolean isCommand() {
        return (controlHeader & 1) != 0;
    }

    public boolean isLast() {
        return (controlHeader & 2) != 0;
    }

    public long pdvRemaining() {
        return pdvRemaining;
    }

    /** Bytes of the current PDV as they lie in the buffer, at least one; valid until {@link #consumed}. */
    ByteBuffer chunk() throws DicomNetworkException {
        needWithin(1);
        int count = (int) Math.min(in.remaining(), pdvRemaining);
        return view.limit(in.position() + count).position(in.position());
    }

    public void consumed(int count) {
        in.position(in.position() + count);
        pdvRemaining -= count;
        pduRemaining -= count;
    }

    /** Drops what is left of the current PDU. */
    void skipPdu() throws DicomNetworkException {
        while (pduRemaining > 0) {
            needWithin(1);
            int count = (int) Math.min(in.remaining(), pduRemaining);
            in.position(in.position() + count);
            pduRemaining -= count;
        }
        pdvRemaining = 0;
    }

    /** Drops whatever comes until the transport ends, which throws: the framing is lost. */
    void discardAll(Deadline deadline) throws DicomNetworkException {
        while (true) {
            in.clear();
            transport.read(in, deadline);
            deadline.remainingMillis();
        }
    }

    /** Whether something can be read without waiting. */
    boolean ready() throws DicomNetworkException {
        return in.hasRemaining() || fillNow();
    }

    /** Waits for something to read, false when nothing came or the wait was interrupted by a wakeup. */
    boolean await(long millis) throws DicomNetworkException {
        return ready() || transport.awaitReadable(millis);
    }

    void giveBackBuffer() {
        if (in != null) {
            ByteBuffer buffer = in;
            in = null;
            view = null;
            BufferPool.giveBack(buffer);
        }
    }

    private boolean fillNow() throws DicomNetworkException {
        in.clear();
        try {
            transport.readNow(in);
        } finally {
            in.flip();
        }
        return in.hasRemaining();
    }

    private void needWithin(int count) throws DicomNetworkException {
        int before = in.remaining();
        if (before >= count) {
            return;
        }
        Deadline deadline = transfer.begin();
        try {
            need(count, deadline);
        } finally {
            transfer.end(in.remaining() - before);
        }
    }

    /** The header of the next PDU of a message that has begun. */
    void nextPduWithin() throws DicomNetworkException {
        int before = in.remaining();
        Deadline deadline = transfer.begin();
        try {
            nextPdu(deadline);
        } finally {
            transfer.end(Math.max(0, in.remaining() - before));
        }
    }

    private void need(int count, Deadline deadline) throws DicomNetworkException {
        while (in.remaining() < count) {
            in.compact();
            try {
                transport.read(in, deadline);
            } finally {
                in.flip();
            }
        }
    }
}
