package org.dromedary.dicom.data;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Between the bytes of an element and its values, by the VR that the caller knows it to have (PS3.5 §6.2–§6.4). */
final class Values {
    private static final int MAX_NUMBER_LENGTH = 64;

    private Values() {
    }

    static String firstString(Element element, Vr vr, CharacterSet characterSet) {
        if (vr.isNumber()) {
            return element.length() < vr.valueLength() ? null : number(element.bytes(), vr, 0);
        }
        if (!vr.isText()) {
            return null;
        }
        String text = characterSet.decode(element.bytes(), vr);
        int end = vr.isMultiValued() ? text.indexOf('\\') : -1;
        String value = trim(end < 0 ? text : text.substring(0, end), vr);
        return value.isEmpty() ? null : value;
    }

    static List<String> strings(Element element, Vr vr, CharacterSet characterSet) {
        if (vr.isNumber()) {
            List<String> values = new ArrayList<>();
            for (int at = 0; at + vr.valueLength() <= element.length(); at += vr.valueLength()) {
                values.add(number(element.bytes(), vr, at));
            }
            return values;
        }
        if (!vr.isText()) {
            return List.of();
        }
        String text = characterSet.decode(element.bytes(), vr);
        if (!vr.isMultiValued()) {
            String value = trim(text, vr);
            return value.isEmpty() ? List.of() : List.of(value);
        }
        String[] values = text.split("\\\\", -1);
        Arrays.setAll(values, i -> trim(values[i], vr));
        return values.length == 1 && values[0].isEmpty() ? List.of() : List.of(values);
    }

    static long firstLong(Element element, Vr vr, long otherwise) {
        if (vr.isNumber() && vr != Vr.FL && vr != Vr.FD) {
            return element.length() < vr.valueLength() ? otherwise : integer(element.bytes(), vr, 0);
        }
        return integral(firstString(element, vr, CharacterSet.DEFAULT), otherwise);
    }

    static int[] ints(Element element, Vr vr) {
        List<String> texts = strings(element, vr, CharacterSet.DEFAULT);
        int[] values = new int[texts.size()];
        for (int i = 0; i < values.length; i++) {
            long value = integral(texts.get(i), Long.MIN_VALUE);
            if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
                return new int[0];
            }
            values[i] = (int) value;
        }
        return values;
    }

    static double firstDouble(Element element, Vr vr, double otherwise) {
        String text = firstString(element, vr, CharacterSet.DEFAULT);
        if (text == null) {
            return otherwise;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** Joins, encodes and pads; numbers and tags are read from their decimal or hexadecimal form. */
    static byte[] encode(int tag, Vr vr, String[] values, CharacterSet characterSet) {
        if (vr.isNumber()) {
            byte[] bytes = new byte[values.length * vr.valueLength()];
            for (int i = 0; i < values.length; i++) {
                putNumber(tag, bytes, i * vr.valueLength(), vr, values[i].strip());
            }
            return bytes;
        }
        if (!vr.isText()) {
            throw new IllegalArgumentException("VR " + vr + " has no text values: " + Tag.toString(tag));
        }
        if (values.length > 1 && !vr.isMultiValued()) {
            throw new IllegalArgumentException("VR " + vr + " has a single value: " + Tag.toString(tag));
        }
        String[] present = new String[values.length];
        Arrays.setAll(present, i -> values[i] == null ? "" : values[i]);
        try {
            return padded(characterSet.encode(String.join("\\", present), vr), vr);
        } catch (UnencodableTextException e) {
            throw e.in(tag);
        }
    }

    static byte[] padded(byte[] value, Vr vr) {
        if ((value.length & 1) == 0) {
            return value;
        }
        byte[] even = Arrays.copyOf(value, value.length + 1);
        even[value.length] = vr.padding();
        return even;
    }

    /** Takes off what PS3.5 §6.2 calls not significant; NULLs too, since old devices pad text with them. */
    private static String trim(String text, Vr vr) {
        int start = 0;
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
            end--;
        }
        while (start < end && text.charAt(start) == ' ' && !vr.keepsLeadingSpaces()) {
            start++;
        }
        return text.substring(start, end);
    }

    private static long integral(String text, long otherwise) {
        if (text == null || text.isEmpty() || text.length() > MAX_NUMBER_LENGTH) {
            return otherwise;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notPlain) {
            return integralDecimal(text, otherwise);
        }
    }

    private static long integralDecimal(String text, long otherwise) {
        try {
            BigDecimal decimal = new BigDecimal(text);
            // Bounds the exponent first: expanding 1E999999999 would take all memory.
            boolean small = Math.abs((long) decimal.scale()) <= MAX_NUMBER_LENGTH;
            return small ? decimal.longValueExact() : otherwise;
        } catch (ArithmeticException | NumberFormatException e) {
            return otherwise;
        }
    }

    private static String number(byte[] bytes, Vr vr, int at) {
        return switch (vr) {
            case FL -> Float.toString(Float.intBitsToFloat((int) little(bytes, at, 4)));
            case FD -> Double.toString(Double.longBitsToDouble(little(bytes, at, 8)));
            case UV -> Long.toUnsignedString(little(bytes, at, 8));
            case AT -> Tag.toString((int) integer(bytes, vr, at)).replaceAll("[(),]", "");
            default -> Long.toString(integer(bytes, vr, at));
        };
    }

    private static long integer(byte[] bytes, Vr vr, int at) {
        return switch (vr) {
            case US -> little(bytes, at, 2);
            case SS -> (short) little(bytes, at, 2);
            case UL -> little(bytes, at, 4);
            case SL -> (int) little(bytes, at, 4);
            case AT -> little(bytes, at, 2) << 16 | little(bytes, at + 2, 2);
            default -> little(bytes, at, 8);
        };
    }

    private static long little(byte[] bytes, int at, int length) {
        long value = 0;
        for (int i = length - 1; i >= 0; i--) {
            value = value << 8 | bytes[at + i] & 0xFF;
        }
        return value;
    }

    private static void putNumber(int tag, byte[] bytes, int at, Vr vr, String text) {
        long value = parse(tag, vr, text);
        for (int i = 0; i < vr.valueLength(); i++) {
            bytes[at + i] = (byte) (value >> 8 * i);
        }
    }

    private static long parse(int tag, Vr vr, String text) {
        try {
            return switch (vr) {
                case FL -> Float.floatToRawIntBits(Float.parseFloat(text));
                case FD -> Double.doubleToRawLongBits(Double.parseDouble(text));
                case UV -> Long.parseUnsignedLong(text);
                case AT -> Integer.rotateLeft(Tag.parse(text), 16);
                default -> inRange(vr, Long.parseLong(text));
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("No value of VR " + vr + " for " + Tag.toString(tag));
        }
    }

    private static long inRange(Vr vr, long value) {
        int bits = 8 * vr.valueLength();
        boolean signed = vr == Vr.SS || vr == Vr.SL || vr == Vr.SV;
        long least = signed ? -1L << bits - 1 : 0;
        long greatest = bits == 64 ? Long.MAX_VALUE : (1L << (signed ? bits - 1 : bits)) - 1;
        if (value < least || value > greatest) {
            throw new NumberFormatException();
        }
        return value;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
