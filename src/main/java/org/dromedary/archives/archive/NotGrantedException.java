package org.dromedary.archives.archive;

import org.dromedary.archives.archive.Endpoints.Service;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.NoPresentationContextException;

/** An archive grants a service in no information model that we know. */
public final class NotGrantedException extends NoPresentationContextException {

    private static final long serialVersionUID = 1L;
    private final String message;

    NotGrantedException(Archive endpoint, Service service) {
        super(service == Service.FIND ? QueryModel.STUDY_ROOT.find() : QueryModel.STUDY_ROOT.move(), null);
        String patientRoot = service == Service.FIND ? QueryModel.PATIENT_ROOT.find() : QueryModel.PATIENT_ROOT.move();
        this.message = "the " + endpoint.role() + " archive " + endpoint + " does not offer C-" + service
                + " to us: it grants neither " + Uid.nameOf(sopClassUid()) + " nor " + Uid.nameOf(patientRoot)
                + ". Enable it there for our AE title; if it is offered under another AE title, host or port, set"
                + " dromedary." + endpoint.role() + "." + service.name().toLowerCase(java.util.Locale.ROOT) + ".aet,"
                + " .host and .port";
    }

    @Override
    public String getMessage() {
        return message;
    }
}
