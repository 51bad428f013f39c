package org.dromedary.objects.rules;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;

/**
 * A keyed hash in the place of a value: HMAC-SHA-256 (RFC 2104) of its text in UTF-8.
 *
 * @param key    its name; the key itself is in the settings only
 * @param uid    as a UID made of the first 128 bits (PS3.5 §B.2), else as hexadecimal digits
 * @param length of these digits
 */
record Hash(String key, boolean uid, int length) {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MIN_LENGTH = 8;
    private static final int MAX_LENGTH = 64;
    private static final int USUAL = 16;
    private static final Set<Vr> TEXTS = EnumSet.of(Vr.LO, Vr.SH, Vr.PN, Vr.LT, Vr.ST, Vr.UC, Vr.UT);

    static Hash read(Map<String, Setting> fields) {
        String as = fields.containsKey("as") ? fields.get("as").text() : "text";
        if (!as.equals("text") && !as.equals("uid")) {
            fields.get("as").wrong("as is text or uid");
        }
        int length = USUAL;
        if (fields.containsKey("length")) {
            String text = fields.get("length").text();
            length = text.matches("\\d{1,3}") ? Integer.parseInt(text) : 0;
            if (length < MIN_LENGTH || length > MAX_LENGTH) {
                fields.get("length").wrong("a length of " + MIN_LENGTH + " to " + MAX_LENGTH
                        + " digits is expected here");
                length = USUAL;
            }
        }
        return new Hash(fields.get("key").text(), as.equals("uid"), length);
    }

    /** Why this attribute can't hold it; null: it can. */
    String fault(AttributePath path) {
        Vr vr = path.vr();
        if (uid != (vr == Vr.UI) || !uid && !TEXTS.contains(vr)) {
            return path + " has VR " + vr + ": " + (uid ? "only UI can hold a hash as UID"
                    : "a hash as text fits LO, SH, PN, LT, ST, UC and UT");
        }
        return vr == Vr.SH && length > USUAL ? path + " can't hold more than " + USUAL + " characters" : null;
    }

    /** The function with the secret of these. */
    UnaryOperator<String> with(Map<String, String> secrets) {
        String secret = secrets.get(key);
        if (secret == null) {
            throw new RuleFailure("there is no key '" + key + "': set dromedary.rules.hash-keys." + key + ".secret");
        }
        return value -> of(secret, value);
    }

    private String of(String secret, String value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            byte[] hash = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
            ByteBuffer first = ByteBuffer.wrap(hash);
            return uid ? Uid.of(new UUID(first.getLong(), first.getLong()))
                    : HexFormat.of().formatHex(hash).substring(0, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }
}
