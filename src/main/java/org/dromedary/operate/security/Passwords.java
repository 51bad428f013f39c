package org.dromedary.operate.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.dromedary.operate.settings.RefusedException;

/** Argon2id (RFC 9106) with the cost that OWASP recommends, in the PHC string format, so that the cost may grow. */
final class Passwords {

    private static final int MIN_LENGTH = 12;
    private static final int MAX_LENGTH = 128;
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");
    private static final SecureRandom RANDOM = new SecureRandom();
    // Without what people mistake for one another, since it is read from a terminal once.
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

    /** So that an unknown name takes as long as a wrong password. */
    private static final String OF_NOBODY = hash(random());

    private Passwords() {
    }

    /** @throws RefusedException if it is too short or too long, in words */
    static void check(String name, char[] password) {
        int length = password.length;
        if (length < MIN_LENGTH || length > MAX_LENGTH) {
            throw new RefusedException("The password has " + length + " characters: use " + MIN_LENGTH + " to " + MAX_LENGTH
                    + ", such as four words");
        }
        if (new String(password).equalsIgnoreCase(name) || new String(password).chars().distinct().count() < 4) {
            throw new RefusedException("The password is too easy to guess: use four words that have nothing to do"
                    + " with the name");
        }
    }

    /** Sixteen characters in four groups: 80 bits. */
    static char[] random() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            password.append(i > 0 && i % 4 == 0 ? "-" : "").append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return password.toString().toCharArray();
    }

    static String hash(char[] password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        byte[] hash = argon2(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES);
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(hash);
    }

    /**
     * Takes some 50 ms and 19 MiB, whatever the answer.
     *
     * @param hash as {@link #hash} made it; null if there is no such account
     */
    static boolean matches(char[] password, String hash) {
        Matcher phc = PHC.matcher(hash == null ? OF_NOBODY : hash);
        if (!phc.matches() || password.length > MAX_LENGTH) {
            return false;
        }
        byte[] wanted = Base64.getDecoder().decode(phc.group(5));
        byte[] given = argon2(password, Base64.getDecoder().decode(phc.group(4)), Integer.parseInt(phc.group(1)),
                Integer.parseInt(phc.group(2)), Integer.parseInt(phc.group(3)), wanted.length);
        return MessageDigest.isEqual(wanted, given) && hash != null;
    }

    private static byte[] argon2(char[] password, byte[] salt, int memory, int passes, int lanes, int length) {
        // A keyboard may compose an accented letter otherwise than the one at which the password was chosen.
        byte[] bytes = Normalizer.normalize(new String(password), Normalizer.Form.NFKC)
                .getBytes(StandardCharsets.UTF_8);
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13).withSalt(salt).withMemoryAsKB(memory)
                .withIterations(passes).withParallelism(lanes).build());
        byte[] hash = new byte[length];
        generator.generateBytes(bytes, hash);
        Arrays.fill(bytes, (byte) 0);
        return hash;
    }
}
