package org.dromedary.dicom.codec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.ElementDigests;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;

/**
 * What a written object has to mean when it is read: the elements before and behind its pixels, and the pixels as they
 * were handed to the writer. It is proven on the file, which is parsed anew.
 *
 * @param pixels   tag of the element that has them; 0 if there are none
 * @param checksum CRC-32C of the codestreams, or of the native value in little endian
 */
record ReadBack(TransferSyntax syntax, ElementDigests head, int pixels, long checksum, ElementDigests tail) {

    /** @throws CodecException if the file means anything else, with the tags */
    void prove(Path written) throws IOException {
        try (ObjectFile file = ObjectFile.open(written)) {
            require(file.syntax().equals(syntax) && file.meta().transferSyntaxUid().equals(syntax.uid()),
                    "Transfer Syntax UID (0002,0010) says " + syntax.name() + ", and its first element says otherwise");
            compare(head, ElementDigests.of(file.head(), syntax));
            int found = file.pixels() == null ? 0 : file.pixels().tag();
            require(found == pixels, "it has " + Tag.toString(found) + " in place of " + Tag.toString(pixels));
            if (found != 0) {
                CRC32C read = new CRC32C();
                if (file.hasFragments()) {
                    readFragments(file, read);
                } else {
                    file.readValue(read::update);
                }
                require(read.getValue() == checksum, "Pixel Data differs, " + Tag.toString(found));
            }
            List<String> trail = new ArrayList<>();
            compare(tail, ElementDigests.of(file.readTail(trail), syntax));
            require(trail.isEmpty(), "bytes that are no element follow the last one");
        } catch (DicomFormatException e) {
            throw new CodecException("What was written can't be read: " + e.getMessage(), e);
        }
    }

    private static void readFragments(ObjectFile file, CRC32C read) throws IOException {
        FragmentIndex fragments = new FragmentIndex(file.channel(), file.offset());
        long[] places = new long[fragments.count()];
        long at = 0;
        for (int i = 0; i < places.length; i++) {
            read.update(fragments.join(i, i + 1));
            places[i] = at;
            at += 8 + fragments.length(i);
        }
        long[] table = fragments.offsetTable();
        require(fragments.delimited(), "Pixel Data is not ended");
        require(table.length == 0 || Arrays.equals(table, places), "the basic offset table names other places");
        file.goTo(fragments.end());
    }

    private static void compare(ElementDigests due, ElementDigests found) throws CodecException {
        List<Integer> differences = due.differences(found);
        require(differences.isEmpty(), "these elements differ: " + named(differences));
    }

    static String named(List<Integer> tags) {
        return tags.stream().limit(8).map(Tag::toString).collect(Collectors.joining(", "))
                + (tags.size() > 8 ? " and " + (tags.size() - 8) + " more" : "");
    }

    private static void require(boolean condition, String problem) throws CodecException {
        if (!condition) {
            throw new CodecException("Written and read again, the object is not what it was: " + problem);
        }
    }
}
