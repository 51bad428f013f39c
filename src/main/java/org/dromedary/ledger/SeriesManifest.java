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

    /** The size of all files together. */
    public long bytes() {
        return entries.stream().mapToLong(Entry::size).sum();
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
     * @param size            of the file in bytes
     * @param sha256          of the data set as received, 64 hexadecimal digits
     * @param pixelDigest     SHA-256 of the decoded pixels, or null
     * @param attributeDigest SHA-256 of the attributes, or null
     * @param fileName        within the series' folder of the spool
     * @param storedStatus    the target's C-STORE status (PS3.4 §B.2.3), or {@link #NOT_STORED}
     * @param verified        whether the target, asked, had it
     * @param sentSha256      of the data set as sent, or null: not sent, or as it was received
     */
    public record Entry(String sopInstanceUid, String sopClassUid, String transferSyntaxUid, long size, String sha256,
            String pixelDigest, String attributeDigest, String fileName, int storedStatus, boolean verified,
            String sentSha256) {

        /** As it arrived: nothing sent, nothing verified. */
        public static Entry received(String sopInstanceUid, String sopClassUid, String transferSyntaxUid, long size,
                String sha256, String fileName) {
            return new Entry(sopInstanceUid, sopClassUid, transferSyntaxUid, size, sha256, null, null, fileName,
                    NOT_STORED, false, null);
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

        public Entry digests(String pixels, String attributes) {
            return new Entry(sopInstanceUid, sopClassUid, transferSyntaxUid, size, sha256, pixels, attributes,
                    fileName, storedStatus, verified, sentSha256);
        }

        /** Sent as it was received, or not at all. */
        public Entry stored(int status) {
            return stored(status, null);
        }

        /** Sent in a changed form, if {@code sent} is not null. */
        public Entry stored(int status, String sent) {
            return new Entry(sopInstanceUid, sopClassUid, transferSyntaxUid, size, sha256, pixelDigest,
                    attributeDigest, fileName, status, verified, sent);
        }

        public Entry verified(boolean found) {
            return new Entry(sopInstanceUid, sopClassUid, transferSyntaxUid, size, sha256, pixelDigest,
                    attributeDigest, fileName, storedStatus, found, sentSha256);
        }
    }
}
