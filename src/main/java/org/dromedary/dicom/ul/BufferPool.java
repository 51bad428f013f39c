package org.dromedary.dicom.ul;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/** Direct buffers handed from one association to the next: allocating and zeroing them costs more than a C-ECHO. */
public final class BufferPool {
    /** Variable field of the largest P-DATA-TF we send, and the least we announce as a receiver. */
    public static final int PDU_LENGTH = 256 * 1024;
    /** Room for one such PDU with its headers behind the PDU of its command. */
    static final int BUFFER_LENGTH = PDU_LENGTH + 4096;

    private static final ArrayBlockingQueue<ByteBuffer> FREE = new ArrayBlockingQueue<>(64);

    private BufferPool() { }

    static ByteBuffer take() {
        ByteBuffer buffer = FREE.poll();
        return buffer == null ? ByteBuffer.allocateDirect(BUFFER_LENGTH) : buffer.clear();
    }

    /** Only the thread that used the buffer may give it back, once. */
    static void giveBack(ByteBuffer buffer) {
        FREE.offer(buffer);
    }
}
