package org.dromedary.simulator;

import java.util.ArrayList;
import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.dicom.net.Status;

/** Which objects a C-MOVE or C-GET identifier names: the unique keys of its level and above (PS3.4 §C.4.2.2.1). */
final class RetrieveSelection {

    private RetrieveSelection() {
    }

    static List<ArchivedObject> of(ArchiveIndex index, DataSet identifier) throws DimseStatusException {
        QueryLevel level = QueryLevel.of(identifier.getString(Tag.QueryRetrieveLevel));
        if (level == null || identifier.getStrings(level.uniqueKey()).isEmpty()) {
            throw new DimseStatusException("C-MOVE", Status.DATA_SET_DOES_NOT_MATCH_SOP_CLASS,
                    "Query/Retrieve Level or its unique key is missing");
        }
        List<ArchivedObject> selected = new ArrayList<>();
        for (List<ArchivedObject> object : index.entities(QueryLevel.IMAGE, identifier)) {
            if (isNamed(object.get(0), level, identifier)) {
                selected.add(object.get(0));
            }
        }
        return selected;
    }

    private static boolean isNamed(ArchivedObject object, QueryLevel level, DataSet identifier) {
        for (QueryLevel one : QueryLevel.values()) {
            List<String> wanted = identifier.getStrings(one.uniqueKey());
            boolean given = one.compareTo(level) <= 0 && !wanted.isEmpty();
            if (given && !wanted.contains(object.head().getString(one.uniqueKey(), ""))) {
                return false;
            }
        }
        return true;
    }
}
