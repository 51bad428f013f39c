package org.dromedary.coordination.audit;

import java.io.IOException;
import java.io.StringReader;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.xml.sax.SAXException;

/** The schema of audit messages (PS3.15 A.5.1.1). */
public final class AuditSchema {

    private static final Schema SCHEMA = schema();

    private AuditSchema() {
    }

    private static Schema schema() {
        try {
            return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(AuditSchema.class.getResource("/audit/audit-message.xsd"));
        } catch (SAXException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws SAXException saying what is wrong with it */
    public static void check(String xml) throws SAXException, IOException {
        SCHEMA.newValidator().validate(new StreamSource(new StringReader(xml)));
    }
}
