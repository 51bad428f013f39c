package org.dromedary.operate.cli.dicom;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.PersonName;
import org.dromedary.dicom.data.Vr;

/** A data set in the DICOM JSON model, on one line (PS3.18 §F.2). */
final class DicomJson {

    private DicomJson() {
    }

    static String of(DataSet dataSet) {
        StringJoiner json = new StringJoiner(",", "{", "}");
        for (Element element : dataSet) {
            json.add(quoted(String.format(Locale.ROOT, "%08X", element.tag())) + ":{\"vr\":\"" + element.vr() + "\""
                    + value(dataSet, element) + "}");
        }
        return json.toString();
    }

    private static String value(DataSet dataSet, Element element) {
        if (element.isSequence()) {
            StringJoiner items = new StringJoiner(",", "[", "]");
            element.items().forEach(item -> items.add(of(item)));
            return element.items().isEmpty() ? "" : ",\"Value\":" + items;
        }
        if (element.length() == 0 || element.isEncapsulated()) {
            return "";
        }
        return switch (element.vr()) {
            case OB, OD, OF, OL, OV, OW, UN ->
                    ",\"InlineBinary\":" + quoted(Base64.getEncoder().encodeToString(element.bytes()));
            default -> ",\"Value\":" + values(element.vr(), dataSet.getStrings(element.tag()));
        };
    }

    private static String values(Vr vr, List<String> values) {
        StringJoiner json = new StringJoiner(",", "[", "]");
        for (String value : values) {
            json.add(value == null || value.isEmpty() ? "null" : one(vr, value));
        }
        return json.toString();
    }

    private static String one(Vr vr, String value) {
        return switch (vr) {
            case PN -> name(PersonName.parse(value));
            case IS, DS, US, SS, UL, SL, FL, FD, SV, UV -> isJsonNumber(value) ? value : quoted(value);
            default -> quoted(value);
        };
    }

    private static boolean isJsonNumber(String value) {
        return value.matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
    }

    private static String name(PersonName name) {
        StringJoiner json = new StringJoiner(",", "{", "}");
        group(json, "Alphabetic", name.alphabetic());
        group(json, "Ideographic", name.ideographic());
        group(json, "Phonetic", name.phonetic());
        return json.toString();
    }

    private static void group(StringJoiner json, String group, String value) {
        if (value != null && !value.isEmpty()) {
            json.add(quoted(group) + ":" + quoted(value));
        }
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20 || Character.isSurrogate(c) || c >= 0x7F && c < 0xA0) {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
