package org.dromedary.operate.cli;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dromedary.dicom.data.TransferSyntax;

/** Short names of the transfer syntaxes that are written; keywords of PS3.6 and UIDs go as well. */
public final class SyntaxNames implements Iterable<String> {

    private static final Map<String, TransferSyntax> SHORT = new LinkedHashMap<>();

    static {
        SHORT.put("implicit", TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        SHORT.put("explicit", TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        SHORT.put("big-endian", TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
        SHORT.put("deflated", TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
        SHORT.put("rle", TransferSyntax.RLE_LOSSLESS);
        SHORT.put("jpeg-lossless", TransferSyntax.JPEG_LOSSLESS_SV1);
        SHORT.put("jpeg-ls", TransferSyntax.JPEG_LS_LOSSLESS);
        SHORT.put("j2k", TransferSyntax.JPEG_2000_LOSSLESS);
        SHORT.put("htj2k", TransferSyntax.HTJ2K_LOSSLESS);
        SHORT.put("jpeg-baseline", TransferSyntax.JPEG_BASELINE);
    }

    /** The syntax of that short name, keyword or UID, whatever the case of its letters. */
    public static Optional<TransferSyntax> find(String name) {
        for (Map.Entry<String, TransferSyntax> entry : SHORT.entrySet()) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                return Optional.of(entry.getValue());
            }
        }
        return TransferSyntax.known().stream()
                .filter(syntax -> syntax.name().equalsIgnoreCase(name) || syntax.uid().equals(name)).findFirst();
    }

    /** All short names, for a message. */
    public static String all() {
        return String.join(", ", SHORT.keySet());
    }

    @Override
    public Iterator<String> iterator() {
        return SHORT.keySet().iterator();
    }
}
