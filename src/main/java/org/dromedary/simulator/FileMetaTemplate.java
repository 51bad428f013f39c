package org.dromedary.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dromedary.dicom.data.Part10;

/**
 * Preamble and file meta information for one SOP Class, transfer syntax and length of SOP Instance UID (PS3.10 §7.1).
 *
 * <p>Received objects differ in the SOP Instance UID alone, so the rest is encoded once: encoding it for each object
 * took a seventh of the receiver's time.
 */
record FileMetaTemplate(byte[] bytes, int uidOffset) {

    /** UIDs come from outside, so the number of templates needs a bound. */
    private static final int MAX_TEMPLATES = 512;
    private static final byte[] INSTANCE_UID_HEADER = {0x02, 0x00, 0x03, 0x00, 'U', 'I'};
    private static final int LENGTH_FIELD = 2;
    private static final Map<Key, FileMetaTemplate> TEMPLATES = new ConcurrentHashMap<>();

    private record Key(String sopClassUid, String transferSyntaxUid, int uidLength) {
    }

    /** The bytes of a file before the data set. */
    static ByteBuffer encode(String sopClassUid, String sopInstanceUid, String transferSyntaxUid) {
        if (TEMPLATES.size() > MAX_TEMPLATES) {
            TEMPLATES.clear();
        }
        byte[] uid = sopInstanceUid.getBytes(StandardCharsets.US_ASCII);
        FileMetaTemplate template = TEMPLATES.computeIfAbsent(new Key(sopClassUid, transferSyntaxUid, uid.length),
                FileMetaTemplate::make);
        byte[] meta = template.bytes.clone();
        System.arraycopy(uid, 0, meta, template.uidOffset, uid.length);
        return ByteBuffer.wrap(meta);
    }

    private static FileMetaTemplate make(Key key) {
        byte[] bytes = Part10.encodeMeta(key.sopClassUid(), "9".repeat(key.uidLength()), key.transferSyntaxUid());
        for (int at = 0; at < bytes.length - INSTANCE_UID_HEADER.length; at++) {
            if (Arrays.equals(bytes, at, at + INSTANCE_UID_HEADER.length,
                    INSTANCE_UID_HEADER, 0, INSTANCE_UID_HEADER.length)) {
                return new FileMetaTemplate(bytes, at + INSTANCE_UID_HEADER.length + LENGTH_FIELD);
            }
        }
        throw new IllegalStateException("file meta information without SOP Instance UID");
    }
}
