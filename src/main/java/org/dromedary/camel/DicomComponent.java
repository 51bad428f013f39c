package org.dromedary.camel;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * DICOM for Camel routes: {@code dicom:echo|find|move|get|store:CALLED@host:port} as producers and
 * {@code dicom:scp:AET@bind-address:port} as consumer.
 */
public class DicomComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        DicomEndpoint endpoint = new DicomEndpoint(uri, this, DicomAddress.parse(remaining));
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
