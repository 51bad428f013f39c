package org.dromedary.identity.match;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** Numbers by the hash of a key, in primitive arrays: an entry takes about 24 bytes. */
final class Blocks {

    private long[] keys = new long[1024];
    private int[] values = new int[1024];
    private int[] next = new int[1024];
    private int[] heads = new int[2048];
    private int size;

    Blocks() {
        Arrays.fill(heads, -1);
    }

    /** A key of a text and a kind, so that texts of different kinds never meet; 64 bits of FNV-1a, mixed. */
    static long key(int kind, String text) {
        long hash = (0xcbf29ce484222325L ^ kind) * 0x100000001b3L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    static long key(int kind, int number, String text) {
        return mix(key(kind, text) ^ number * 0x9E3779B97F4A7C15L);
    }

    private static long mix(long hash) {
        long h = (hash ^ hash >>> 32) * 0xd6e8feb86659fd93L;
        return h ^ h >>> 29;
    }

    void add(long key, int value) {
        if (size == keys.length) {
            grow();
        }
        int slot = (int) key & heads.length - 1;
        keys[size] = key;
        values[size] = value;
        next[size] = heads[slot];
        heads[slot] = size++;
    }

    /** Gives at most {@code most} values of the key, the last added first. */
    void each(long key, int most, IntConsumer take) {
        int left = most;
        for (int at = heads[(int) key & heads.length - 1]; at >= 0 && left > 0; at = next[at]) {
            if (keys[at] == key) {
                take.accept(values[at]);
                left--;
            }
        }
    }

    /** How many values the key has, counted up to {@code most}. */
    int count(long key, int most) {
        int count = 0;
        for (int at = heads[(int) key & heads.length - 1]; at >= 0 && count < most; at = next[at]) {
            if (keys[at] == key) {
                count++;
            }
        }
        return count;
    }

    private void grow() {
        int capacity = size + (size >> 1);
        keys = Arrays.copyOf(keys, capacity);
        values = Arrays.copyOf(values, capacity);
        next = Arrays.copyOf(next, capacity);
        heads = new int[Integer.highestOneBit(capacity) << 1];
        Arrays.fill(heads, -1);
        for (int i = 0; i < size; i++) {
            int slot = (int) keys[i] & heads.length - 1;
            next[i] = heads[slot];
            heads[slot] = i;
        }
    }
}
