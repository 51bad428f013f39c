package org.dromedary.testing.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A kind of exam, its modality as DICOM names it and its text in several languages. */
record Procedure(String code, String modality, String bodyPart, List<String> texts) {
    private static final List<String> LANGUAGES =
            List.of("en", "da", "de", "fr", "pl", "tr", "es", "el", "ru", "ja", "nl", "sv");
    private static final Map<String, List<String>> ALIASES = Map.of("DX", List.of("CR"), "CR", List.of("DX"),
            "PT", List.of("CT"), "US", List.of("OT"), "RF", List.of("XA"), "XA", List.of("RF"), "MG", List.of("CR"));

    static final List<Procedure> ALL = load();

    /** In the language, or in English where the table has no column for it. */
    String text(String language) {
        return texts.get(Math.max(0, LANGUAGES.indexOf(language)));
    }

    /** What is done in one go with this one and reported apart, null if nothing is. */
    Procedure companion() {
        return switch (code) {
            case "CTTHX" -> of("CTABD");
            case "CTCER" -> of("CTSPN");
            case "CTABD" -> of("CTTHX");
            default -> null;
        };
    }

    String modalities() {
        return modality.equals("PT") ? "PT\\CT" : modality;
    }

    /** What a PACS names instead; the modality itself where nothing else is usual. */
    String alias(Dice dice) {
        return dice.of(ALIASES.getOrDefault(modality, List.of(modality)));
    }

    private static Procedure of(String code) {
        return ALL.stream().filter(procedure -> procedure.code.equals(code)).findFirst().orElseThrow();
    }

    private static List<Procedure> load() {
        List<Procedure> all = new ArrayList<>();
        for (String line : Names.lines("/sites/procedures.txt")) {
            List<String> cells = List.of(line.split("\\|"));
            all.add(new Procedure(cells.get(0), cells.get(1), cells.get(2), cells.subList(3, cells.size())));
        }
        return List.copyOf(all);
    }
}
