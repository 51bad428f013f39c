package org.dromedary.hospital.hl7;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import org.apache.camel.CamelContext;
import org.apache.camel.component.mllp.MllpComponent;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.PropertiesComponent;
import org.dromedary.hospital.hl7.mllp.BlockwiseMllp;

/** Which inputs their routes open: those that are set. */
@ApplicationScoped
@Unremovable
class Hl7Inputs implements CamelContextCustomizer {

    private final Hl7Settings settings;

    Hl7Inputs(Hl7Settings settings) {
        this.settings = settings;
    }

    @Override
    public void configure(CamelContext camel) {
        PropertiesComponent properties = camel.getPropertiesComponent();
        properties.addInitialProperty("hl7.mllp", Boolean.toString(settings.mllpPort().isPresent()));
        properties.addInitialProperty("hl7.folder", Boolean.toString(settings.folder().isPresent()));
        // camel-mllp takes milliseconds only.
        properties.addInitialProperty("hl7.read-timeout", Long.toString(settings.readTimeout().toMillis()));
    }

    @Produces
    @Singleton
    @Named("mllp")
    @Unremovable
    MllpComponent mllp(FramingFaults faults) {
        return new BlockwiseMllp(settings.maxSize(), settings.lenientFraming(), faults::met);
    }
}
