package org.dromedary.dicom.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The registry of UIDs (PS3.6 §A) from {@code uids.tsv}: UID, keyword, kind and {@code R} if retired. */
final class UidRegistry {
    private static final Map<String, Entry> ENTRIES = load();

    private UidRegistry() {
    }

    static String keywordOf(String uid) {
        Entry entry = ENTRIES.get(uid);
        return entry == null ? null : entry.keyword;
    }

    static boolean isOfKind(String uid, String kind) {
        Entry entry = ENTRIES.get(uid);
        return entry != null && entry.kind.equals(kind);
    }

    static boolean isRetired(String uid) {
        Entry entry = ENTRIES.get(uid);
        return entry != null && entry.retired;
    }

    static List<String> uidsOf(String kind) {
        List<String> uids = new ArrayList<>();
        ENTRIES.forEach((uid, entry) -> {
            if (entry.kind.equals(kind)) {
                uids.add(uid);
            }
        });
        return List.copyOf(uids);
    }

    private static Map<String, Entry> load() {
        Map<String, Entry> entries = new LinkedHashMap<>(1024);
        try (InputStream in = UidRegistry.class.getResourceAsStream("uids.tsv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split("\t", -1);
                entries.put(fields[0], new Entry(fields[1], fields[2].intern(), !fields[3].isEmpty()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    private record Entry(String keyword, String kind, boolean retired) {
    }
}
