package org.dromedary.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dromedary.dicom.codec.Transcoder;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Limits;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.objects.validation.Finding;
import org.dromedary.objects.validation.FindingCode;
import org.dromedary.objects.validation.ObjectValidator;
import org.dromedary.objects.validation.ValidationSettings;

/**
 * Says what must be true of any bytes that are converted: what was written means what was read, what is refused names a
 * place, and validation of the same bytes and of what was written agrees. Compares values by itself.
 */
final class ConversionOracle {

    private static final int PIXELS = 0x7FE00000;
    private static final Pattern PLACE = Pattern.compile(
            "\\([0-9A-F]{4},[0-9A-F]{4}\\)|offset \\d+|byte \\d+|[Ff]rame \\d+");
    /** What a conversion of pixels may change. */
    private static final Set<Integer> OF_PIXELS = Set.of(Tag.ImageType, Tag.PlanarConfiguration, Tag.HighBit,
            Tag.PhotometricInterpretation, Tag.LossyImageCompression, Tag.LossyImageCompressionRatio,
            Tag.LossyImageCompressionMethod);
    /**
     * Findings that a conversion may add: what was not looked for in fragments, and meta information that never was.
     */
    private static final Set<String> MAY_COME = Set.of("FRAME_PRECISION_DIFFERS", "META_INCOMPLETE",
            "PIXEL_TAIL_ZERO");

    private final Path folder;
    private final ObjectValidator validator = new ObjectValidator(ValidationSettings.DEFAULT);

    ConversionOracle(Path folder) {
        this.folder = folder;
    }

    /** What is wrong, or null; {@code true} in {@code converted} if the bytes were converted. */
    String judge(byte[] bytes, TransferSyntax syntax, boolean[] converted) throws IOException {
        Path from = Files.write(folder.resolve("from.dcm"), bytes);
        Path to = folder.resolve("to.dcm");
        Set<String> before = findings(from);
        Transcoder.Result result;
        try {
            result = new Transcoder().transcode(from, to, syntax, Transcoder.Options.DEFAULT);
        } catch (CodecException | DicomFormatException e) {
            converted[0] = false;
            return refused(e, before);
        }
        converted[0] = true;
        Set<String> added = findings(to);
        added.removeAll(before);
        added.removeAll(MAY_COME);
        if (!added.isEmpty()) {
            return "new findings " + added + " beside " + before;
        }
        String difference = difference(head(from), head(to));
        return difference != null ? difference : again(to, result);
    }

    private static String refused(IOException refusal, Set<String> findings) {
        if (!PLACE.matcher(refusal.getMessage()).find()) {
            return "refused without a place: " + refusal.getMessage();
        }
        boolean judged = findings.stream().map(FindingCode::valueOf).anyMatch(code -> code.isDamage()
                || !code.advice().startsWith("transcode it"));
        return judged || findings.isEmpty() || refusal instanceof CodecException ? null
                : "refused though only " + findings + " was found: " + refusal.getMessage();
    }

    /** What was written is converted back, with the same samples. */
    private String again(Path written, Transcoder.Result result) throws IOException {
        try {
            String samples = new Transcoder().transcode(written, folder.resolve("again.dcm"),
                    TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, Transcoder.Options.DEFAULT).pixelSha256();
            return result.pixelSha256() == null || result.pixelSha256().equals(samples) ? null
                    : "other samples come back";
        } catch (CodecException | DicomFormatException e) {
            // An element that begins like one of another encoding may stand first: that is refused, by its place.
            return PLACE.matcher(e.getMessage()).find() ? null : "refused without a place: " + e.getMessage();
        }
    }

    private Set<String> findings(Path file) throws IOException {
        return validator.check(file, null).stream().map(Finding::code).collect(Collectors.toCollection(HashSet::new));
    }

    private static DataSet head(Path file) throws IOException {
        try (BufferedInputStream in = new BufferedInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            return Part10.reader(in, Limits.DEFAULT).readUntil(PIXELS);
        }
    }

    private static String difference(DataSet from, DataSet to) {
        for (Element element : from) {
            int tag = element.tag();
            boolean free = Tag.isGroupLength(tag) || OF_PIXELS.contains(tag) || Tag.group(tag) >>> 8 == 0x60;
            if (!free && !to.contains(tag)) {
                return "lost " + Tag.toString(tag);
            }
            if (!free && !isSame(element, from, to.get(tag), to)) {
                return "changed " + Tag.toString(tag) + " from " + element + " to " + to.get(tag);
            }
        }
        for (Element element : to) {
            boolean free = OF_PIXELS.contains(element.tag()) || Tag.group(element.tag()) >>> 8 == 0x60;
            if (!free && !from.contains(element.tag())) {
                return "invented " + Tag.toString(element.tag());
            }
        }
        return null;
    }

    private static boolean isSame(Element one, DataSet from, Element other, DataSet to) {
        if (one.isSequence() || other.isSequence()) {
            List<DataSet> items = one.items();
            boolean same = one.isSequence() == other.isSequence() && items.size() == other.items().size();
            for (int i = 0; same && i < items.size(); i++) {
                // An icon's pixels may have been decoded.
                same = items.get(i).contains(Tag.PixelData) || difference(items.get(i), other.items().get(i)) == null;
            }
            return same;
        }
        byte[] bytes = padded(one.bytes());
        return Arrays.equals(bytes, padded(other.bytes()))
                || one.vr() != other.vr() && isSameNumber(from.getStrings(one.tag()), to.getStrings(one.tag()));
    }

    private static byte[] padded(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && (bytes[end - 1] == 0 || bytes[end - 1] == ' ')) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    private static boolean isSameNumber(List<String> one, List<String> other) {
        boolean same = one.size() == other.size();
        for (int i = 0; same && i < one.size(); i++) {
            try {
                same = new BigDecimal(one.get(i).strip()).compareTo(new BigDecimal(other.get(i).strip())) == 0;
            } catch (NumberFormatException e) {
                return false;
            }
        }
        return same;
    }
}
