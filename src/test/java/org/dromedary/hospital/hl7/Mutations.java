package org.dromedary.hospital.hl7;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Makes odd messages out of good ones: segments moved, cut, repeated and grafted, lines broken, text that looks like
 * segments, other line ends, delimiters and character sets, batches. Each follows from its number. Words such as
 * {@code [7.3]} are put into texts of reports, by which they can be followed.
 */
public final class Mutations {

    private static final String MSH =
            "MSH|^~\\&|RIS|HOSP|PACS|HOSP|20240301101500||%s|C%d|P|2.5.1||||||UNICODE UTF-8\r";
    private static final String PID = "PID|1||4711^^^HOSP^MR~88^^^NAT^NI||Testmann^Åse^Maria||19561203|F\r";

    private static final List<String> SEEDS = List.of(
            MSH.formatted("ORU^R01",
            1) + PID + "PV1|1|O\rORC|RE|P1|F1\rOBR|1|P1|F1|CT^Chest|||20240301||||||||||||A1|||||||F\r"
                    + "OBX|1|TX|GDT^Report||[1.1] Lungs clear.\n[1.2] Heart normal.\n[1.3]||||||F\r"
                    + "OBX|2|TX|IMP^Impression||[1.4] Well.\\.br\\[1.5] No change~[1.6]||||||F\r",
            MSH.formatted("ORU^R01", 2) + PID + "OBR|1|P1|F1|MR^Head\rNTE|1||[2.1] a note\n[2.2] of two lines\r"
                    + "OBX|1|FT|GDT||[2.3]"
                    + " Text^[2.4]&[2.5]||||||F\rOBR|2|P2|F2|MR^Neck\rOBX|1|FT|GDT||[2.6]\n\n[2.7]||||||P\r"
                    + "NTE|1||[2.8]\r",
            (MSH.formatted("ORU^R01", 3) + PID + "OBR|1|P3|F3|US^Liver\rOBX|1|TX|GDT||[3.1]\r[3.2] after a CR||||||C\r"
                    + "OBX|2|ED|PDF||^^PDF^Base64^JVBERi0xLjQK\rAAAA||||||F\r").replace("|2.5.1", "|2.3"),
            (MSH.formatted("ORU^R01", 4) + PID + "OBR|1|P4|F4|CR^Hand\rOBX|1|TX|||[4.1] first line\n[4.2]"
            + " second||||||F\rOBX|2|TX|||[4.3]||||||F\r").replace("\r", "\n"),
            MSH.formatted("ORM^O01", 5) + PID + "ORC|NW|P5|F5\rOBR|1|P5|F5|CT^Chest||||||||||||||A5\rNTE|1||[5.1]\r",
            MSH.formatted("ADT^A40", 6) + "EVN|A40|20240301\r" + PID + "MRG|4712^^^HOSP^MR~4713^^^HOSP^MR\r",
            MSH.formatted("ADT^A08", 7) + "EVN|A08|20240301\r" + PID + "ZPI|[7.1]|any^thing\r");

    /** What texts of reports may have in a line. */
    private static final List<String> LINES = List.of("BTS guideline", "FTS 3", "MSH-6", "CTA", "BTS|1",
            "FTS|1", "PID|1||9",
            "MSH|^~\\&|X", "MSH|^~\\&|X|Y|||20240301||ADT^A08|9|P|2.5", "OBX|9|TX|||more", "OBR|9|P9",
            "LAD|50 %", "ZZZ|z",
            "NTE|1||x", "FHS|^~\\&", "BHS|^~\\&", "PV1", "OBX", "", " ", "\u000B", "\u001C", "\\.br\\", "a|b",
            "ÆØÅ", "\"\"");
    private static final List<String> BREAKS = List.of("\n", "\r", "\r\n", "\n\r", "\r\r");
    private static final List<String> CHARSETS = List.of("ISO-8859-1", "UTF-8", "UTF-16", "UTF-16LE", "windows-1252",
            "GB18030", "Big5", "ISO-8859-2");
    private static final int MAX_CHANGES = 5;

    private final List<String> seeds;

    /** @param more further good messages */
    public Mutations(List<String> more) {
        seeds = new ArrayList<>(SEEDS);
        seeds.addAll(more);
    }

    /** The message of this number. */
    public byte[] message(long number) {
        Random random = new Random(number * 0x9E3779B97F4A7C15L);
        String text = pick(random, seeds);
        for (int change = random.nextInt(MAX_CHANGES); change >= 0; change--) {
            text = change(text, random);
        }
        byte[] bytes = text.getBytes(Charset.forName(random.nextInt(3) > 0 ? "UTF-8" : pick(random, CHARSETS)));
        if (random.nextInt(8) == 0 && bytes.length > 8) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private String change(String text, Random random) {
        List<String> segments = new ArrayList<>(Arrays.asList(text.split("(?<=\r)")));
        int at = random.nextInt(segments.size());
        switch (random.nextInt(13)) {
            case 0 -> Collections.swap(segments, at, random.nextInt(segments.size()));
            case 1 -> segments.add(random.nextInt(segments.size() + 1), segments.get(at));
            case 2 -> segments.remove(at);
            case 3 -> segments.set(at, segments.get(at).substring(0, random.nextInt(segments.get(at).length() + 1)));
            case 4 -> segments.add(at, pick(random, Arrays.asList(pick(random, seeds).split("(?<=\r)"))));
            case 5, 6, 7 -> {
                return insert(text, random.nextInt(text.length() + 1),
                        pick(random, BREAKS) + pick(random, LINES) + pick(random, BREAKS));
            }
            case 8 -> {
                return insert(text, random.nextInt(text.length() + 1), pick(random, LINES));
            }
            case 9 -> {
                return text.replace("\r", pick(random, BREAKS));
            }
            case 10 -> {
                return text.replace('|', '#').replace('^', '!');
            }
            case 11 -> {
                return text.replace("UNICODE UTF-8", pick(random, List.of("", "8859/1", "ASCII~8859/2",
                        "UNICODE UTF-16", "?")));
            }
            default -> {
                return random.nextInt(4) > 0 ? text : "BHS|^~\\&|RIS\r" + text + pick(random, seeds) + "BTS|2\r";
            }
        }
        return String.join("", segments);
    }

    private static String insert(String text, int at, String what) {
        return text.substring(0, at) + what + text.substring(at);
    }

    private static <T> T pick(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** The messages that a block of MLLP is kept as. */
    static List<Arrival> kept(byte[] block) throws Exception {
        return Inbox.arrivals(block, 1 << 24, new Hl7Charsets(StandardCharsets.ISO_8859_1, false));
    }
}
