package org.dromedary.camel;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;

/** Makes the component known to Camel by the scheme {@code dicom}. */
class DicomComponentProducer {

    @Produces
    @ApplicationScoped
    @Unremovable
    @Named("dicom")
    DicomComponent dicom() {
        return new DicomComponent();
    }
}
