package org.dromedary.simulator;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;

/** An invented person in one of five character repertoires (PS3.3 §C.7.1.1, §C.12.1.1.2). */
record GeneratedPatient(String[] characterSet, String name, String id, String birthDate, String sex) {

    private static final String[] ASCII_FAMILY = {"Hollows", "Fenwick", "Quillby", "Marrow", "Ostrander", "Tarn"};
    private static final String[] ASCII_GIVEN = {"Ada", "Ruben", "Petra", "Owen", "Selma", "Ivo", "Nell"};
    private static final String[] LATIN_FAMILY = {"Mühlbäck", "Grønlund", "Deschênaux", "Peñalba"};
    private static final String[] LATIN_GIVEN = {"Jörn", "Renée", "Bjørg", "Iñigo", "Angèle"};
    private static final String[] CYRILLIC_FAMILY = {"Северцев", "Озеров",
        "Клёнов"};
    private static final String[] CYRILLIC_GIVEN = {"Пётр", "Антон", "Игорь"};
    private static final String[] UNICODE = {"Lin^Qingshan=林^青山",
        "Λουλάκης^Άρης",
        "Seo^Haneul=徐^天=서^하늘",
        "אלון^נוגה"};
    private static final String[] KANJI = {"Kitagawa^Haruko=北川^春子=きたがわ^はるこ",
        "Morisue^Kenji=森末^健二=もりすえ^けんじ"};

    /** The person of a study; three of four studies in a row bring a new one, so some people have two studies. */
    static GeneratedPatient ofStudy(int studyIndex) {
        int number = studyIndex * 3 / 4;
        SplittableRandom random = new SplittableRandom(0x5EEDL * 31 + number);
        String id = "DRM%06d".formatted(100_000 + number);
        String birthDate = LocalDate.of(1930, 1, 1).plusDays(random.nextInt(28_000))
                .format(DateTimeFormatter.BASIC_ISO_DATE);
        String sex = number % 17 == 11 ? "" : random.nextBoolean() ? "F" : "M";
        String[] characterSet = characterSetOf(number);
        return new GeneratedPatient(characterSet, nameOf(number, random), id, birthDate, sex);
    }

    void fill(DataSet object) {
        if (characterSet.length > 0) {
            object.set(Tag.SpecificCharacterSet, characterSet);
        }
        object.set(Tag.PatientName, name);
        object.set(Tag.PatientID, id);
        object.set(Tag.PatientBirthDate, birthDate);
        object.set(Tag.PatientSex, sex);
    }

    private static String[] characterSetOf(int number) {
        return switch (number % 5) {
            case 1 -> new String[] {"ISO_IR 192"};
            case 2 -> new String[0];
            case 3 -> new String[] {"ISO_IR 144"};
            case 4 -> new String[] {"", "ISO 2022 IR 87"};
            default -> new String[] {"ISO_IR 100"};
        };
    }

    private static String nameOf(int number, SplittableRandom random) {
        return switch (number % 5) {
            case 1 -> pick(UNICODE, random);
            case 2 -> pick(ASCII_FAMILY, random) + "^" + pick(ASCII_GIVEN, random);
            case 3 -> pick(CYRILLIC_FAMILY, random) + "^" + pick(CYRILLIC_GIVEN, random);
            case 4 -> pick(KANJI, random);
            default -> pick(LATIN_FAMILY, random) + "^" + pick(LATIN_GIVEN, random);
        };
    }

    private static String pick(String[] from, SplittableRandom random) {
        return from[random.nextInt(from.length)];
    }
}
