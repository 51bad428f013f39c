package org.dromedary.dicom.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The data dictionary of PS3.6 §6–§8 and PS3.7 §E, read once from {@code elements.tsv} at first use. */
public final class Dictionary {
    /** What {@link #tagOf} says of a keyword it does not know: no element can have the tag of an item's end. */
    public static final int UNKNOWN_TAG = 0xFFFFFFFF;

    private static final String STORAGE = "storage-sop-class";
    private static final int US_OR_SS = 64;
    private static final int OB_OR_OW = 65;
    private static final int US_OR_OW = 66;

    private Dictionary() {
    }

    /**
     * The VR of an element, UN if it is unknown. Of two possible ones it is US (not SS) and OW (not OB or US), which
     * is what holds without Pixel Representation and what implicit VR prescribes for bulk words (PS3.5 §A.1).
     */
    public static Vr vrOf(int tag) {
        return vrOf(tag, 0, 16);
    }

    /**
     * The VR of an element where two are possible: SS if Pixel Representation (0028,0103) is 1, else US; OB if the
     * waveform has 8 bits a sample, else OW. Pixel, overlay and look-up table data stay OW (PS3.5 §A.1, §8.1).
     */
    static Vr vrOf(int tag, int pixelRepresentation, int waveformBitsAllocated) {
        if ((tag & 0xFFFF) == 0) {
            return Vr.UL;
        }
        if (Tag.isPrivate(tag)) {
            return Tag.isPrivateCreator(tag) ? Vr.LO : Vr.UN;
        }
        int index = Table.find(tag);
        if (index < 0) {
            return Vr.UN;
        }
        int code = Table.VRS[index];
        return switch (code) {
            case US_OR_SS -> pixelRepresentation == 1 ? Vr.SS : Vr.US;
            case OB_OR_OW -> tag >>> 16 == 0x5400 && waveformBitsAllocated == 8 ? Vr.OB : Vr.OW;
            case US_OR_OW -> Vr.OW;
            default -> Table.VR_VALUES[code];
        };
    }

    /** Whether PS3.6 gives the element this VR, of two possible ones either; true where it is not known. */
    public static boolean allows(int tag, Vr vr) {
        int index = Tag.isPrivate(tag) || (tag & 0xFFFF) == 0 ? -1 : Table.find(tag);
        if (index < 0) {
            return vr == Vr.UN || vrOf(tag) == Vr.UN || vrOf(tag) == vr;
        }
        int code = Table.VRS[index];
        return switch (code) {
            case US_OR_SS -> vr == Vr.US || vr == Vr.SS;
            case OB_OR_OW -> vr == Vr.OB || vr == Vr.OW;
            case US_OR_OW -> vr == Vr.US || vr == Vr.SS || vr == Vr.OW;
            default -> vr == Table.VR_VALUES[code];
        };
    }

    /** As {@link #vrOf(int)}; private elements have no dictionary here and are UN, their creators LO. */
    public static Vr vrOf(int tag, String privateCreator) {
        return vrOf(tag);
    }

    /** The keyword, or null for elements that are private, group lengths or unknown. */
    public static String keywordOf(int tag) {
        int index = Tag.isPrivate(tag) ? -1 : Table.find(tag);
        return index < 0 ? null : Table.keyword(index);
    }

    /** The tag of a keyword, the first one for repeating groups, or {@link #UNKNOWN_TAG}. */
    public static int tagOf(String keyword) {
        return Keywords.TAGS.getOrDefault(keyword, UNKNOWN_TAG);
    }

    /** All keywords. */
    public static Set<String> keywords() {
        return Collections.unmodifiableSet(Keywords.TAGS.keySet());
    }

    /** The greatest number of values (PS3.5 §6.4) of an element; no limit, as a great number, if it is unknown. */
    public static int maximumValues(int tag) {
        int index = Tag.isPrivate(tag) ? -1 : Table.find(tag);
        return index < 0 ? Integer.MAX_VALUE : Table.maximumValues(index);
    }

    /** Whether the element may have that many values (PS3.5 §6.4), at least one; true if it is unknown. */
    public static boolean allowsValues(int tag, int count) {
        int index = Tag.isPrivate(tag) || Tag.isGroupLength(tag) ? -1 : Table.find(tag);
        if (index < 0 || count <= 1 && Table.maximumValues(index) == 1) {
            return true;
        }
        String[] bounds = Table.multiplicity(index).split("-");
        int least = Integer.parseInt(bounds[0]);
        String most = bounds[bounds.length - 1];
        if (!most.endsWith("n")) {
            return count >= least && count <= Integer.parseInt(most);
        }
        int step = most.length() == 1 ? 1 : Integer.parseInt(most.substring(0, most.length() - 1));
        return count >= least && count % step == 0;
    }

    /** Whether objects of this class are sent by C-STORE (PS3.4 §B.5 and retired ones); never a private one. */
    public static boolean isStorageSopClass(String uid) {
        return UidRegistry.isOfKind(uid, STORAGE);
    }

    /** All storage SOP classes known, retired ones as well. */
    public static List<String> storageSopClasses() {
        return UidRegistry.uidsOf(STORAGE);
    }

    /** Whether the standard no longer has this UID. */
    public static boolean isRetired(String uid) {
        return UidRegistry.isRetired(uid);
    }

    private static final class Keywords {
        static final Map<String, Integer> TAGS = new HashMap<>(8192);

        static {
            for (int i = 0; i < Table.TAGS.length; i++) {
                TAGS.put(Table.keyword(i), Table.TAGS[i] ^ Table.UNSIGNED);
            }
        }
    }

    /** The table as parallel arrays; keywords stay bytes of the resource until one is asked for. */
    private static final class Table {
        static final Vr[] VR_VALUES = Vr.values();
        /** Flips the sign so that binary search orders tags as unsigned numbers. */
        static final int UNSIGNED = 0x80000000;
        static final byte[] TEXT = load();
        static final int[] TAGS;
        static final byte[] VRS;
        static final int[] KEYWORDS;

        static {
            int lines = 0;
            for (byte b : TEXT) {
                lines += b == '\n' ? 1 : 0;
            }
            TAGS = new int[lines];
            VRS = new byte[lines];
            KEYWORDS = new int[lines];
            int at = 0;
            for (int line = 0; line < lines; line++) {
                at = parseLine(line, at);
            }
        }

        static int find(int tag) {
            int index = Arrays.binarySearch(TAGS, tag ^ UNSIGNED);
            return index >= 0 ? index : findRepeating(tag);
        }

        /** Repeating groups (PS3.5 §7.6) and the one repeating element are kept under their first tag. */
        private static int findRepeating(int tag) {
            int family = tag >>> 24;
            if (family == 0x50 || family == 0x60 || family == 0x7F) {
                return Arrays.binarySearch(TAGS, tag & 0xFF00FFFF ^ UNSIGNED);
            }
            return tag >>> 8 == 0x002031 ? Arrays.binarySearch(TAGS, tag & 0xFFFFFF00 ^ UNSIGNED) : -1;
        }

        static String keyword(int index) {
            int start = KEYWORDS[index];
            int end = start;
            while (TEXT[end] != '\n') {
                end++;
            }
            return new String(TEXT, start, end - start, StandardCharsets.US_ASCII);
        }

        /** The value multiplicity stands before the keyword: {@code 1}, {@code 1-3} or {@code 2-2n}. */
        static int maximumValues(int index) {
            int end = KEYWORDS[index] - 1;
            if (TEXT[end - 1] == 'n') {
                return Integer.MAX_VALUE;
            }
            int start = end;
            while (TEXT[start - 1] >= '0' && TEXT[start - 1] <= '9') {
                start--;
            }
            return start == end ? Integer.MAX_VALUE
                    : Integer.parseInt(new String(TEXT, start, end - start, StandardCharsets.US_ASCII));
        }

        /** As PS3.6 has it: {@code 1}, {@code 1-3}, {@code 2-2n}. */
        static String multiplicity(int index) {
            int end = KEYWORDS[index] - 1;
            int start = end;
            while (TEXT[start - 1] != '\t') {
                start--;
            }
            return new String(TEXT, start, end - start, StandardCharsets.US_ASCII);
        }

        private static int parseLine(int line, int start) {
            int at = start;
            int tag = 0;
            for (; TEXT[at] != '\t'; at++) {
                tag = tag << 4 | (TEXT[at] == 'x' ? 0 : Character.digit(TEXT[at], 16));
            }
            int vr = ++at;
            while (TEXT[at] != '\t') {
                at++;
            }
            TAGS[line] = tag ^ UNSIGNED;
            VRS[line] = vrCode(vr, at - vr);
            at++;
            while (TEXT[at++] != '\t') {
                continue;
            }
            KEYWORDS[line] = at;
            while (TEXT[at++] != '\n') {
                continue;
            }
            return at;
        }

        private static byte vrCode(int start, int length) {
            if (length == 2) {
                return (byte) Vr.ofCode(TEXT[start] << 8 | TEXT[start + 1]).ordinal();
            }
            return (byte) (TEXT[start] == 'O' ? OB_OR_OW : TEXT[start + 3] == 'S' ? US_OR_SS : US_OR_OW);
        }

        private static byte[] load() {
            try (InputStream in = Dictionary.class.getResourceAsStream("elements.tsv")) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
