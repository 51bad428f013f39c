package org.dromedary.archives.archive;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.dromedary.coordination.audit.AuditLog;
import org.dromedary.coordination.audit.AuditSettings;
import org.dromedary.coordination.audit.Messages;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;

/** Records queries in the audit trail: whom, at which level, by which keys; the keys' values may be a patient's. */
@ApplicationScoped
class QueryAudit {

    private final AuditLog log;
    private final boolean wanted;
    private final String aet;

    QueryAudit(AuditLog log, AuditSettings settings, ArchiveSettings.Local local) {
        this.log = log;
        this.wanted = settings.queries();
        this.aet = local.aet().strip();
    }

    void asked(Archive archive, DataSet identifier, int answers) {
        if (wanted) {
            log.record(Messages.query(aet, archive.aet(), archive.host(),
                    identifier.getString(Tag.QueryRetrieveLevel), keys(identifier), answers));
        }
    }

    private static String keys(DataSet identifier) {
        return StreamSupport.stream(identifier.spliterator(), false).map(Element::tag)
                .filter(tag -> tag != Tag.QueryRetrieveLevel && identifier.getString(tag) != null
                        && !identifier.getString(tag).isEmpty())
                .map(tag -> Dictionary.keywordOf(tag) == null ? String.format("%08X", tag) : Dictionary.keywordOf(tag))
                .collect(Collectors.joining(" "));
    }
}
