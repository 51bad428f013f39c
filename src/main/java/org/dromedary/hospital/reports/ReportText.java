package org.dromedary.hospital.reports;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dromedary.hospital.hl7.Hl7Edit;
import org.dromedary.hospital.reports.ReportMessage.Order;

/** What a report says: the text of its OBX and NTE segments by section, and the document that it may bring along. */
final class ReportText {

    /** OBX-11 of what is not valid any more: deleted, wrong, cannot be obtained. */
    private static final Set<String> VOID = Set.of("D", "W", "X");
    private static final Set<String> NO_TEXT = Set.of("ED", "RP");
    private static final String PDF = "%PDF-";

    private final Hl7Edit text;
    private final Map<Section, List<String>> lines = new EnumMap<>(Section.class);
    private byte[] pdf;

    /** The sections of a report (PS3.16 TID 2000, CID 7001) with the concepts of their texts (CID 7002). */
    enum Section {
        HISTORY("121060", "History", "121060", "History"),
        FINDINGS("121070", "Findings", "121071", "Finding"),
        IMPRESSION("121072", "Impressions", "121073", "Impression");

        final String code;
        final String meaning;
        final String textCode;
        final String textMeaning;

        Section(String code, String meaning, String textCode, String textMeaning) {
            this.code = code;
            this.meaning = meaning;
            this.textCode = textCode;
            this.textMeaning = textMeaning;
        }
    }

    ReportText(ReportMessage message) {
        text = message.text();
        for (Order order : message.orders()) {
            Section section = Section.FINDINGS;
            for (int segment : order.segments()) {
                if (text.name(segment).equals("OBX") && !VOID.contains(text.get(segment, 11))) {
                    section = section(segment);
                    observation(segment, section);
                } else if (text.name(segment).equals("NTE")) {
                    add(section, segment, 3);
                }
            }
        }
    }

    /** The text of each section that has one, in their usual order. */
    Map<Section, String> sections() {
        Map<Section, String> sections = new EnumMap<>(Section.class);
        lines.forEach((section, all) -> sections.put(section, String.join("\r\n", all)));
        return sections;
    }

    /** The report as a PDF file, if it brings one. */
    Optional<byte[]> pdf() {
        return Optional.ofNullable(pdf);
    }

    private void observation(int segment, Section section) {
        if (!NO_TEXT.contains(text.get(segment, 2))) {
            add(section, segment, 5);
        } else if (pdf == null) {
            pdf = document(text.repetitions(segment, 5).get(0));
        }
    }

    /** ED (HL7 v2.5.1 §2.A.24): source, type, subtype, encoding, data; null if that is no PDF. */
    private byte[] document(String value) {
        if (!text.component(value, 4).equalsIgnoreCase("Base64")) {
            return null;
        }
        byte[] data;
        try {
            data = Base64.getMimeDecoder().decode(text.component(value, 5));
        } catch (IllegalArgumentException e) {
            return null;
        }
        boolean isPdf = data.length > PDF.length()
                && new String(data, 0, PDF.length(), StandardCharsets.US_ASCII).equals(PDF);
        return isPdf ? data : null;
    }

    private void add(Section section, int segment, int field) {
        String value = text.repetitions(segment, field).stream()
                .map(repetition -> text.unescape(repetition.replace("^", " ").replace("&", " ")))
                .collect(Collectors.joining("\n"));
        if (value.isBlank() || value.strip().equals("\"\"")) {
            return;
        }
        for (String line : value.split("\\r\\n?|\\n", -1)) {
            lines.computeIfAbsent(section, none -> new ArrayList<>()).add(line.stripTrailing());
        }
    }

    /** By OBX-3: its suffix (HL7 v2.3.1 §7.1.1: IMP, GDT), a LOINC code, or its words in some languages. */
    private Section section(int segment) {
        String identifier = text.raw(segment, 3);
        List<String> codes = text.subcomponents(identifier, 1);
        String words = text.unescape(identifier).toUpperCase(Locale.ROOT);
        if (codes.contains("IMP") || words.contains("19005-8") || words.contains("IMPRESSION")
                || words.contains("CONCLUSION") || words.contains("KONKLUSION") || words.contains("BEURTEILUNG")) {
            return Section.IMPRESSION;
        }
        boolean history = words.contains("11329-0") || words.contains("55752-0") || words.contains("HISTORY")
                || words.contains("ANAMNES") || words.contains("CLINICAL INFO");
        return history ? Section.HISTORY : Section.FINDINGS;
    }
}
