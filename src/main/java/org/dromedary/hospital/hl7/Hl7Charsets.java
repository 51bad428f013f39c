package org.dromedary.hospital.hl7;

import java.nio.charset.Charset;

/**
 * How bytes are read whose character set is not told, or told wrong.
 *
 * @param fallback  of bytes that are neither what was declared nor UTF-8
 * @param trustUtf8 whether bytes beyond ASCII that are UTF-8 are read as that although another set is declared
 */
public record Hl7Charsets(Charset fallback, boolean trustUtf8) {

    /** As the settings say. */
    public static Hl7Charsets of(Hl7Settings settings) {
        return new Hl7Charsets(Charset.forName(settings.fallbackCharset()), settings.trustUtf8());
    }

    /** Reads the bytes of one message, without framing. */
    public Hl7Text read(byte[] body) {
        return Hl7Text.decode(body, this);
    }
}
