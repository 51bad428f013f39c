package org.dromedary.dicom.data;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Text with ISO 2022 escape sequences (PS3.5 §6.1.2.5): G0 and G1 start as the first value of (0008,0005) says and
 * return to that at line ends, tabulators and the delimiters of values and name components.
 *
 * @param others what escape sequences may designate, in the order of preference for encoding
 */
record CodeExtension(Repertoire g0, Repertoire g1, List<Repertoire> others) {
    private static final String LINE_CONTROLS = "\t\n\f\r";

    /** Escape sequences of sets that were not declared are followed as well: nothing else could be meant. */
    String decode(byte[] bytes, String delimiters) {
        return new Decoder(bytes, delimiters).decode();
    }

    /** Whether each escape sequence designates one of the declared sets. */
    boolean declaresAll(byte[] bytes) {
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == Repertoire.ESCAPE) {
                Repertoire designated = Repertoire.designatedAt(bytes, at);
                if (designated == null || designated != g0 && designated != g1 && designated != Repertoire.ASCII
                        && !others.contains(designated)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The bytes, or null if a character is in none of the sets. */
    byte[] encode(String text, String delimiters) {
        return new Encoder(delimiters).encode(text);
    }

    private final class Decoder {
        private final byte[] bytes;
        private final String delimiters;
        private final StringBuilder text;
        private final byte[] run;
        private Repertoire left = g0;
        private Repertoire right = g1;
        private Repertoire runOf;
        private int runLength;

        Decoder(byte[] bytes, String delimiters) {
            this.bytes = bytes;
            this.delimiters = delimiters;
            this.text = new StringBuilder(bytes.length);
            this.run = new byte[bytes.length];
        }

        String decode() {
            int at = 0;
            while (at < bytes.length) {
                int b = bytes[at] & 0xFF;
                if (b == Repertoire.ESCAPE) {
                    at += escape(at);
                } else if (b <= ' ' || b == 0x7F || isDelimiter(b)) {
                    control((char) b);
                    at++;
                } else {
                    at += character(at, b);
                }
            }
            flush();
            return text.toString();
        }

        private boolean isDelimiter(int b) {
            return b < 0x80 && left.width() == 1 && delimiters.indexOf(b) >= 0;
        }

        private int escape(int at) {
            Repertoire designated = Repertoire.designatedAt(bytes, at);
            flush();
            if (designated == null) {
                text.append((char) Repertoire.ESCAPE);
                return 1;
            }
            if (designated.isRight()) {
                right = designated;
            } else {
                left = designated;
            }
            return designated.escape().length;
        }

        private void control(char c) {
            flush();
            text.append(c);
            if (LINE_CONTROLS.indexOf(c) >= 0 || c > ' ' && c != 0x7F) {
                left = g0;
                right = g1;
            }
        }

        private int character(int at, int b) {
            Repertoire of = b < 0x80 ? left : right != null ? right : undesignatedRight();
            if (of != runOf) {
                flush();
                runOf = of;
            }
            int width = Math.min(of.width(), bytes.length - at);
            System.arraycopy(bytes, at, run, runLength, width);
            runLength += width;
            return width;
        }

        /** Some Korean and Chinese systems designate G1 once a value instead of once a component. */
        private Repertoire undesignatedRight() {
            for (Repertoire other : others) {
                if (other.isRight()) {
                    return other;
                }
            }
            return Repertoire.LATIN_1;
        }

        private void flush() {
            if (runLength > 0) {
                text.append(new String(run, 0, runLength, runOf.charset()));
                runLength = 0;
            }
        }
    }

    private final class Encoder {
        private final String delimiters;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private Repertoire left = g0;
        private Repertoire right = g1;

        Encoder(String delimiters) {
            this.delimiters = delimiters;
        }

        byte[] encode(String text) {
            for (int i = 0; i < text.length();) {
                int codePoint = text.codePointAt(i);
                i += Character.charCount(codePoint);
                boolean delimiter = delimiters.indexOf(codePoint) >= 0;
                if (codePoint < ' ' || codePoint == 0x7F || delimiter) {
                    control(codePoint, delimiter);
                } else if (!character(codePoint)) {
                    return null;
                }
            }
            designate(g0);
            return out.toByteArray();
        }

        private void control(int codePoint, boolean delimiter) {
            designate(g0);
            out.write(codePoint);
            if (delimiter || LINE_CONTROLS.indexOf(codePoint) >= 0) {
                right = g1;
            }
        }

        private boolean character(int codePoint) {
            if (write(left, codePoint) || write(right, codePoint) || write(g0, codePoint) || write(g1, codePoint)) {
                return true;
            }
            for (Repertoire other : others) {
                if (write(other, codePoint)) {
                    return true;
                }
            }
            return false;
        }

        private boolean write(Repertoire repertoire, int codePoint) {
            byte[] encoded = repertoire == null ? null : repertoire.encode(codePoint);
            if (encoded == null || encoded.length == 1 && delimiters.indexOf(encoded[0]) >= 0) {
                return false;
            }
            designate(repertoire);
            out.writeBytes(encoded);
            return true;
        }

        private void designate(Repertoire repertoire) {
            if (repertoire.isRight() ? repertoire == right : repertoire == left) {
                return;
            }
            out.writeBytes(repertoire.escape());
            if (repertoire.isRight()) {
                right = repertoire;
            } else {
                left = repertoire;
            }
        }
    }

    /** Whether these bytes mean the same in every set that keeps ASCII: no escapes and nothing from 0x80. */
    static boolean isPlain(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0 || b == Repertoire.ESCAPE) {
                return false;
            }
        }
        return true;
    }

    static String plain(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
