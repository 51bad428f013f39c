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

    private static final Map<String, List<String>> SIDES = Map.ofEntries(Map.entry("en", List.of("left", "right")),
            Map.entry("da", List.of("venstre", "højre")), Map.entry("de", List.of("li.", "re.")),
            Map.entry("fr", List.of("gauche", "droite")), Map.entry("pl", List.of("lewa", "prawa")),
            Map.entry("tr", List.of("sol", "sağ")), Map.entry("es", List.of("izq.", "dcha.")),
            Map.entry("el", List.of("αριστερά", "δεξιά")), Map.entry("ru", List.of("левая", "правая")),
            Map.entry("ja", List.of("左", "右")), Map.entry("nl", List.of("links", "rechts")),
            Map.entry("sv", List.of("vänster", "höger")));

    static final List<Procedure> ALL = load();

    /** In the language, or in English where the table has no column for it. */
    String text(String language) {
        return texts.get(Math.max(0, LANGUAGES.indexOf(language)));
    }

    /** The same, with the side where there is one. */
    String text(String language, String side) {
        if (side.isEmpty()) {
            return text(language);
        }
        List<String> words = SIDES.getOrDefault(language, SIDES.get("en"));
        return text(language) + ' ' + words.get(side.equals("left") ? 0 : 1);
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

    static Procedure of(String code) {
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
