package org.dromedary.objects.rules;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;

/**
 * Brings objects of retired storage SOP classes (PS3.4 §B.6, PS3.6 §A) to their successors, with the attributes that
 * these demand. An object of another class stays as it is.
 */
final class SopClassUpgrade {

    private static final Map<String, List<Successor>> TABLE = load();

    private SopClassUpgrade() {
    }

    /** @param uid null: there is none, for that reason */
    private record Successor(String modality, String uid, String reason) {
    }

    /** @param setting null: the action stands alone */
    static Action read(Setting setting) {
        boolean keep = false;
        if (setting != null) {
            Map<String, Setting> fields = setting.fields(Set.of("otherwise"), "otherwise");
            String otherwise = fields.containsKey("otherwise") ? fields.get("otherwise").text() : "quarantine";
            if (!Set.of("keep", "quarantine").contains(otherwise)) {
                fields.get("otherwise").wrong("otherwise is keep or quarantine");
            }
            keep = otherwise.equals("keep");
        }
        boolean keepOthers = keep;
        return Action.changing(subject -> {
            try {
                upgrade(subject);
            } catch (RuleFailure e) {
                if (!keepOthers) {
                    throw e;
                }
            }
        });
    }

    /** What is missing is known before anything is changed. */
    private static void upgrade(Subject subject) {
        DataSet object = subject.object();
        String retired = object.getString(Tag.SOPClassUID, "");
        Successor successor = successor(retired, object.getString(Tag.Modality, ""));
        if (successor == null) {
            return;
        }
        if (successor.uid() == null) {
            throw new RuleFailure(Uid.nameOf(retired) + " has no successor: " + successor.reason());
        }
        DataSet needed = new DataSet();
        Demands demands = new Demands(object, needed);
        switch (successor.uid()) {
            case Demands.US -> demands.ultrasound();
            case Demands.US_MULTI_FRAME -> demands.ultrasoundMultiFrame();
            case Demands.NM -> new NuclearDemands(object, demands).all();
            case Demands.XA -> demands.angiography();
            default -> demands.visibleLight();
        }
        demands.checkAll(Uid.nameOf(successor.uid()));
        needed.set(Tag.SOPClassUID, successor.uid());
        needed.forEach(element -> {
            subject.edit().put(element);
            subject.touch(element.tag());
        });
    }

    private static Successor successor(String retired, String modality) {
        for (Successor successor : TABLE.getOrDefault(retired, List.of())) {
            if (successor.modality().equals("*") || successor.modality().equals(modality)) {
                return successor;
            }
        }
        return null;
    }

    private static Map<String, List<Successor>> load() {
        Map<String, List<Successor>> table = new HashMap<>();
        try (InputStream in = SopClassUpgrade.class.getResourceAsStream("successors.tsv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split("\t", -1);
                table.computeIfAbsent(fields[0], uid -> new ArrayList<>())
                        .add(new Successor(fields[1], fields[2].equals("-") ? null : fields[2], fields[3]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }
}
