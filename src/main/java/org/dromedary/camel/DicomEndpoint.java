package org.dromedary.camel;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategyAware;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;
import org.dromedary.camel.DicomAddress.Operation;
import org.dromedary.dicom.net.AssociationRequest;

/** Query, retrieve, send and receive medical images by DICOM: one peer and operation, with the options of its URI. */
@UriEndpoint(firstVersion = "0.1.0", scheme = "dicom", title = "DICOM", syntax = "dicom:operation:aet@host:port",
        category = {Category.HEALTH, Category.NETWORKING}, headersClass = DicomHeaders.class)
public class DicomEndpoint extends DefaultEndpoint implements HeaderFilterStrategyAware {

    @UriParam
    private final DicomAddress address;

    @UriParam
    private final DicomConfiguration configuration;

    @UriParam(label = "advanced",
            description = "Bean that says which headers pass to and from the peer; without it those documented")
    private HeaderFilterStrategy headerFilterStrategy = new DicomHeaderFilterStrategy();

    DicomEndpoint(String uri, DicomComponent component, DicomAddress address, DicomConfiguration configuration) {
        super(uri, component);
        this.address = address;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        if (address.operation() == Operation.SCP) {
            throw new IllegalArgumentException("dicom:scp receives: use it in from");
        }
        return new DicomProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (address.operation() != Operation.SCP) {
            throw new IllegalArgumentException("only dicom:scp can be used in from");
        }
        DicomConsumer consumer = new DicomConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    AssociationRequest.Builder request() {
        return AssociationRequest.to(address.host(), address.port()).called(address.aet())
                .calling(configuration.getCalling()).maxPduLength(configuration.getMaxPduLength())
                .timeouts(configuration.timeouts()).byteGate(configuration.getByteGate())
                .tls(configuration.getTls());
    }

    DicomAddress address() {
        return address;
    }

    public DicomConfiguration getConfiguration() {
        return configuration;
    }

    @Override
    public HeaderFilterStrategy getHeaderFilterStrategy() {
        return headerFilterStrategy;
    }

    @Override
    public void setHeaderFilterStrategy(HeaderFilterStrategy headerFilterStrategy) {
        this.headerFilterStrategy = headerFilterStrategy;
    }
}
