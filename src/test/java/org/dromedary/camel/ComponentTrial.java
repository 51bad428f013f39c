package org.dromedary.camel;

import java.util.concurrent.Callable;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** What an application does with the component alone; {@link ComponentArtifactIT} runs it. */
public final class ComponentTrial implements Callable<String> {

    /** @return the status of an echo from one endpoint to another, and the component's code source */
    @Override
    public String call() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("dicom:scp:SCP@127.0.0.1:0").routeId("scp").stop();
                }
            });
            camel.start();
            int port = ((DicomConsumer) camel.getRoute("scp").getConsumer()).port();
            Object status = camel.createProducerTemplate().request("dicom:echo:SCP@127.0.0.1:" + port, exchange -> { })
                    .getMessage().getHeader(DicomHeaders.STATUS);
            return "echo " + status + ", from "
                    + DicomComponent.class.getProtectionDomain().getCodeSource().getLocation();
        }
    }
}
