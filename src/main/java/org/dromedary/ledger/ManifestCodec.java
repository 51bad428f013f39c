package org.dromedary.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.dromedary.ledger.SeriesManifest.Content;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.SeriesManifest.Outcome;
import org.dromedary.ledger.SeriesManifest.Way;

/**
 * The form of a manifest in the ledger: one byte of version, then deflated.
 *
 * <pre>
 * version   | deflate( count | SOP classes | transfer syntaxes | entry … )
 * entry     = SOP Instance UID | class index | syntax index | size | flags | SHA-256 …(1 to 4) | file name? | status
 * flags     = 1 has sha256, 2 has pixel digest, 4 has attribute digest, 8 file name is UID + ".dcm", 16 verified,
 *             32 has SHA-256 of what was sent, 64 has a way, which is the end of the entry
 * way       = parts | outcome (1 to 3)? | class index? | syntax index, size, SHA-256, file name?
 * parts     = 1 has an outcome, 2 has another SOP class, 4 was converted
 * </pre>
 *
 * Version 2 may have a SHA-256 of what was sent, version 3 ways; the lowest that will do is written, which earlier
 * programs read.
 */
final class ManifestCodec {

    private static final int VERSION = 1;
    private static final int VERSION_WITH_SENT = 2;
    private static final int VERSION_WITH_WAYS = 3;
    private static final int LARGEST = 10_000_000;
    private static final int DIGEST = 32;
    private static final int SHA256 = 1;
    private static final int PIXELS = 2;
    private static final int ATTRIBUTES = 4;
    private static final int USUAL_NAME = 8;
    private static final int VERIFIED = 16;
    private static final int SENT = 32;
    private static final int WAY = 64;
    private static final int OUTCOME = 1;
    private static final int SOP_CLASS = 2;
    private static final int CONVERTED = 4;
    /** In the order of their numbers in the ledger, the first unused. */
    private static final List<Outcome> OUTCOMES =
            Arrays.asList(null, Outcome.SKIPPED, Outcome.QUARANTINED, Outcome.REJECTED);
    private static final HexFormat HEX = HexFormat.of();

    private ManifestCodec() {
    }

    static byte[] encode(SeriesManifest manifest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(version(manifest));
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes, deflater, 8192))) {
            List<String> classes = distinct(manifest, Entry::sopClassUid, Entry::sentSopClassUid);
            List<String> syntaxes = distinct(manifest, Entry::transferSyntaxUid,
                    entry -> entry.sentContent().transferSyntaxUid());
            out.writeInt(manifest.objects());
            writeTable(out, classes);
            writeTable(out, syntaxes);
            for (Entry entry : manifest.entries()) {
                write(out, entry, classes, syntaxes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static int version(SeriesManifest manifest) {
        if (manifest.entries().stream().anyMatch(entry -> !entry.way().equals(Way.AS_RECEIVED))) {
            return VERSION_WITH_WAYS;
        }
        return manifest.entries().stream().allMatch(e -> e.sentSha256() == null) ? VERSION : VERSION_WITH_SENT;
    }

    static SeriesManifest decode(byte[] content) {
        if (content.length == 0 || content[0] < VERSION || content[0] > VERSION_WITH_WAYS) {
            throw new IllegalArgumentException("Not a manifest of version " + VERSION_WITH_WAYS);
        }
        try (DataInputStream in = new DataInputStream(
                new InflaterInputStream(new ByteArrayInputStream(content, 1, content.length - 1)))) {
            int count = bounded(in.readInt());
            List<String> classes = readTable(in);
            List<String> syntaxes = readTable(in);
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                entries.add(read(in, classes, syntaxes));
            }
            return new SeriesManifest(entries);
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("A damaged manifest", e);
        }
    }

    static byte[] digest(byte[] content) {
        return Sha256.of(content);
    }

    private static void write(DataOutputStream out, Entry entry, List<String> classes, List<String> syntaxes)
            throws IOException {
        boolean usual = entry.fileName().equals(entry.sopInstanceUid() + ".dcm");
        out.writeUTF(entry.sopInstanceUid());
        out.writeShort(classes.indexOf(entry.sopClassUid()));
        out.writeShort(syntaxes.indexOf(entry.transferSyntaxUid()));
        out.writeLong(entry.size());
        out.writeByte(flag(entry.sha256() != null, SHA256) | flag(entry.pixelDigest() != null, PIXELS)
                | flag(entry.attributeDigest() != null, ATTRIBUTES) | flag(usual, USUAL_NAME)
                | flag(entry.verified(), VERIFIED) | flag(entry.sentSha256() != null, SENT)
                | flag(!entry.way().equals(Way.AS_RECEIVED), WAY));
        writeDigest(out, entry.sha256());
        writeDigest(out, entry.pixelDigest());
        writeDigest(out, entry.attributeDigest());
        writeDigest(out, entry.sentSha256());
        if (!usual) {
            out.writeUTF(entry.fileName());
        }
        out.writeInt(entry.storedStatus());
        if (!entry.way().equals(Way.AS_RECEIVED)) {
            write(out, entry.way(), classes, syntaxes);
        }
    }

    private static void write(DataOutputStream out, Way way, List<String> classes, List<String> syntaxes)
            throws IOException {
        out.writeByte(flag(way.outcome() != null, OUTCOME) | flag(way.sopClassUid() != null, SOP_CLASS)
                | flag(way.converted() != null, CONVERTED));
        if (way.outcome() != null) {
            out.writeByte(OUTCOMES.indexOf(way.outcome()));
        }
        if (way.sopClassUid() != null) {
            out.writeShort(classes.indexOf(way.sopClassUid()));
        }
        Content converted = way.converted();
        if (converted != null) {
            out.writeShort(syntaxes.indexOf(converted.transferSyntaxUid()));
            out.writeLong(converted.size());
            writeDigest(out, Objects.requireNonNull(converted.sha256()));
            out.writeUTF(converted.fileName());
        }
    }

    private static Entry read(DataInputStream in, List<String> classes, List<String> syntaxes) throws IOException {
        String uid = in.readUTF();
        String sopClass = classes.get(in.readUnsignedShort());
        String syntax = syntaxes.get(in.readUnsignedShort());
        long size = in.readLong();
        int flags = in.readUnsignedByte();
        String sha256 = readDigest(in, flags & SHA256);
        String pixels = readDigest(in, flags & PIXELS);
        String attributes = readDigest(in, flags & ATTRIBUTES);
        String sent = readDigest(in, flags & SENT);
        String fileName = (flags & USUAL_NAME) != 0 ? uid + ".dcm" : in.readUTF();
        int status = in.readInt();
        Way way = (flags & WAY) != 0 ? readWay(in, classes, syntaxes) : Way.AS_RECEIVED;
        return new Entry(uid, sopClass, syntax, size, sha256, pixels, attributes, fileName, status,
                (flags & VERIFIED) != 0, sent, way);
    }

    private static Way readWay(DataInputStream in, List<String> classes, List<String> syntaxes) throws IOException {
        int parts = in.readUnsignedByte();
        Outcome outcome = (parts & OUTCOME) != 0 ? OUTCOMES.get(in.readUnsignedByte()) : null;
        String sopClass = (parts & SOP_CLASS) != 0 ? classes.get(in.readUnsignedShort()) : null;
        if ((parts & CONVERTED) == 0) {
            return new Way(outcome, sopClass, null);
        }
        String syntax = syntaxes.get(in.readUnsignedShort());
        long size = in.readLong();
        String sha256 = readDigest(in, CONVERTED);
        return new Way(outcome, sopClass, new Content(in.readUTF(), syntax, size, sha256));
    }

    private static int flag(boolean set, int value) {
        return set ? value : 0;
    }

    private static void writeDigest(DataOutputStream out, String hex) throws IOException {
        if (hex != null) {
            byte[] digest = HEX.parseHex(hex);
            if (digest.length != DIGEST) {
                throw new IllegalArgumentException("A digest of " + digest.length + " bytes is not SHA-256");
            }
            out.write(digest);
        }
    }

    private static String readDigest(DataInputStream in, int present) throws IOException {
        if (present == 0) {
            return null;
        }
        byte[] digest = new byte[DIGEST];
        in.readFully(digest);
        return HEX.formatHex(digest);
    }

    private static List<String> distinct(SeriesManifest manifest, Function<Entry, String> column,
            Function<Entry, String> other) {
        LinkedHashSet<String> values = new LinkedHashSet<>();
        for (Entry entry : manifest.entries()) {
            values.add(Objects.requireNonNull(column.apply(entry)));
            values.add(other.apply(entry));
        }
        return new ArrayList<>(values);
    }

    private static void writeTable(DataOutputStream out, List<String> values) throws IOException {
        out.writeShort(values.size());
        for (String value : values) {
            out.writeUTF(value);
        }
    }

    private static List<String> readTable(DataInputStream in) throws IOException {
        int size = in.readUnsignedShort();
        List<String> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(in.readUTF());
        }
        return values;
    }

    private static int bounded(int count) throws IOException {
        if (count < 0 || count > LARGEST) {
            throw new IOException("a manifest of " + count + " objects");
        }
        return count;
    }
}
