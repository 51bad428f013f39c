package org.dromedary.dicom.codec;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Vr;

/**
 * Makes a data set fit to be written without VRs (PS3.5 §A.1): a reader takes each value for one of the VR in the
 * dictionary, so a value of another is converted exactly, or the conversion is refused.
 */
final class ImplicitValues {

    private static final Set<Vr> TEXT = EnumSet.of(Vr.AE, Vr.AS, Vr.CS, Vr.DA, Vr.DS, Vr.DT, Vr.IS, Vr.LO, Vr.LT, Vr.PN,
            Vr.SH, Vr.ST, Vr.TM, Vr.UC, Vr.UI, Vr.UR, Vr.UT);
    private static final Set<Vr> BYTES = EnumSet.of(Vr.OB, Vr.OW, Vr.OL, Vr.OF, Vr.OD, Vr.OV);
    private static final int MAX_IS = 12;
    private static final int MAX_DS = 16;

    private ImplicitValues() {
    }

    /** @param notes is told which values were converted, by their tags */
    static void prepare(DataSet dataSet, List<String> notes) throws CodecException {
        List<Integer> converted = new ArrayList<>();
        convert(dataSet, converted);
        if (!converted.isEmpty()) {
            notes.add("converts values whose VR is not the dictionary's: "
                    + converted.stream().distinct().map(Tag::toString).collect(Collectors.joining(", ")));
        }
    }

    private static void convert(DataSet dataSet, List<Integer> converted) throws CodecException {
        List<Element> elements = new ArrayList<>();
        dataSet.forEach(elements::add);
        for (Element element : elements) {
            Vr known = Dictionary.vrOf(element.tag());
            if (element.isEncapsulated()) {
                throw refusal(element, "fragments, which without a VR can't be told from items");
            }
            if (element.isSequence()) {
                if (known != Vr.SQ && known != Vr.UN) {
                    throw refusal(element, "items, where the dictionary has the VR " + known);
                }
                for (DataSet item : element.items()) {
                    convert(item, converted);
                }
            } else if (!isUnderstood(element, known)) {
                dataSet.setBytes(element.tag(), known, inVr(element, known));
                converted.add(element.tag());
            }
        }
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
                || Dictionary.allows(element.tag(), vr) || TEXT.contains(vr) && TEXT.contains(known)
                || BYTES.contains(vr) && BYTES.contains(known);
    }

    private static byte[] inVr(Element element, Vr known) throws CodecException {
        List<BigDecimal> values = new ArrayList<>();
        try {
            read(element, values);
            return write(values, known);
        } catch (ArithmeticException | NumberFormatException e) {
            throw refusal(element, "a value of VR " + element.vr() + " that can't be written exactly as the dictionary's VR " + known);
        }
    }

    private static void read(Element element, List<BigDecimal> values) {
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
            default -> throw new NumberFormatException("no number");
        }
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
            default -> throw new NumberFormatException("no number");
        };
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
