package org.dromedary.dicom.net;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.dromedary.dicom.data.Tag;

/**
 * What a response says beside its status (PS3.7 Annex C): Error Comment (0000,0902), Offending Element (0000,0901) and
 * Error ID (0000,0903), each where the peer gave it.
 *
 * @param comment           printable and bounded, empty if there is none
 * @param offendingElements tags, in the peer's order
 * @param errorId           a number of the application's own
 */
public record StatusDetail(String comment, List<Integer> offendingElements, OptionalInt errorId) {
    public static final StatusDetail NONE = new StatusDetail("", List.of(), OptionalInt.empty());

    /** LO allows 64 characters, which is what is sent; some peers send more. */
    private static final int MAX_COMMENT_LENGTH = 128;
    private static final int MAX_SENT_LENGTH = 64;
    private static final int MAX_ELEMENTS = 16;

    public StatusDetail {
        comment = printable(comment == null ? "" : comment);
        offendingElements = List.copyOf(offendingElements.subList(0,
                Math.min(MAX_ELEMENTS, offendingElements.size())));
    }

    /** A comment, which may be null, and the tags of elements that are to blame. */
    public static StatusDetail of(String comment, Integer... offendingElements) {
        return new StatusDetail(comment, List.of(offendingElements), OptionalInt.empty());
    }

    public static StatusDetail of(CommandSet response) {
        int id = response.getInt(CommandSet.ERROR_ID, -1);
        return new StatusDetail(response.getText(CommandSet.ERROR_COMMENT),
                response.getTags(CommandSet.OFFENDING_ELEMENT), id < 0 ? OptionalInt.empty() : OptionalInt.of(id));
    }

    void into(CommandSet response) {
        if (!comment.isEmpty()) {
            response.setText(CommandSet.ERROR_COMMENT,
                    comment.substring(0, Math.min(MAX_SENT_LENGTH, comment.length())));
        }
        if (!offendingElements.isEmpty()) {
            response.setTags(CommandSet.OFFENDING_ELEMENT, offendingElements);
        }
        errorId.ifPresent(id -> response.setInt(CommandSet.ERROR_ID, id));
    }

    /** The same without the comment, which may say anything. */
    public StatusDetail withoutComment() {
        return new StatusDetail("", offendingElements, errorId);
    }

    /** The status in words with all that was said, such as {@code … (0xA900), offending element (0020,000D)}. */
    public String describe(int status) {
        String elements = offendingElements.isEmpty() ? "" : ", offending element "
                + offendingElements.stream().map(Tag::toString).collect(Collectors.joining(" "));
        String id = errorId.isPresent() ? ", error ID " + errorId.getAsInt() : "";
        return Status.describe(status) + elements + id + (comment.isEmpty() ? "" : " \"" + comment + '"');
    }

    private static String printable(String text) {
        String bounded = text.length() > MAX_COMMENT_LENGTH ? text.substring(0, MAX_COMMENT_LENGTH) : text;
        return bounded.replaceAll("\\p{Cntrl}", "?");
    }
}
