package org.dromedary.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes hostile bytes out of good ones: flips, extreme numbers, cuts, repeats and grafts. */
final class Mutator {

    private static final int[] EXTREMES = {0, 1, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF};
    private static final int MAX_CHANGES = 8;

    private final Random random;

    Mutator(Random random) {
        this.random = random;
    }

    /** One to eight changes of a copy; {@code others} are what is grafted. */
    byte[] mutate(byte[] good, List<byte[]> others) {
        byte[] bytes = good.clone();
        for (int change = random.nextInt(MAX_CHANGES); change >= 0 && bytes.length > 4; change--) {
            bytes = change(bytes, others);
        }
        return bytes;
    }

    private byte[] change(byte[] bytes, List<byte[]> others) {
        int at = place(bytes.length);
        switch (random.nextInt(9)) {
            case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 2, 3 -> bytes[at] = (byte) random.nextInt(256);
            case 4 -> {
                int extreme = EXTREMES[random.nextInt(EXTREMES.length)];
                bytes[at] = (byte) (extreme >> 8);
                bytes[Math.min(at + 1, bytes.length - 1)] = (byte) extreme;
            }
            case 5 -> {
                return Arrays.copyOf(bytes, at + 1);
            }
            case 6 -> {
                return join(bytes, at, bytes, Math.max(0, at - random.nextInt(64)));
            }
            case 7 -> {
                return join(bytes, at, bytes, Math.min(bytes.length, at + random.nextInt(64)));
            }
            default -> {
                byte[] other = others.get(random.nextInt(others.size()));
                return join(bytes, at, other, Math.min(at, other.length));
            }
        }
        return bytes;
    }

    /** Headers stand at the beginning and say more than what follows. */
    private int place(int length) {
        return random.nextInt(3) == 0 ? random.nextInt(length) : random.nextInt(Math.min(length, 160));
    }

    private static byte[] join(byte[] first, int end, byte[] second, int begin) {
        byte[] joined = Arrays.copyOf(first, end + second.length - begin);
        System.arraycopy(second, begin, joined, end, second.length - begin);
        return joined;
    }
}
