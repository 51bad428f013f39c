package org.dromedary.dicom.dimse;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.ul.DicomNetworkException;

/** C-MOVE as the standard has it, see {@link MoveHandler#of} (PS3.4 §C.4.2.3). */
final class StandardMove implements MoveHandler {
    private static final int MAX_FAILED_OPENS = 2;

    private final RetrieveProvider objects;
    private final Function<String, AssociationRequest.Builder> destinations;

    StandardMove(RetrieveProvider objects, Function<String, AssociationRequest.Builder> destinations) {
        this.objects = objects;
        this.destinations = destinations;
    }

    @Override
    public void move(RetrieveContext context) throws IOException {
        if (destinations.apply(context.destination()) == null) {
            throw new DimseStatusException(Status.MOVE_DESTINATION_UNKNOWN, null);
        }
        List<? extends StoreSource> selected = objects.select(context.request());
        try (SubAssociation destination = new SubAssociation(context, selected)) {
            new SubOperationLoop(context, selected).run(destination::store);
        }
    }

    /** Opened at the first object, again after a loss; given up after a second refusal. */
    private final class SubAssociation implements AutoCloseable {
        private final RetrieveContext context;
        private final List<? extends StoreSource> selected;
        private Association association;
        private int failedOpens;

        SubAssociation(RetrieveContext context, List<? extends StoreSource> selected) {
            this.context = context;
            this.selected = selected;
        }

        int store(StoreSource source) throws IOException {
            if (association == null || !association.isOpen()) {
                open();
            }
            return context.store(association, source).status();
        }

        private void open() throws IOException {
            if (failedOpens >= MAX_FAILED_OPENS) {
                throw new DicomNetworkException("The move destination was given up");
            }
            failedOpens++;
            close();
            association = context.openSubAssociation(destinations.apply(context.destination()), selected);
            failedOpens = 0;
        }

        @Override
        public void close() {
            if (association != null) {
                association.close();
            }
        }
    }
}
