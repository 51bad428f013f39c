package org.dromedary.dicom.ul;

import java.nio.ByteBuffer;

/**
 * Collects P-DATA-TF PDUs of one PDV each in a direct buffer and writes as many as fit by one call: a command and
 * the start of its data set leave together, a peer's small PDUs in bursts (PS3.8 §9.3.5).
 */
final class PduWriter {
    private static final int HEADERS_LENGTH = 12;

    private final Transport transport;
    private final Deadline deadline;
    private ByteBuffer out = BufferPool.take();
    private ByteBuffer view = out.duplicate();
    private int payloadLength;
    private int start = -1;
    private int contextId;
    private boolean command;

    PduWriter(Transport transport, Deadline deadline) {
        this.transport = transport;
        this.deadline = deadline;
    }

    /** @param peerLimit the variable field's length which the peer announced, 0 for no limit */
    void limit(long peerLimit) {
        long variable = peerLimit == 0 ? BufferPool.PDU_LENGTH : Math.min(peerLimit, BufferPool.PDU_LENGTH);
        payloadLength = ((int) variable - PduReader.PDV_HEADER_LENGTH) & ~1;
    }

    /** Starts a PDV; makes room by writing what was collected if need be. */
    void begin(int context, boolean isCommand) throws DicomNetworkException {
        if (out.remaining() < HEADERS_LENGTH + payloadLength) {
            flush();
        }
        start = out.position();
        contextId = context;
        command = isCommand;
        out.position(start + HEADERS_LENGTH);
    }

    /** Room left in the current PDV. */
    int room() {
        return start + HEADERS_LENGTH + payloadLength - out.position();
    }

    /** A window on the room left, to be filled from its position and then confirmed by {@link #filled}. */
    ByteBuffer window(int count) {
        return view.limit(out.position() + count).position(out.position());
    }

    void filled(int count) {
        out.position(out.position() + count);
    }

    void put(byte[] bytes, int offset, int count) {
        out.put(bytes, offset, count);
    }

    /** Completes the PDV and its PDU; returns the variable field's length. */
    int end(boolean last) {
        int fragment = out.position() - start - HEADERS_LENGTH;
        out.put(start, (byte) PduType.P_DATA_TF.code());
        out.put(start + 1, (byte) 0);
        out.putInt(start + 2, fragment + PduReader.PDV_HEADER_LENGTH);
        out.putInt(start + 6, fragment + 2);
        out.put(start + 10, (byte) contextId);
        out.put(start + 11, (byte) ((command ? 1 : 0) | (last ? 2 : 0)));
        start = -1;
        return fragment + PduReader.PDV_HEADER_LENGTH;
    }

    int contextId() {
        return contextId;
    }

    boolean isCommand() {
        return command;
    }

    void flush() throws DicomNetworkException {
        if (out.position() > 0) {
            out.flip();
            try {
                transport.write(out, deadline.restart());
            } finally {
                out.clear();
            }
        }
    }

    /** Writes a whole PDU of another type behind what was collected. */
    void write(byte[] pdu, Deadline until) throws DicomNetworkException {
        flush();
        transport.write(ByteBuffer.wrap(pdu), until);
    }

    /** Forgets what was collected: an abort overtakes it. */
    void drop() {
        if (out != null) {
            out.clear();
            start = -1;
        }
    }

    void giveBackBuffer() {
        if (out != null) {
            ByteBuffer buffer = out;
            out = null;
            view = null;
            BufferPool.giveBack(buffer);
        }
    }
}
