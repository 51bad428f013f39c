package org.dromedary.pipeline.transcode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.dromedary.archives.archive.SettingsException;
import org.dromedary.dicom.codec.Codecs;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.pipeline.transcode.TranscodeSettings.Lossy;

/**
 * Which transfer syntaxes an object should be sent in, best first.
 *
 * @param preferred  UIDs; empty: its own
 * @param decompress whether they are the native ones, and only encapsulated objects are meant
 */
record Policy(List<String> preferred, boolean decompress) {

    private static final String KEEP = "keep";
    private static final String DECOMPRESS = "decompress";
    private static final String PREFER = "prefer=";

    /** Not compressed, the most widely understood first; the retired one last. */
    static final List<String> NATIVE = List.of(Uid.ExplicitVRLittleEndian, Uid.ImplicitVRLittleEndian,
            Uid.DeflatedExplicitVRLittleEndian, Uid.ExplicitVRBigEndian);
    private static final List<String> LOSSLESS = List.of(Uid.JPEGLSLossless, Uid.JPEG2000Lossless,
            Uid.JPEGLosslessSV1, Uid.HTJ2KLossless, Uid.RLELossless);
    /** Syntaxes in which information may have been lost; MPEG and its like are passed on only as they are. */
    private static final Set<String> LOSSY = Set.of(Uid.JPEGBaseline8Bit, Uid.JPEGExtended12Bit,
            Uid.JPEGSpectralSelectionNonHierarchical68, Uid.JPEGFullProgressionNonHierarchical1012,
            Uid.JPEGLSNearLossless, Uid.JPEG2000, Uid.JPEG2000MC, Uid.HTJ2K, Uid.JPEGXL,
            Uid.JPEGXLJPEGRecompression);

    /** @throws SettingsException naming the property and what it may say */
    static Policy of(String property, String text, Lossy lossy) {
        String word = text.strip();
        if (word.equalsIgnoreCase(KEEP)) {
            return new Policy(List.of(), false);
        }
        if (word.equalsIgnoreCase(DECOMPRESS)) {
            return new Policy(NATIVE, true);
        }
        if (!word.toLowerCase(Locale.ROOT).startsWith(PREFER)) {
            throw new SettingsException(property + " is '" + text + "': it must be keep, decompress, or prefer= and"
                    + " transfer syntaxes such as JPEGLSLossless,ExplicitVRLittleEndian");
        }
        List<String> preferred = Arrays.stream(word.substring(PREFER.length()).split(",", -1))
                .map(name -> syntax(property, name.strip(), lossy)).distinct().toList();
        return new Policy(preferred, false);
    }

    private static String syntax(String property, String name, Lossy lossy) {
        String uid = TransferSyntax.known().stream()
                .filter(each -> each.name().equalsIgnoreCase(name) || each.uid().equals(name))
                .map(TransferSyntax::uid).findFirst()
                .orElseThrow(() -> new SettingsException(property + ": there is no transfer syntax '" + name
                        + "'; name it by its keyword in PS3.6, such as JPEGLSLossless, or by its UID"));
        if (!NATIVE.contains(uid) && Codecs.encoder(uid).isEmpty()) {
            throw new SettingsException(property + ": objects can't be brought into " + Uid.nameOf(uid)
                    + "; those that have it already keep it without being told to");
        }
        if (isLossy(uid) && lossy != Lossy.ACCEPTED) {
            throw new SettingsException(property + ": " + Uid.nameOf(uid) + " loses information; if that is wanted,"
                    + " say so: " + property.replaceFirst("policy$", "lossy") + "=accepted");
        }
        return uid;
    }

    /** Whether an object in that syntax may have lost information by it. */
    static boolean isLossy(String transferSyntaxUid) {
        return LOSSY.contains(transferSyntaxUid);
    }

    /**
     * What to try first for an object that comes in that syntax, which is among them. What was compressed with loss is
     * changed only to be decompressed: compressed again it would grow and gain nothing.
     */
    List<String> wanted(String own) {
        boolean stays = decompress ? NATIVE.contains(own) : isLossy(own);
        Set<String> wanted = new LinkedHashSet<>(stays ? List.of(own) : preferred);
        wanted.add(own);
        return List.copyOf(wanted);
    }

    /** What else there is without loss, should the target not take the object as it is. */
    static List<String> otherwise(String own) {
        List<String> all = new ArrayList<>(NATIVE.contains(own) ? NATIVE : LOSSLESS);
        all.addAll(NATIVE.contains(own) ? LOSSLESS : NATIVE);
        all.remove(own);
        return all;
    }
}
