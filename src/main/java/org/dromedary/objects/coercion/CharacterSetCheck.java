package org.dromedary.objects.coercion;

import java.util.List;
import org.dromedary.coordination.settings.SettingsCheck;
import org.dromedary.coordination.settings.SettingsReader;
import org.dromedary.dicom.data.CharacterSet;
import org.dromedary.identity.plan.CoercionSettings;

/** The character sets of the settings are known. */
public final class CharacterSetCheck implements SettingsCheck {

    @Override
    public void check(SettingsReader settings) {
        CoercionSettings coercion = settings.map(CoercionSettings.class);
        for (String terms : List.of(coercion.characterSet(), coercion.assumedCharacterSet().orElse(Coercion.KEEP))) {
            CharacterSet characterSet = CharacterSet.of(Coercion.terms(terms).toArray(String[]::new));
            if (!characterSet.isKnown()) {
                throw new IllegalArgumentException("There is no character set " + characterSet.unknownTerms().get(0)
                        + ": dromedary.coercion wants defined terms of (0008,0005), such as ISO_IR 192");
            }
        }
    }
}
