package org.dromedary.coordination.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dromedary.coordination.audit.AuditMessage.Action;
import org.dromedary.coordination.audit.AuditMessage.Event;
import org.dromedary.coordination.audit.AuditMessage.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.SAXException;

class AuditXmlTest {

    private static String xml(AuditMessage message) {
        return AuditXml.of(message, "dromedary", Optional.of("St. Ibis"));
    }

    static Stream<AuditMessage> everyKind() {
        Participant kim = Participant.person("kim", "192.0.2.7");
        AuditMessage transfer = AuditMessage.of(Event.INSTANCES_TRANSFERRED, null, Action.CREATE)
                .by(Participant.entity("OLDPACS", Participant.Role.SOURCE, false, "old-pacs.example.org"))
                .by(Participant.entity("DROMEDARY", Participant.Role.DESTINATION, true, null))
                .about(Subject.study("1.2.840.113.7", "1.2.840.10008.5.1.4.1.1.2", 120).detail("series", "1.2.3"))
                .about(Subject.patient("P-1", ""));
        return Stream.concat(Stream.of(transfer, transfer.failed("the archive has gone"),
                Messages.authentication(Type.LOGIN, "kim", "2001:db8::7"),
                Messages.authentication(Type.LOGIN, "unknown", "").failed("no such account"),
                Messages.refused("kim", "192.0.2.7", "GET /api/plan/studies", "needs reader"),
                Messages.changed(Type.USER_CHANGED, "root", Subject.account("kim").detail("what", "locked")),
                Messages.read("kim", "192.0.2.7", "GET /api/plan/studies", List.of("P-1", "P-2")),
                Messages.export("kim", "permanent record"), Messages.auditRead("kim", null),
                Messages.incident("SPOOL_FULL", "spool", "opened", "There is no room."),
                Messages.query("DROMEDARY", "OLDPACS", "10.0.0.1", "STUDY", "StudyDate", 17),
                Messages.changedByMessage("RIS|MAIN", 12, "ADT^A40", "patient 1 merged into 2"),
                new Act(7, java.time.Instant.now(), "kim", "ORDER", null, 3L, null).message(1, ChainHash.NONE)),
                Arrays.stream(Event.values()).flatMap(event -> Arrays.stream(Type.values())
                        .map(type -> AuditMessage.of(event, type, Action.EXECUTE).by(kim))));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void messageIsOneLineThatTheSchemaTakes(AuditMessage message) throws Exception {
        assertThat(xml(message)).doesNotContain("\n", "\r");
        AuditSchema.check(xml(message));
    }

    @Test
    void schemaRefusesWhatItDoesNotKnow() {
        String good = xml(Messages.auditRead("kim", null));
        assertThatThrownBy(() -> AuditSchema.check(good.replace("UserIsRequestor", "UserWantsIt")))
                .isInstanceOf(SAXException.class);
        assertThatThrownBy(() -> AuditSchema.check(good.replace(" EventOutcomeIndicator=\"0\"", "")))
                .isInstanceOf(SAXException.class);
    }

    @Test
    void whatSomebodySendsCanNotEndALineOrAnElement() throws Exception {
        String odd = "a\r\n<b>&\"'\u0000\u001b[31m\u2028\ud800\uffff\u0085ä中😀";
        String xml = xml(Messages.incident(odd, odd, odd, odd).by(Participant.person(odd, odd)).failed(odd));
        AuditSchema.check(xml);
        assertThat(xml).doesNotContain("\n", "\r", "<b>", "\u001b", "\u0085", "\u2028").contains("ä中😀", "&lt;b&gt;");
        assertThat(AuditRecord.of(AuditRecord.after(0, ChainHash.NONE, xml).line())).get()
                .matches(AuditRecord::isWhole);
    }
}
