package org.dromedary.objects.validation;

import static org.dromedary.dicom.data.Tag.Manufacturer;
import static org.dromedary.dicom.data.Tag.Modality;
import static org.dromedary.dicom.data.Tag.SOPClassUID;

import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;

/** What made an object (PS3.3 §C.7.5.1); what it doesn't say is empty. */
public record Device(String modality, String sopClassUid, String manufacturer, String model, String station,
        String software) {

    public static final Device UNKNOWN = new Device("", "", "", "", "", "");

    private static final int MODEL = Dictionary.tagOf("ManufacturerModelName");
    private static final int STATION = Dictionary.tagOf("StationName");
    private static final int SOFTWARE = Dictionary.tagOf("SoftwareVersions");
    private static final int MAX_LENGTH = 64;

    static Device of(DataSet head) {
        return new Device(text(head, Modality), text(head, SOPClassUID), text(head, Manufacturer), text(head, MODEL),
                text(head, STATION), fit(String.join("\\", head.getStrings(SOFTWARE))));
    }

    private static String text(DataSet head, int tag) {
        return fit(head.getString(tag, ""));
    }

    private static String fit(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", " ").strip();
        return clean.substring(0, Math.min(MAX_LENGTH, clean.length()));
    }
}
