package org.dromedary.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.dromedary.ledger.SeriesManifest.Content;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.SeriesManifest.Outcome;
import org.dromedary.ledger.SeriesManifest.Way;
import org.junit.jupiter.api.Test;

class SeriesManifestTest {

    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";

    @Test
    void tenThousandEntriesComeBackAsTheyWere() {
        SeriesManifest manifest = manifest(10_000);
        byte[] content = manifest.encode();

        assertThat(SeriesManifest.decode(content)).isEqualTo(manifest);
        assertThat(content.length).as("little more than the digest itself per object").isLessThan(10_000 * 60);
    }

    @Test
    void everyFieldSurvives() {
        String digest = sha(1);
        Entry plain = Entry.received("1.2.3", CT, EXPLICIT, 524_288, digest, "1.2.3.dcm");
        Entry sent = plain.digests(sha(2), sha(3)).stored(0xB000).verified(true);
        Entry odd = new Entry("1.2.4", "1.2.840.10008.5.1.4.1.1.88.11", EXPLICIT, 1, null, null, sha(4), "other.dcm",
                SeriesManifest.NOT_STORED, false, null, Way.AS_RECEIVED);
        Entry changed = Entry.received("1.2.5", CT, EXPLICIT, 0, sha(5), "1.2.5.dcm").stored(0, sha(6));
        SeriesManifest manifest = new SeriesManifest(List.of(plain, sent, odd, changed));

        assertThat(SeriesManifest.decode(manifest.encode()).entries()).containsExactly(plain, sent, odd, changed);
        assertThat(manifest.verifiedObjects()).isEqualTo(1);
        assertThat(manifest.bytes()).isEqualTo(2 * 524_288 + 1);
    }

    @Test
    void uidsOfAnyLengthSurvive() {
        for (int length : new int[] {64, 65, 68, 128, 5000}) {
            String uid = "1.2.840." + "1".repeat(length - 8);
            Entry entry = Entry.received(uid, uid, uid, 9, sha(5), "xabc.dcm");
            assertThat(SeriesManifest.decode(new SeriesManifest(List.of(entry)).encode()).entries())
                    .containsExactly(entry);
        }
    }

    @Test
    void manifestWithoutChangedObjectsIsOfTheFirstVersion() {
        Entry entry = Entry.received("1.2.5", CT, EXPLICIT, 0, sha(5), "1.2.5.dcm");
        assertThat(new SeriesManifest(List.of(entry.stored(0))).encode()).startsWith(1);
        assertThat(new SeriesManifest(List.of(entry.stored(0, sha(6)))).encode()).startsWith(2);
    }

    @Test
    void waysOfObjectsSurvive() {
        Entry plain = Entry.received("1.2.5", CT, EXPLICIT, 9, sha(5), "1.2.5.dcm");
        Content converted = new Content("1.2.5.converted.dcm", "1.2.840.10008.1.2.4.80", 4, sha(6));
        List<Entry> entries = List.of(plain, plain.going(Way.AS_RECEIVED.converted(converted)),
                plain.going(new Way(null, "1.2.840.10008.5.1.4.1.1.6.1", converted)).stored(0, sha(6)),
                plain.going(new Way(null, "1.2.840.10008.5.1.4.1.1.6.1", null)),
                plain.going(Way.out(Outcome.SKIPPED)), plain.going(Way.out(Outcome.REJECTED)),
                plain.going(Way.out(Outcome.QUARANTINED)));
        SeriesManifest manifest = new SeriesManifest(entries);
        assertThat(manifest.encode()).startsWith(3);
        SeriesManifest read = SeriesManifest.decode(manifest.encode());
        assertThat(read).isEqualTo(manifest);
        assertThat(read.count(Outcome.QUARANTINED)).isOne();
        assertThat(read.entries().get(1).sentContent()).isEqualTo(converted);
        assertThat(read.entries().get(2).sentSopClassUid()).isEqualTo("1.2.840.10008.5.1.4.1.1.6.1");
        assertThat(read.entries().get(0).sentContent().fileName()).isEqualTo("1.2.5.dcm");
        assertThat(read.entries().stream().filter(Entry::isToBeSent)).hasSize(3);
    }

    @Test
    void emptySeriesHasAManifestToo() {
        assertThat(SeriesManifest.decode(manifest(0).encode()).objects()).isZero();
    }

    @Test
    void truncatedContentIsRefusedAtEveryLength() {
        byte[] content = manifest(3).encode();
        for (int length = 0; length < content.length - 8; length++) {
            byte[] part = Arrays.copyOf(content, length);
            assertThatThrownBy(() -> SeriesManifest.decode(part)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void contentOfAnotherVersionIsRefused() {
        byte[] content = manifest(3).encode();
        content[0] = 99;
        assertThatThrownBy(() -> SeriesManifest.decode(content)).isInstanceOf(IllegalArgumentException.class);
    }

    static SeriesManifest manifest(int objects) {
        return new SeriesManifest(IntStream.range(0, objects).mapToObj(i -> {
            String uid = "1.2.826.0.1.3680043.2.1125.7." + i;
            return Entry.received(uid, CT, EXPLICIT, 500_000 + i, sha(i), uid + ".dcm").stored(0);
        }).toList());
    }

    private static String sha(int seed) {
        return HexFormat.of().formatHex(
                ManifestCodec.digest(Integer.toString(seed).getBytes(StandardCharsets.US_ASCII)));
    }
}
