package org.dromedary.pipeline.transcode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dromedary.archives.archive.SettingsException;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Uid;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.spool.Watermark;
import org.dromedary.pipeline.transcode.TranscodeSettings.NamedPolicy;

/** The policies of the settings: which one is an object's. */
public final class Policies {

    private static final String PREFIX = "dromedary.transcode.";

    private final List<Conditional> conditional = new ArrayList<>();
    private final Policy general;

    /** @throws SettingsException naming the property that is wrong, and what it may be */
    /** @throws SettingsException naming the property that is wrong, and what it may be */
    Policies(TranscodeSettings settings) {
        general = Policy.of(PREFIX + "policy", settings.policy(), settings.lossy());
        new TreeMap<>(settings.policies()).forEach((name, policy) -> conditional.add(Conditional.of(name, policy)));
    }

    /** @param modality of the series */
    Policy of(String modality, Entry entry) {
        return conditional.stream().filter(each -> each.fits(modality, entry)).map(Conditional::policy).findFirst()
                .orElse(general);
    }

    /** Null where any will do. */
    private record Conditional(Policy policy, Set<String> modalities, Set<String> sopClasses, long largerThan) {

        static Conditional of(String name, NamedPolicy settings) {
            String property = PREFIX + "policies." + name + ".";
            if (settings.modality().isEmpty() && settings.sopClasses().isEmpty() && settings.largerThan().isEmpty()) {
                throw new SettingsException(property + "policy has no condition: give it one by .modality,"
                        + " .sop-classes or .larger-than, or set " + PREFIX + "policy, which is for all objects");
            }
            return new Conditional(Policy.of(property + "policy", settings.policy(), settings.lossy()),
                    settings.modality().map(Set::copyOf).orElse(null),
                    settings.sopClasses().map(names -> names.stream()
                            .map(each -> sopClass(property + "sop-classes", each.strip()))
                            .collect(Collectors.toSet())).orElse(null),
                    settings.largerThan().map(text -> size(property + "larger-than", text)).orElse(-1L));
        }

        private static String sopClass(String property, String name) {
            Optional<String> known = Dictionary.storageSopClasses().stream()
                    .filter(uid -> uid.equals(name) || Uid.nameOf(uid).equalsIgnoreCase(name)).findFirst();
            if (known.isEmpty() && !Uid.isValid(name)) {
                throw new SettingsException(property + ": there is no SOP class '" + name
                        + "'; name it by its keyword in PS3.6, such as CTImageStorage, or by its UID");
            }
            return known.orElse(name);
        }

        private static long size(String property, String text) {
            try {
                Watermark size = Watermark.of(text);
                if (size.percent() == null) {
                    return size.bytes();
                }
            } catch (IllegalArgumentException e) {
                // said below, in words that fit
            }
            throw new SettingsException(property + " is '" + text + "': it must be a size such as 10 MB");
        }

        boolean fits(String modality, Entry entry) {
            return (modalities == null || modalities.contains(modality))
                    && (sopClasses == null || sopClasses.contains(entry.sopClassUid()))
                    && entry.size() > largerThan;
        }
    }
}
