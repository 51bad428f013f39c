package org.dromedary.archives.archive;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;

/**
 * Compares an answer with the keys that were asked (PS3.4 §C.2.2.2). A value that is absent or can't be read
 * contradicts nothing.
 */
public final class AnswerCheck {

    private static final Set<Integer> UIDS = Set.of(Tag.StudyInstanceUID, Tag.SeriesInstanceUID, Tag.SOPInstanceUID);
    private static final Set<Integer> TEXTS = Set.of(Tag.PatientID, Tag.AccessionNumber, Tag.StudyID, Tag.PatientName,
            Tag.InstitutionName, Tag.ReferringPhysicianName, Tag.ModalitiesInStudy);
    private static final DateTimeFormatter DATE = DateTimeFormatter.BASIC_ISO_DATE;
    private static final int DAY = 24 * 60 * 60;

    private record Key(int tag, List<String> values) {
    }

    private final List<Key> keys = new ArrayList<>();

    /** Below STUDY level only UIDs are compared: what else goes along there is not the level's to match. */
    AnswerCheck(DataSet identifier) {
        boolean study = "STUDY".equals(identifier.getString(Tag.QueryRetrieveLevel));
        for (Element element : identifier) {
            int tag = element.tag();
            boolean compared = UIDS.contains(tag)
                    || study && (tag == Tag.StudyDate || tag == Tag.StudyTime || TEXTS.contains(tag));
            if (compared) {
                List<String> values = identifier.getStrings(tag).stream().filter(value -> !value.isEmpty()).toList();
                if (!values.isEmpty()) {
                    keys.add(new Key(tag, values));
                }
            }
        }
    }

    static boolean isUid(int tag) {
        return UIDS.contains(tag);
    }

    /** The first key that the answer contradicts. */
    OptionalInt contradicted(DataSet answer) {
        return keys.stream().filter(key -> !fits(key, answer)).mapToInt(Key::tag).findFirst();
    }

    private static boolean fits(Key key, DataSet answer) {
        List<String> answered = answer.getStrings(key.tag()).stream().map(String::strip)
                .filter(value -> !value.isEmpty()).toList();
        return answered.isEmpty() || key.values().stream().anyMatch(asked -> answered.stream().anyMatch(value ->
                switch (key.tag()) {
                    case Tag.StudyDate -> holdsDate(asked, value);
                    case Tag.StudyTime -> holdsTime(asked, value);
                    default -> UIDS.contains(key.tag()) ? asked.equals(value) : holdsText(asked, value);
                }));
    }

    /** Whether a date, or a range of dates, as a key of the kind DA, holds a date. */
    static boolean holdsDate(String key, String value) {
        LocalDate date = date(value);
        int dash = key.indexOf('-');
        LocalDate from = date(dash < 0 ? key : key.substring(0, dash));
        LocalDate to = date(dash < 0 ? key : key.substring(dash + 1));
        return date == null || (from == null || !date.isBefore(from)) && (to == null || !date.isAfter(to));
    }

    /** Whether a time, or a range of times, as a key of the kind TM, holds a time; its end holds all of its second. */
    static boolean holdsTime(String key, String value) {
        int time = seconds(value);
        int dash = key.indexOf('-');
        int from = seconds(dash < 0 ? key : key.substring(0, dash));
        int to = seconds(dash < 0 ? key : key.substring(dash + 1));
        return time < 0 || (from < 0 || time >= from) && (to < 0 || time <= to);
    }

    /** Whether a text with wildcards holds a value; case and padding are the archive's affair. */
    private static boolean holdsText(String key, String value) {
        String asked = key.strip().toLowerCase(Locale.ROOT);
        String answered = value.toLowerCase(Locale.ROOT);
        if (asked.indexOf('*') < 0 && asked.indexOf('?') < 0) {
            return asked.equals(answered);
        }
        boolean prefix = asked.indexOf('*') == asked.length() - 1 && asked.indexOf('?') < 0;
        return !prefix || answered.startsWith(asked.substring(0, asked.length() - 1));
    }

    /** A date as DA, also in the form of ACR-NEMA, or null. */
    public static LocalDate date(String value) {
        try {
            return value == null ? null : LocalDate.parse(value.strip().replace(".", ""), DATE);
        } catch (DateTimeParseException noDate) {
            return null;
        }
    }

    /** Seconds since midnight of a TM, also in the form of ACR-NEMA; negative if it is none. */
    public static int seconds(String value) {
        String digits = value == null ? "" : value.strip().replace(":", "").replaceFirst("\\..*", "");
        if (!digits.matches("[0-9]{2}([0-9]{2}){0,2}")) {
            return -1;
        }
        int number = Integer.parseInt((digits + "0000").substring(0, 6));
        int seconds = number / 10000 * 3600 + number / 100 % 100 * 60 + number % 100;
        return number / 100 % 100 > 59 || number % 100 > 60 || seconds > DAY ? -1 : seconds;
    }
}
