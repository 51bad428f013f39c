package org.dromedary.coordination.audit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** An audit message as XML, on one line, by the schema of PS3.15 A.5.1.1. */
final class AuditXml {

    private static final String APPLICATION_SERVER = "4";
    private static final Pattern IP = Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.%]*:[0-9A-Za-z:.%]*");

    private final StringBuilder xml = new StringBuilder(1024);

    private AuditXml() {
    }

    /**
     * Writes a message.
     *
     * @param sourceId who reports it
     * @param site which hospital, if several report to one place
     */
    static String of(AuditMessage message, String sourceId, Optional<String> site) {
        AuditXml writer = new AuditXml();
        writer.xml.append("<AuditMessage>");
        writer.event(message);
        message.participants().forEach(writer::participant);
        writer.open("AuditSourceIdentification");
        site.ifPresent(name -> writer.attribute("AuditEnterpriseSiteID", name));
        writer.attribute("AuditSourceID", sourceId).xml.append('>');
        writer.open("AuditSourceTypeCode").attribute("csd-code", APPLICATION_SERVER).xml.append("/>");
        writer.close("AuditSourceIdentification");
        message.subjects().forEach(writer::subject);
        writer.close("AuditMessage");
        return writer.xml.toString();
    }

    private void event(AuditMessage message) {
        open("EventIdentification").attribute("EventActionCode", String.valueOf(message.action().letter()))
                .attribute("EventDateTime", message.at().toString())
                .attribute("EventOutcomeIndicator", message.reason() == null ? "0" : "4").xml.append('>');
        code("EventID", message.event());
        if (message.type() != null) {
            code("EventTypeCode", message.type());
        }
        if (message.reason() != null) {
            element("EventOutcomeDescription", message.reason());
        }
        close("EventIdentification");
    }

    private void participant(Participant participant) {
        open("ActiveParticipant").attribute("UserID", participant.id())
                .attribute("UserIsRequestor", Boolean.toString(participant.requestor()));
        if (participant.address() != null && !participant.address().isBlank()) {
            attribute("NetworkAccessPointID", participant.address())
                    .attribute("NetworkAccessPointTypeCode", IP.matcher(participant.address()).matches() ? "2" : "1");
        }
        xml.append('>');
        if (participant.role() != null) {
            code("RoleIDCode", participant.role());
        }
        close("ActiveParticipant");
    }

    private void subject(Subject subject) {
        open("ParticipantObjectIdentification").attribute("ParticipantObjectID", subject.id())
                .attribute("ParticipantObjectTypeCode", Integer.toString(subject.type()))
                .attribute("ParticipantObjectTypeCodeRole", Integer.toString(subject.role())).xml.append('>');
        code("ParticipantObjectIDTypeCode", subject.idType());
        // The schema wants a name or a query of each.
        element("ParticipantObjectName", subject.name() == null ? "" : subject.name());
        for (Map.Entry<String, String> detail : subject.details().entrySet()) {
            open("ParticipantObjectDetail").attribute("type", detail.getKey()).attribute("value", Base64.getEncoder()
                    .encodeToString(detail.getValue().getBytes(StandardCharsets.UTF_8))).xml.append("/>");
        }
        if (subject.instances() != null) {
            open("ParticipantObjectDescription").xml.append('>');
            open("SOPClass");
            if (subject.sopClass() != null) {
                attribute("UID", subject.sopClass());
            }
            attribute("NumberOfInstances", subject.instances().toString()).xml.append("/>");
            close("ParticipantObjectDescription");
        }
        close("ParticipantObjectIdentification");
    }

    private void code(String name, Concept.Coded coded) {
        Concept concept = coded.concept();
        open(name).attribute("csd-code", concept.code()).attribute("codeSystemName", concept.system())
                .attribute("originalText", concept.meaning()).xml.append("/>");
    }

    private AuditXml open(String name) {
        xml.append('<').append(name);
        return this;
    }

    private void close(String name) {
        xml.append("</").append(name).append('>');
    }

    private void element(String name, String text) {
        open(name).xml.append('>');
        escape(text);
        close(name);
    }

    private AuditXml attribute(String name, String value) {
        xml.append(' ').append(name).append("=\"");
        escape(value);
        xml.append('"');
        return this;
    }

    /** Also what would end the line, or is no character of XML. */
    private void escape(String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '"' -> xml.append("&quot;");
                default -> {
                    boolean control = Character.isISOControl(c) || c == 0x2028 || c == 0x2029
                            || c >= 0xd800 && c <= 0xdfff || (c & 0xfffe) == 0xfffe;
                    xml.appendCodePoint(control ? 0xfffd : c);
                }
            }
        });
    }
}
