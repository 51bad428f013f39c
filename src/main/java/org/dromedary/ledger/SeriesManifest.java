package org.dromedary.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every object of one series: what was received, what was sent, what was verified; kept as one row of the ledger. */
public record SeriesManifest(List<Entry> entries) {

    /** The status of an object that was not sent yet. */
    public static final int NOT_STORED = -1;

    public SeriesManifest {
        entries = List.copyOf(entries);
    }

    public int objects() {
        return entries.size();
    }

    /** The size of all data sets together, in bytes. */
    public long bytes() {
        return entries.stream().mapToLong(Entry::size).sum();
    }

    /** How many objects were left behind in that way. */
    public int count(Outcome outcome) {
        return (int) entries.stream().filter(entry -> entry.way().outcome() == outcome).count();
    }

    public long verifiedObjects() {
        return entries.stream().filter(Entry::verified).count();
    }

    /** The entry of that object; linear, so for many objects use {@link #bySopInstanceUid()}. */
    public Optional<Entry> find(String sopInstanceUid) {
        return entries.stream().filter(entry -> entry.sopInstanceUid().equals(sopInstanceUid)).findFirst();
    }

    /** Each object by its UID; of several with the same UID the first. */
    public Map<String, Entry> bySopInstanceUid() {
        Map<String, Entry> byUid = new HashMap<>();
        entries.forEach(entry -> byUid.putIfAbsent(entry.sopInstanceUid(), entry));
        return byUid;
    }

    /** The ledger's form; see {@link ManifestCodec}. */
    public byte[] encode() {
        return ManifestCodec.encode(this);
    }

    /** From the ledger's form; {@link IllegalArgumentException} if it is not one. */
    public static SeriesManifest decode(byte[] content) {
        return ManifestCodec.decode(content);
    }

    /**
     * One object.
     *
     * @param size            of the data set as received, in bytes
     * @param sha256          of the data set as received, 64 hexadecimal digits
     * @param pixelDigest     SHA-256 of the decoded pixels, or null
     * @param attributeDigest SHA-256 of the attributes, or null
     * @param fileName        within the series' folder of the spool
     * @param storedStatus    the target's C-STORE status (PS3.4 §B.2.3), or {@link #NOT_STORED}
     * @param verified        whether the target, asked, had it
     * @param sentSha256      of the data set as sent, or null: not sent, or as it was received
     * @param way             what was decided of it before it is sent
     */
    public record Entry(String sopInstanceUid, String sopClassUid, String transferSyntaxUid, long size, String sha256,
            String pixelDigest, String attributeDigest, String fileName, int storedStatus, boolean verified,
            String sentSha256, Way way) {

        /** As it arrived: nothing sent, nothing verified. */
        public static Entry received(String sopInstanceUid, String sopClassUid, String transferSyntaxUid, long size,
                String sha256, String fileName) {
            return new Entry(sopInstanceUid, sopClassUid, transferSyntaxUid, size, sha256, null, null, fileName,
                    NOT_STORED, false, null, Way.AS_RECEIVED);
        }

        /**
         * Whether the target took it (PS3.4 §B.2.3): with success, with a warning, or because it has it already
         * (0x0111, PS3.7 §C.5.6).
         */
        public boolean isAtTarget() {
            return switch (storedStatus) {
                case 0x0000, 0x0001, 0x0107, 0x0111, 0x0116 -> true;
                default -> (storedStatus & 0xFFFFF000) == 0xB000;
            };
        }

        /** Whether it is to be sent and is not at the target yet. */
        public boolean isToBeSent() {
            return way.outcome() == null && !isAtTarget();
        }

        public Entry digests(String pixels, String attributes) {
            return new Entry(sopInstanceUid, sopClassUid, transferSyntaxUid, size, sha256, pixels, attributes,
                    fileName, storedStatus, verified, sentSha256, way);
        }

        /** Sent as it was received, or not at all. */
        public Entry stored(int status) {
            return stored(status, null);
        }

        /** Sent in a changed form, if {@code sent} is not null. */
        public Entry stored(int status, String sent) {
            return new Entry(sopInstanceUid, sopClassUid, transferSyntaxUid, size, sha256, pixelDigest,
                    attributeDigest, fileName, status, verified, sent, way);
        }

        public Entry verified(boolean found) {
            return new Entry(sopInstanceUid, sopClassUid, transferSyntaxUid, size, sha256, pixelDigest,
                    attributeDigest, fileName, storedStatus, found, sentSha256, way);
        }

        /** @param before the same object when it came before, or null: what the target took then is not sent again */
        public Entry knowing(Entry before) {
            return before != null && before.isAtTarget() && before.sha256().equals(sha256)
                    ? stored(before.storedStatus(), before.sentSha256()) : this;
        }

        /** With another way. */
        public Entry going(Way another) {
            return new Entry(sopInstanceUid, sopClassUid, transferSyntaxUid, size, sha256, pixelDigest,
                    attributeDigest, fileName, storedStatus, verified, sentSha256, another);
        }

        /** The SOP class under which it is sent. */
        public String sentSopClassUid() {
            return way.sopClassUid() == null ? sopClassUid : way.sopClassUid();
        }

        /** The file that is sent: as received, or converted. */
        public Content sentContent() {
            return way.converted() == null ? new Content(fileName, transferSyntaxUid, size, sha256) : way.converted();
        }
    }

    /**
     * What was decided of an object.
     *
     * @param outcome     null: it goes on; else why not, see {@link Outcome}
     * @param sopClassUid that it is given on the way, or null: its own
     * @param converted   the file that is sent instead of the one received, or null
     */
    public record Way(Outcome outcome, String sopClassUid, Content converted) {

        /** It goes on as it came. */
        public static final Way AS_RECEIVED = new Way(null, null, null);

        /** It does not go on. */
        public static Way out(Outcome outcome) {
            return new Way(outcome, null, null);
        }

        public Way converted(Content content) {
            return new Way(outcome, sopClassUid, content);
        }
    }

    /** How an object that is not sent is accounted for (law 2). */
    public enum Outcome { SKIPPED, QUARANTINED, REJECTED }

    /**
     * A data set in a file of the spool.
     *
     * @param fileName within the series' folder
     * @param size     of the data set in bytes
     * @param sha256   of the data set, 64 hexadecimal digits
     */
    public record Content(String fileName, String transferSyntaxUid, long size, String sha256) {
    }
}
