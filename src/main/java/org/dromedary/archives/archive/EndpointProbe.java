package org.dromedary.archives.archive;

import java.io.IOException;
import java.util.Collection;
import java.util.function.Supplier;
import org.dromedary.archives.archive.Endpoints.Service;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.EchoScu;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.ul.AssociationAbortedException;
import org.dromedary.dicom.ul.AssociationRejectedException;
import org.dromedary.dicom.ul.DicomNetworkException;

/**
 * Whether an application entity is there: by C-ECHO, and where that is not offered by an association for what it does
 * offer.
 */
public final class EndpointProbe implements ArchiveGate.Probe {

    private static final int PATIENCE = 10;

    /** How an association is had, and given back after the work. */
    private interface Associations {
        <T> T use(AssociationRequest request, AssociationPool.Work<T> work) throws IOException;
    }

    private final Supplier<AssociationRequest.Builder> request;
    private final Collection<Service> services;
    private final Supplier<Quirks> quirks;
    private final Associations associations;
    private final Runnable awaitPlace;

    /**
     * @param request to the endpoint, without presentation contexts yet
     * @param services what it is asked for
     */
    public EndpointProbe(Supplier<AssociationRequest.Builder> request, Collection<Service> services,
            Supplier<Quirks> quirks) {
        this(request, services, quirks, new Associations() {
            @Override
            public <T> T use(AssociationRequest proposed, AssociationPool.Work<T> work) throws IOException {
                try (Association association = Association.open(proposed)) {
                    return work.on(association);
                }
            }
        }, () -> { });
    }

    private EndpointProbe(Supplier<AssociationRequest.Builder> request, Collection<Service> services,
            Supplier<Quirks> quirks, Associations associations, Runnable awaitPlace) {
        this.request = request;
        this.services = services;
        this.quirks = quirks;
        this.associations = associations;
        this.awaitPlace = awaitPlace;
    }

    /** A probe whose associations are counted with those of the work. */
    static EndpointProbe on(AssociationPool pool, Supplier<AssociationRequest.Builder> request,
            Collection<Service> services, Supplier<Quirks> quirks) {
        return new EndpointProbe(request, services, quirks, new Associations() {
            @Override
            public <T> T use(AssociationRequest proposed, AssociationPool.Work<T> work) throws IOException {
                return pool.useOnce(proposed, work);
            }
        }, pool::awaitPlace);
    }

    @Override
    public void ask() throws IOException {
        for (int i = 0; i < PATIENCE; i++) {
            try {
                askOnce();
                return;
            } catch (NoPlaceException full) {
                awaitPlace.run();
            }
        }
        // It serves as many associations of ours as it can: it is there.
    }

    private void askOnce() throws IOException {
        if (quirks.get().has(Quirk.NO_ECHO)) {
            other();
            return;
        }
        try {
            associations.use(request.get().context(Uid.Verification, Archives.QUERY_SYNTAXES).build(), this::echo);
        } catch (AssociationRejectedException rejected) {
            if (rejected.isTransient()) {
                throw rejected;
            }
            otherwise(rejected);
        } catch (AssociationAbortedException aborted) {
            otherwise(aborted);
        }
    }

    private Void echo(Association association) throws IOException {
        if (association.acceptedTransferSyntaxes(Uid.Verification).isEmpty()) {
            learn("accepts an association, but no presentation context for Verification");
        } else {
            int status = EchoScu.echo(association);
            if (!Status.isSuccess(status)) {
                learn("answers C-ECHO with " + Status.describe(status));
            }
        }
        return null;
    }

    private void otherwise(DicomNetworkException noEcho) throws IOException {
        try {
            other();
        } catch (NoPlaceException full) {
            throw full;
        } catch (IOException sameAgain) {
            throw noEcho;
        }
        learn("C-ECHO alone: " + noEcho.getMessage());
    }

    private void other() throws IOException {
        AssociationRequest.Builder builder = request.get();
        services.forEach(service -> propose(builder, service));
        associations.use(builder.build(), association -> null);
    }

    private void learn(String evidence) {
        quirks.get().learn(Quirk.NO_ECHO, evidence);
    }

    /** Adds presentation contexts of a service. */
    public static void propose(AssociationRequest.Builder builder, Service service) {
        switch (service) {
            case FIND -> propose(builder, QueryModel.STUDY_ROOT.find(), QueryModel.PATIENT_ROOT.find());
            case MOVE -> propose(builder, QueryModel.STUDY_ROOT.move(), QueryModel.PATIENT_ROOT.move());
            case GET -> propose(builder, QueryModel.STUDY_ROOT.get(), QueryModel.PATIENT_ROOT.get());
            case STORE -> propose(builder, Uid.CTImageStorage, Uid.SecondaryCaptureImageStorage);
            case COMMITMENT -> propose(builder, Uid.StorageCommitmentPushModel);
        }
    }

    private static void propose(AssociationRequest.Builder builder, String... sopClasses) {
        for (String sopClass : sopClasses) {
            builder.context(sopClass, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
                    TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid());
        }
    }
}
