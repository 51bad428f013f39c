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
import org.dromedary.archives.archive.TlsParties;
import org.dromedary.dicom.tls.TlsParty;
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
        // One that makes room for another may still be about to end.
        properties.addInitialProperty("hl7.consumers", Integer.toString(2 * settings.maxConnections()));
        // camel-mllp takes milliseconds only.
        properties.addInitialProperty("hl7.read-timeout", Long.toString(settings.readTimeout().toMillis()));
    }

    @Produces
    @Singleton
    @Named("mllp")
    @Unremovable
    MllpComponent mllp(FramingFaults faults, Senders senders, TlsParties parties) {
        TlsParty tls = parties.of("dromedary.hl7.tls", settings.tls());
        BlockwiseMllp.Limits limits = new BlockwiseMllp.Limits(settings.maxSize(), settings.maxBytes(),
                settings.messageTimeout(), settings.maxConnections());
        return new BlockwiseMllp(limits, settings.lenientFraming(), senders::mayConnect,
                socket -> tls == null ? socket : tls.server(socket),
                faults::met);
    }
}
