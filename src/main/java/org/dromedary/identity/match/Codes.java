package org.dromedary.identity.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Patient IDs, or accession numbers: learns from the RIS what they look like, and gives the keys under which a value of
 * the PACS may be found there although it lost or gained zeros, prefixes, suffixes or punctuation.
 */
final class Codes {

    private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern SUFFIX = Pattern.compile("^(.*[\\p{L}\\p{N}]{3})[^\\p{L}\\p{N}]+[\\p{L}\\p{N}]{1,2}$");
    private static final Pattern LETTER = Pattern.compile("^(.*\\p{N}{4})\\p{L}$");
    private static final int MIN_LENGTH = 3;

    private final List<Pattern> prefixes;
    private final boolean suffixes;
    private final Map<Integer, Integer> lengths = new HashMap<>();
    private final Set<String> shapes = new HashSet<>();
    private List<Integer> usual = List.of();

    /** @param suffixes whether a value may have grown a suffix such as {@code -1} or {@code A} */
    Codes(List<Pattern> prefixes, boolean suffixes) {
        this.prefixes = prefixes;
        this.suffixes = suffixes;
    }

    /** Upper-case letters and digits only; the same string if there is nothing else in it, to keep it once. */
    static String plain(String raw) {
        StringBuilder out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length() && out.length() < 64; i++) {
            char c = raw.charAt(i);
            if (c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
                out.append(c);
            } else if (c >= 'a' && c <= 'z') {
                out.append((char) (c - 32));
            } else if (Character.isLetterOrDigit(c)) {
                out.append(Character.toUpperCase(c));
            }
        }
        return raw.contentEquals(out) ? raw : out.toString();
    }

    /** Without leading letters and zeros, as far as at least three characters stay that begin with a digit. */
    static String core(String plain) {
        int at = 0;
        while (at < plain.length() && Character.isLetter(plain.charAt(at))) {
            at++;
        }
        if (plain.length() - at < MIN_LENGTH) {
            return plain;
        }
        while (at < plain.length() && plain.charAt(at) == '0') {
            at++;
        }
        return plain.length() - at < MIN_LENGTH ? plain : plain.substring(at);
    }

    /** Takes note of a value of the RIS. */
    void learn(String raw) {
        String plain = plain(raw);
        if (!plain.isEmpty()) {
            lengths.merge(plain.length(), 1, Integer::sum);
            shapes.add(shape(plain));
            usual = null;
        }
    }

    /** Whether it could be one of the RIS by its length and letters. */
    boolean looksLikeOurs(String plain) {
        return shapes.contains(shape(plain));
    }

    private static String shape(String plain) {
        int letters = 0;
        while (letters < plain.length() && Character.isLetter(plain.charAt(letters))) {
            letters++;
        }
        return plain.substring(0, Math.min(3, letters)) + plain.length();
    }

    /** Keys of a value of the RIS: itself first, then what may be left of it elsewhere. */
    Set<String> keysOfRis(String raw) {
        Set<String> keys = new LinkedHashSet<>();
        addBoth(keys, plain(raw));
        if (suffixes) {
            withoutSuffix(raw).forEach(shorter -> addBoth(keys, plain(shorter)));
            lastPiece(keys, raw);
        }
        return keys;
    }

    /** Keys of a value of the PACS: itself first, the others for variants of it. */
    Set<String> keysOfPacs(String raw) {
        Set<String> keys = new LinkedHashSet<>();
        String plain = plain(raw);
        if (plain.isEmpty()) {
            return keys;
        }
        addBoth(keys, plain);
        for (Pattern prefix : prefixes) {
            addBoth(keys, plain(prefix.matcher(raw).replaceFirst("")));
        }
        if (suffixes) {
            withoutSuffix(raw).forEach(shorter -> addBoth(keys, plain(shorter)));
        }
        lastPiece(keys, raw);
        for (int length : usualLengths()) {
            int more = plain.length() - length;
            if (more > 0 && more <= 6 && length > MIN_LENGTH) {
                addBoth(keys, plain.substring(more));
            }
        }
        return keys;
    }

    private List<Integer> usualLengths() {
        if (usual == null) {
            long all = lengths.values().stream().mapToLong(Integer::longValue).sum();
            usual = lengths.entrySet().stream().filter(one -> one.getValue() >= 0.02 * all).map(Map.Entry::getKey)
                    .sorted().toList();
        }
        return usual;
    }

    private static void addBoth(Set<String> keys, String plain) {
        if (!plain.isEmpty()) {
            keys.add(plain);
            keys.add(core(plain));
        }
    }

    private static void lastPiece(Set<String> keys, String raw) {
        String[] pieces = SEPARATORS.split(raw.strip());
        if (pieces.length > 1 && pieces[pieces.length - 1].length() >= 5) {
            addBoth(keys, plain(pieces[pieces.length - 1]));
        }
    }

    private static List<String> withoutSuffix(String raw) {
        List<String> shorter = new ArrayList<>(2);
        var separated = SUFFIX.matcher(raw.strip());
        if (separated.matches()) {
            shorter.add(separated.group(1));
        }
        var letter = LETTER.matcher(raw.strip());
        if (letter.matches()) {
            shorter.add(letter.group(1));
        }
        return shorter;
    }
}
