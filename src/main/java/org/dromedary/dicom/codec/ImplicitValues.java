package org.dromedary.dicom.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.ValueForm;
import org.dromedary.dicom.data.Vr;

/**
 * Makes a data set fit to be written without VRs (PS3.5 §A.1): a reader takes each value for one of the VR in the
 * dictionary, so a value of another is converted exactly, or the conversion is refused.
 */
final class ImplicitValues {

    private static final Set<Vr> BYTES = EnumSet.of(Vr.OB, Vr.OW, Vr.OL, Vr.OF, Vr.OD, Vr.OV);
    private static final int ESCAPE = 0x1B;
    private static final int MAX_IS = 12;
    private static final int MAX_DS = 16;

    private ImplicitValues() {
    }

    /**
     * Prepares a data set whose elements all lose their VR.
     *
     * @param notes is told which values were converted, by their tags
     * @return tags of elements of this data set in which something was converted
     */
    static Set<Integer> prepare(DataSet dataSet, List<String> notes) throws CodecException {
        Set<Integer> converted = new TreeSet<>();
        Set<Integer> changed = convert(dataSet, converted);
        note(converted, notes);
        return changed;
    }

    /** Prepares the items of sequences under VR UN, which are without VRs in every syntax (PS3.5 §6.2.2). */
    static Set<Integer> prepareUnknown(DataSet dataSet, List<String> notes) throws CodecException {
        Set<Integer> converted = new TreeSet<>();
        Set<Integer> changed = convertUnknown(dataSet, converted);
        note(converted, notes);
        return changed;
    }

    private static void note(Set<Integer> converted, List<String> notes) {
        if (!converted.isEmpty()) {
            notes.add("converts values whose VR is not the dictionary's: "
                    + converted.stream().map(Tag::toString).collect(Collectors.joining(", ")));
        }
    }

    private static Set<Integer> convertUnknown(DataSet dataSet, Set<Integer> converted) throws CodecException {
        Set<Integer> changed = new HashSet<>();
        for (Element element : dataSet) {
            for (DataSet item : element.items()) {
                Set<Integer> inItem = element.isUnknownSequence() ? convert(item, converted)
                        : convertUnknown(item, converted);
                if (!inItem.isEmpty()) {
                    changed.add(element.tag());
                }
            }
        }
        return changed;
    }

    private static Set<Integer> convert(DataSet dataSet, Set<Integer> converted) throws CodecException {
        Set<Integer> changed = new HashSet<>();
        List<Element> elements = new ArrayList<>();
        dataSet.forEach(elements::add);
        for (Element element : elements) {
            Vr known = Dictionary.vrOf(element.tag());
            if (element.isEncapsulated()) {
                throw refusal(element, "fragments, which without a VR can't be told from items");
            }
            if (element.isSequence()) {
                if (convertItems(dataSet, element, known, converted)) {
                    changed.add(element.tag());
                }
            } else if (!isUnderstood(element, known)) {
                dataSet.setBytes(element.tag(), known, inVr(element, known));
                converted.add(element.tag());
                changed.add(element.tag());
            }
        }
        return changed;
    }

    private static boolean convertItems(DataSet dataSet, Element sequence, Vr known, Set<Integer> converted)
            throws CodecException {
        if (known != Vr.SQ && known != Vr.UN) {
            throw refusal(sequence, "items, where the dictionary has the VR " + known);
        }
        boolean changed = false;
        for (DataSet item : sequence.items()) {
            changed |= !convert(item, converted).isEmpty();
        }
        if (known == Vr.UN) {
            // Without a VR and out of the dictionary, only an undefined length shows that it is a sequence.
            dataSet.put(sequence.ofUndefinedLength());
        }
        return changed;
    }

    /** Whether the same bytes mean the same under the dictionary's VR. */
    private static boolean isUnderstood(Element element, Vr known) throws CodecException {
        Vr vr = element.vr();
        if (known == Vr.SQ) {
            if (element.isEmpty()) {
                return true;
            }
            throw refusal(element, "a value, where the dictionary has a sequence");
        }
        return known == Vr.UN || vr == Vr.UN || vr == known || element.isEmpty()
                || Dictionary.allows(element.tag(), vr) || isSameText(element, known)
                || BYTES.contains(vr) && BYTES.contains(known);
    }

    /** Whether a text stays a text of the same characters and as many values, and a number where that is wanted. */
    private static boolean isSameText(Element element, Vr known) {
        Vr vr = element.vr();
        if (!vr.isText() || !known.isText()) {
            return false;
        }
        String text = new String(element.bytes(), StandardCharsets.ISO_8859_1);
        boolean characters = vr.usesCharacterSet() == known.usesCharacterSet()
                || text.chars().allMatch(c -> c < 0x80 && c != ESCAPE);
        boolean values = vr.isMultiValued() == known.isMultiValued() || text.indexOf('\\') < 0;
        boolean number = known != Vr.IS && known != Vr.DS
                || Arrays.stream(text.split("\\\\")).allMatch(value -> ValueForm.isOfForm(known, value));
        return characters && values && number;
    }

    private static byte[] inVr(Element element, Vr known) throws CodecException {
        try {
            byte[] value = write(read(element), known);
            if (!read(Element.of(element.tag(), known, value)).equals(read(element))) {
                throw new ArithmeticException("not exact");
            }
            return value;
        } catch (ArithmeticException | NumberFormatException e) {
            throw refusal(element, "a value of VR " + element.vr()
                    + " that can't be written exactly as the dictionary's VR " + known);
        }
    }

    /** The numbers, each by the shortest text that tells it from others of its VR. */
    private static List<BigDecimal> read(Element element) {
        List<BigDecimal> values = new ArrayList<>();
        byte[] bytes = element.bytes();
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (element.vr()) {
            case IS, DS -> {
                for (String text : new String(bytes, StandardCharsets.ISO_8859_1).split("\\\\")) {
                    values.add(new BigDecimal(text.strip().replace("\0", "")));
                }
            }
            case US -> whole(in, 2, () -> values.add(BigDecimal.valueOf(in.getShort() & 0xFFFF)));
            case SS -> whole(in, 2, () -> values.add(BigDecimal.valueOf(in.getShort())));
            case UL -> whole(in, 4, () -> values.add(BigDecimal.valueOf(in.getInt() & 0xFFFFFFFFL)));
            case SL -> whole(in, 4, () -> values.add(BigDecimal.valueOf(in.getInt())));
            case FL -> whole(in, 4, () -> values.add(new BigDecimal(Float.toString(in.getFloat()))));
            case FD -> whole(in, 8, () -> values.add(new BigDecimal(Double.toString(in.getDouble()))));
            case SV -> whole(in, 8, () -> values.add(BigDecimal.valueOf(in.getLong())));
            case UV -> whole(in, 8, () -> values.add(new BigDecimal(Long.toUnsignedString(in.getLong()))));
            default -> throw new NumberFormatException("no number");
        }
        values.replaceAll(value -> value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros());
        return values;
    }

    private static void whole(ByteBuffer in, int width, Runnable one) {
        if (in.remaining() % width != 0) {
            throw new NumberFormatException("no whole number of values");
        }
        while (in.hasRemaining()) {
            one.run();
        }
    }

    private static byte[] write(List<BigDecimal> values, Vr vr) {
        return switch (vr) {
            case IS -> text(values.stream().map(ImplicitValues::integer).toList());
            case DS -> text(values.stream().map(ImplicitValues::decimal).toList());
            case US -> numbers(values, 2, (out, value) -> out.putShort((short) between(value, 0, 0xFFFF)));
            case SS -> numbers(values, 2, (out, value) -> out.putShort(value.shortValueExact()));
            case UL -> numbers(values, 4, (out, value) -> out.putInt((int) between(value, 0, 0xFFFFFFFFL)));
            case SL -> numbers(values, 4, (out, value) -> out.putInt(value.intValueExact()));
            case FL -> numbers(values, 4, (out, value) -> out.putFloat((float) exact(value, value.floatValue(),
                    Float.toString(value.floatValue()))));
            case FD -> numbers(values, 8, (out, value) -> out.putDouble(exact(value, value.doubleValue(),
                    Double.toString(value.doubleValue()))));
            case SV -> numbers(values, 8, (out, value) -> out.putLong(value.longValueExact()));
            case UV -> numbers(values, 8, (out, value) -> out.putLong(unsigned(value)));
            default -> throw new NumberFormatException("no number");
        };
    }

    private static long unsigned(BigDecimal value) {
        BigInteger number = value.toBigIntegerExact();
        if (number.signum() < 0 || number.bitLength() > Long.SIZE) {
            throw new ArithmeticException("out of range");
        }
        return number.longValue();
    }

    private interface Put {
        void value(ByteBuffer out, BigDecimal value);
    }

    private static byte[] numbers(List<BigDecimal> values, int width, Put put) {
        ByteBuffer out = ByteBuffer.allocate(width * values.size()).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(value -> put.value(out, value));
        return out.array();
    }

    private static long between(BigDecimal value, long least, long most) {
        long number = value.longValueExact();
        if (number < least || number > most) {
            throw new ArithmeticException("out of range");
        }
        return number;
    }

    /** A number that is written as the shortest text that tells it from others is the one that was meant. */
    private static double exact(BigDecimal value, double number, String shortest) {
        if (!Double.isFinite(number) || new BigDecimal(shortest).compareTo(value) != 0) {
            throw new ArithmeticException("not exact");
        }
        return number;
    }

    private static String integer(BigDecimal value) {
        return fits(Integer.toString(value.intValueExact()), MAX_IS);
    }

    private static String decimal(BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        String text = plain.toPlainString();
        return fits(text.length() <= MAX_DS ? text : plain.toString(), MAX_DS);
    }

    private static String fits(String text, int most) {
        if (text.length() > most) {
            throw new ArithmeticException("too long");
        }
        return text;
    }

    private static byte[] text(List<String> values) {
        String text = String.join("\\", values);
        return (text.length() % 2 == 0 ? text : text + " ").getBytes(StandardCharsets.US_ASCII);
    }

    private static CodecException refusal(Element element, String what) {
        return new CodecException(Tag.toString(element.tag()) + " has " + what
                + ": without VRs its meaning would be lost");
    }
}
