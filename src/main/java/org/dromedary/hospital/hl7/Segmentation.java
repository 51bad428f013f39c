package org.dromedary.hospital.hl7;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the segments of a message begin: the one place that decides it, for reading and for writing. A segment is a
 * name and the field separator behind it, after what ends a segment; everything else is text of the segment before, in
 * which senders break reports and documents into lines. What can be either is a {@link #doubt}: whoever guesses cuts a
 * report.
 */
final class Segmentation {

    /** Letters of a segment's name. */
    static final int NAME = 3;
    /** Field separators before OBX-5 and NTE-3, the fields that hold text. */
    private static final int BEFORE_OBX_5 = 5;
    private static final int BEFORE_NTE_3 = 3;
    private static final String EITHER = "%s is followed by a line that may be a segment or its text";

    /**
     * A segment, as places in the text.
     *
     * @param end  behind its last letter, without line ends
     * @param next where the next one begins
     */
    record Part(int begin, int end, int next) {
    }

    private final CharSequence text;
    private final char separator;
    private final boolean endsWithCr;
    private final List<Part> parts = new ArrayList<>();
    private String doubt;

    private int begin;
    private int end;
    private int separators;

    private Segmentation(CharSequence text, char separator) {
        this.text = text;
        this.separator = separator;
        this.endsWithCr = hasSegmentAfterCr();
    }

    /** @param text begins with MSH; characters, or bytes as ISO 8859-1 */
    static Segmentation of(CharSequence text, char separator) {
        Segmentation segmentation = new Segmentation(text, separator);
        segmentation.divide();
        return segmentation;
    }

    /** The segments in their order, one more than allowed at most; the first is what the text begins with. */
    List<Part> parts() {
        return parts;
    }

    /** Why the segments can't be told from text, without values; null if they can. */
    String doubt() {
        return doubt;
    }

    /** Whether a line is a segment: name and separator. */
    static boolean isSegment(CharSequence text, int at, char separator) {
        return SegmentNames.isName(text, at) && at + NAME < text.length() && text.charAt(at + NAME) == separator;
    }

    private boolean hasSegmentAfterCr() {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) == '\r') {
                int next = at + 1 < text.length() && text.charAt(at + 1) == '\n' ? at + 2 : at + 1;
                if (isSegment(text, next, separator) && SegmentNames.isDefined(name(next))) {
                    return true;
                }
            }
        }
        return false;
    }

    private void divide() {
        int at = 0;
        boolean cr = true;
        boolean first = true;
        while (at < text.length() && parts.size() <= Hl7Bounds.MAX_SEGMENTS) {
            int lineEnd = at;
            int found = 0;
            while (lineEnd < text.length() && text.charAt(lineEnd) != '\r' && text.charAt(lineEnd) != '\n') {
                found += text.charAt(lineEnd) == separator ? 1 : 0;
                lineEnd++;
            }
            if (first) {
                begin(at, lineEnd, found);
                first = false;
                cr = false;
            } else if (!isBlank(at, lineEnd)) {
                line(at, lineEnd, found, cr);
                cr = false;
            }
            at = lineEnd;
            while (at < text.length() && (text.charAt(at) == '\r' || text.charAt(at) == '\n')) {
                cr |= text.charAt(at) == '\r';
                at++;
            }
        }
        close(text.length());
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) > ' ') {
                return false;
            }
        }
        return true;
    }

    /** @param cr whether a CR is in what ended the line before */
    private void line(int at, int lineEnd, int found, boolean cr) {
        boolean segment = isSegment(text, at, separator);
        // An empty segment may be its name alone, where no text is.
        boolean own = cr || !endsWithCr;
        boolean bare = own && lineEnd == at + NAME && (!takesText() || closedText()) && SegmentNames.isName(text, at)
                && SegmentNames.isDefined(name(at));
        if (segment && segmentHere(name(at), own) || bare) {
            close(at);
            begin(at, lineEnd, found);
        } else {
            if (!segment && !belongs(cr)) {
                doubt(closedText() ? open() + " has a line behind its text" : next() + " has no name");
            }
            end = lineEnd;
            separators += found;
        }
    }

    /** Whether a line with a name and a separator is a segment, not a line of the text before it. */
    private boolean segmentHere(String name, boolean own) {
        boolean defined = SegmentNames.isDefined(name);
        if (!inText()) {
            if (name.equals("MSH")) {
                doubt(next() + " is a second MSH segment");
            } else if (!defined && !own) {
                doubt(EITHER.formatted(open()));
            }
            return true;
        }
        boolean segment = own && defined && !SegmentNames.isEnvelope(name);
        if (!segment) {
            doubt(EITHER.formatted(open()));
        }
        return segment;
    }

    /** Whether a line without a name is of the segment before it. */
    private boolean belongs(boolean cr) {
        return !isBareName() && !closedText() && (takesText() && (inText() || !cr) || !cr);
    }

    /** Whether the open segment is its name alone, so that a line behind it is in none of its fields. */
    private boolean isBareName() {
        return separators == 0 && end == begin + NAME;
    }

    private boolean takesText() {
        String name = name(begin);
        return name.equals("OBX") || name.equals("NTE");
    }

    /** Whether what comes next is within a field of text. */
    private boolean inText() {
        return isInText(text, begin, separators);
    }

    /** Whether a segment that has so many separators is at its field of text. */
    static boolean isInText(CharSequence text, int begin, int separators) {
        String name = text.subSequence(begin, Math.min(text.length(), begin + NAME)).toString();
        return name.equals("OBX") && separators == BEFORE_OBX_5
                || name.equals("NTE") && separators == BEFORE_NTE_3;
    }

    /** Whether the field of text is over. */
    private boolean closedText() {
        return takesText() && separators > (name(begin).equals("OBX") ? BEFORE_OBX_5 : BEFORE_NTE_3);
    }

    private String name(int at) {
        return text.subSequence(at, Math.min(text.length(), at + NAME)).toString();
    }

    private void begin(int at, int lineEnd, int found) {
        begin = at;
        end = lineEnd;
        separators = found;
    }

    private void close(int next) {
        parts.add(new Part(begin, end, next));
    }

    /** The segment that is being read, and the one that would be behind it. */
    private String open() {
        return "segment " + (parts.size() + 1);
    }

    private String next() {
        return "segment " + (parts.size() + 2);
    }

    private void doubt(String what) {
        doubt = doubt == null ? what : doubt;
    }
}
