package org.dromedary.dicom.codec;

import java.util.Arrays;

/**
 * Reverses the bytes of words in a stream of pieces that need not end where words do (PS3.5 §7.3): frames of an odd
 * number of bytes follow one another in big endian words of two bytes.
 */
final class WordSwap {

    private static final byte[] NONE = {};

    private final int word;
    private byte[] kept = NONE;

    /** @param word bytes; 1 changes nothing */
    WordSwap(int word) {
        this.word = word;
    }

    /** Bytes in the words of that VR which a change of byte order reverses. */
    static int wordOf(String vr) {
        return switch (vr) {
            case "OW" -> 2;
            case "OF", "OL" -> 4;
            case "OD", "OV" -> 8;
            default -> 1;
        };
    }

    /** Where bytes come from. */
    interface Source {
        byte[] read(int count) throws java.io.IOException;
    }

    /** The next so many bytes, reversed by words; fewer at the end of the source. */
    byte[] read(int count, Source source) throws java.io.IOException {
        if (word == 1) {
            return source.read(count);
        }
        int missing = Math.max(0, count - kept.length);
        byte[] fresh = source.read((missing + word - 1) / word * word);
        swap(fresh);
        byte[] all = kept.length == 0 ? fresh : join(kept, fresh);
        kept = all.length > count ? Arrays.copyOfRange(all, count, all.length) : NONE;
        return all.length > count ? Arrays.copyOf(all, count) : all;
    }

    /** These bytes, after what was kept before, reversed by words; what fills no word is kept. */
    byte[] push(byte[] bytes) {
        if (word == 1) {
            return bytes;
        }
        byte[] all = kept.length == 0 ? bytes.clone() : join(kept, bytes);
        int whole = all.length / word * word;
        kept = Arrays.copyOfRange(all, whole, all.length);
        byte[] words = whole == all.length ? all : Arrays.copyOf(all, whole);
        swap(words);
        return words;
    }

    /** What was kept in the end, filled up with zeros to a word and reversed. */
    byte[] end() {
        byte[] last = kept.length == 0 ? NONE : Arrays.copyOf(kept, word);
        kept = NONE;
        swap(last);
        return last;
    }

    private void swap(byte[] bytes) {
        for (int start = 0; start + word <= bytes.length; start += word) {
            for (int i = start, j = start + word - 1; i < j; i++, j--) {
                byte b = bytes[i];
                bytes[i] = bytes[j];
                bytes[j] = b;
            }
        }
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
