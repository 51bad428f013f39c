package org.dromedary.hospital.presentation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.dromedary.dicom.data.Uid;
import org.dromedary.ledger.Sha256;

/** UIDs made from what they stand for, so that the same rows always make the same objects. */
final class Seed {

    private Seed() {
    }

    /** A UID below 2.25 (PS3.5 §B.2) of the SHA-256 of some texts. */
    static String uid(List<String> texts) {
        StringBuilder all = new StringBuilder();
        for (String text : texts) {
            all.append(text.length()).append(':').append(text);
        }
        ByteBuffer digest = ByteBuffer.wrap(Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8)));
        long most = digest.getLong() & ~0xF000L | 0x8000L;
        long least = digest.getLong() & ~(3L << 62) | 1L << 63;
        return Uid.of(new UUID(most, least));
    }
}
