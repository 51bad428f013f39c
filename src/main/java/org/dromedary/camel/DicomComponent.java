package org.dromedary.camel;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.support.HeaderFilterStrategyComponent;

/**
 * DICOM for Camel routes: {@code dicom:echo|find|move|get|store:CALLED@host:port} as producers and
 * {@code dicom:scp:AET@bind-address:port} as consumer. Camel finds it by its service file, without registration.
 */
public class DicomComponent extends HeaderFilterStrategyComponent {

    @Metadata(description = "Parameters of all endpoints, as far as their URIs do not say otherwise")
    private DicomConfiguration configuration = new DicomConfiguration();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        DicomEndpoint endpoint = new DicomEndpoint(uri, this, DicomAddress.parse(remaining), configuration.copy());
        setEndpointHeaderFilterStrategy(endpoint);
        setProperties(endpoint.getConfiguration(), parameters);
        return endpoint;
    }

    public DicomConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(DicomConfiguration configuration) {
        this.configuration = configuration;
    }
}
