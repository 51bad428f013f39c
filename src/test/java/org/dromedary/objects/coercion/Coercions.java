package org.dromedary.objects.coercion;

import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;

/** Coercions for tests; everybody in them is invented. */
public final class Coercions {

    private static final String UTF_8 = "ISO_IR 192";
    private static final String MOMENT = "20240229120000.000000+0000";

    private Coercions() {
    }

    /** A patient whose name no character set but Unicode has, and an accession with its issuer. */
    public static DataSet target() {
        return target("Østergård^Åse=王^小");
    }

    public static DataSet target(String name) {
        DataSet target = new DataSet().set(Tag.SpecificCharacterSet, UTF_8)
                .set(Tag.PatientID, "NEW-4711").set(Tag.IssuerOfPatientID, "HOSPITAL").set(Tag.PatientName, name)
                .set(Tag.PatientBirthDate, "19681016").set(Tag.PatientSex, "F").set(Tag.AccessionNumber, "NEWACC-1");
        DataSet issuer = new DataSet();
        target.setItems(Tag.IssuerOfAccessionNumberSequence, issuer);
        issuer.set(Tag.LocalNamespaceEntityID, "RIS");
        return target;
    }

    /** Of these attributes, into UTF-8. */
    public static Coercion of(DataSet target) {
        return of(target, List.of(UTF_8), List.of(), 1);
    }

    public static Coercion of(DataSet target, List<String> characterSet, List<String> assumed, int version) {
        return new Coercion(version, target, MOMENT, "DROMEDARY", "OLDPACS", "COERCE", characterSet, assumed, true,
                true);
    }
}
