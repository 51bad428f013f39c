package org.dromedary.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.FileSource;
import org.dromedary.dicom.dimse.SubOperations;
import org.dromedary.dicom.ul.AssociationRejectedException;
import org.dromedary.dicom.ul.RejectReason;
import org.dromedary.simulator.ArchiveSimulator;
import org.dromedary.simulator.GeneratedStudy;
import org.dromedary.simulator.RetrieveFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DicomComponentTest {

    @TempDir
    private Path folder;
    private ArchiveSimulator archive;
    private GeneratedStudy study;
    private DefaultCamelContext camel;
    private ProducerTemplate template;
    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private final List<Map<String, Object>> headers = new CopyOnWriteArrayList<>();
    private int answer;

    @BeforeEach
    void start() throws Exception {
        archive = ArchiveSimulator.in(folder.resolve("archive")).aeTitle("ARCHIVE").start();
        study = new StudyGenerator(3).matrix(16).objectsPerSeries(2).kinds(StudyKind.CT).generate(1, archive).get(0);
        camel = new DefaultCamelContext();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("dicom:scp:ROUTE@127.0.0.1:0").routeId("scp").process(DicomComponentTest.this::receive);
            }
        });
        camel.start();
        template = camel.createProducerTemplate();
        archive.destination("ROUTE", "127.0.0.1", scpPort());
    }

    @AfterEach
    void stop() {
        camel.stop();
        archive.close();
    }

    private void receive(Exchange exchange) throws Exception {
        IncomingObject object = exchange.getMessage().getBody(IncomingObject.class);
        headers.add(new HashMap<>(exchange.getMessage().getHeaders()));
        object.dataSet().readAllBytes();
        arrived.add(object.request().sopInstanceUid());
        exchange.getMessage().setHeader(DicomHeaders.STATUS, answer);
    }

    private int scpPort() {
        return port("scp");
    }

    private int port(String route) {
        return ((DicomConsumer) camel.getRoute(route).getConsumer()).port();
    }

    private String uri(String operation) {
        return "dicom:" + operation + ":ARCHIVE@127.0.0.1:" + archive.port();
    }

    private Exchange send(String uri, Object body) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(body);
        Exchange result = template.send(uri, exchange);
        assertThat(result.getException()).isNull();
        return result;
    }

    private Map<String, Object> studyKey() {
        return Map.of("StudyInstanceUID", study.studyInstanceUid());
    }

    @Test
    void echoAnswersItsStatus() {
        assertThat(send(uri("echo"), null).getMessage().getHeader(DicomHeaders.STATUS)).isEqualTo(0);
    }

    @Test
    void findTakesAMapOfKeywordsAndGivesTheMatches() {
        Exchange result = send(uri("find") + "?level=SERIES",
                Map.of("StudyInstanceUID", study.studyInstanceUid(), "SeriesInstanceUID", "", "Modality", ""));

        assertThat(result.getMessage().getHeader(DicomHeaders.STATUS)).isEqualTo(0);
        List<?> matches = result.getMessage().getBody(List.class);
        assertThat(matches).hasSize(2)
                .allSatisfy(match -> assertThat(((DataSet) match).getString(Tag.Modality)).isEqualTo("CT"));
    }

    @Test
    void moveSendsToTheScpOfARoute() {
        Exchange result = send(uri("move") + "?destination=ROUTE", studyKey());

        assertThat(result.getMessage().getHeader(DicomHeaders.STATUS)).isEqualTo(0);
        assertThat(result.getMessage().getHeader(DicomHeaders.SUB_OPERATIONS, SubOperations.class).completed())
                .isEqualTo(4);
        assertThat(arrived).containsExactlyInAnyOrderElementsOf(archive.objects().keySet());
    }

    @Test
    void statusSetByTheRouteIsTheAnswerOfTheScp() throws Exception {
        answer = 0xA700;
        Exchange result = send(uri("move") + "?destination=ROUTE", studyKey());

        assertThat(result.getMessage().getHeader(DicomHeaders.SUB_OPERATIONS, SubOperations.class).failed())
                .isEqualTo(4);
    }

    @Test
    void getWritesPart10Files() {
        Exchange result = send(uri("get") + "?folder=" + folder.resolve("got"), studyKey());

        List<?> files = result.getMessage().getBody(List.class);
        assertThat(files).hasSize(4)
                .allSatisfy(file -> assertThat(Files.size((Path) file)).isGreaterThan(132));
    }

    @Test
    void getOfNamedClassesBringsThese() {
        archive.faults().next(1, new RetrieveFault.FailObjects(1));
        Exchange result = send(uri("get") + "?sopClasses=" + Uid.CTImageStorage + ",%201.2.3&folder="
                + folder.resolve("named"), studyKey());

        List<?> files = result.getMessage().getBody(List.class);
        assertThat(files).hasSize(3);
        assertThat(result.getMessage().getHeader(DicomHeaders.SUB_OPERATIONS, SubOperations.class).failed())
                .isEqualTo(1);
        assertThat(folder.resolve("named")).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void storeSendsAFile() throws Exception {
        String uid = study.files().get(0).getFileName().toString().replace(".dcm", "");
        Path copy = Files.copy(study.files().get(0), folder.resolve("copy.dcm"));
        archive.remove(uid);

        Exchange result = send(uri("store"), copy);

        assertThat(result.getMessage().getHeader(DicomHeaders.STATUS)).isEqualTo(0);
        assertThat(archive.objects()).containsKey(uid);
    }

    @Test
    void storeSendsOnWhatArrives() throws Exception {
        try (ArchiveSimulator target = ArchiveSimulator.in(folder.resolve("target")).aeTitle("TARGET").start()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("dicom:scp:RELAY@127.0.0.1:0").routeId("relay")
                            .to("dicom:store:TARGET@127.0.0.1:" + target.port());
                }
            });
            archive.destination("RELAY", "127.0.0.1", port("relay"));

            Exchange result = send(uri("move") + "?destination=RELAY", studyKey());

            assertThat(result.getMessage().getHeader(DicomHeaders.SUB_OPERATIONS, SubOperations.class).completed())
                    .isEqualTo(4);
            for (Map.Entry<String, Path> sent : archive.objects().entrySet()) {
                assertThat(dataSetOf(target.objects().get(sent.getKey()))).isEqualTo(dataSetOf(sent.getValue()));
            }
        }
    }

    @Test
    void whatWasReadIsNotSentOnWithoutItsContent() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("dicom:scp:RELAY@127.0.0.1:0").routeId("relay").process(DicomComponentTest.this::receive)
                        .to(uri("store"));
            }
        });
        archive.destination("RELAY", "127.0.0.1", port("relay"));

        Exchange result = send(uri("move") + "?destination=RELAY", studyKey());

        assertThat(result.getMessage().getHeader(DicomHeaders.SUB_OPERATIONS, SubOperations.class).failed())
                .isEqualTo(4);
    }

    private static byte[] dataSetOf(Path file) throws IOException {
        try (var in = Channels.newInputStream(FileSource.of(file).open())) {
            return in.readAllBytes();
        }
    }

    @Test
    void componentHasParametersForAllItsEndpoints() throws Exception {
        camel.getComponent("dicom", DicomComponent.class).getConfiguration().setCalling("ROUTER");

        assertThat(camel.getEndpoint(uri("echo"), DicomEndpoint.class).getConfiguration().getCalling())
                .isEqualTo("ROUTER");
        assertThat(camel.getEndpoint(uri("echo") + "?calling=OTHER", DicomEndpoint.class).getConfiguration()
                .getCalling()).isEqualTo("OTHER");
    }

    @Test
    void timesAndNamesAreWrittenAsCamelWritesThem() {
        DicomConfiguration configuration = camel.getEndpoint(uri("find")
                + "?level=series&model=patient&connectTimeout=1500&acseTimeout=5s&responseTimeout=1m30s",
                DicomEndpoint.class).getConfiguration();

        assertThat(configuration.getLevel()).isEqualTo(DicomConfiguration.Level.SERIES);
        assertThat(configuration.getModel()).isEqualTo(DicomConfiguration.Model.PATIENT);
        assertThat(configuration.getConnectTimeout()).hasMillis(1500);
        assertThat(configuration.getAcseTimeout()).hasSeconds(5);
        assertThat(configuration.getResponseTimeout()).hasSeconds(90);
    }

    @Test
    void parameterThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> camel.getEndpoint(uri("find") + "?levle=SERIES")).hasMessageContaining("levle");
        assertThatThrownBy(() -> camel.getEndpoint(uri("find") + "?level=FILM")).hasStackTraceContaining("FILM");
    }

    @Nested
    class Headers {

        private Exchange move(String options, Map<String, Object> given) {
            Exchange exchange = new DefaultExchange(camel);
            exchange.getMessage().setBody(studyKey());
            exchange.getMessage().setHeaders(new HashMap<>(given));
            return template.send(uri("move") + "?destination=NOBODY" + options, exchange);
        }

        @Test
        void destinationOfTheMessageWins() {
            Exchange result = move("", Map.of(DicomHeaders.MOVE_DESTINATION, "ROUTE"));

            assertThat(result.getMessage().getHeader(DicomHeaders.STATUS)).isEqualTo(0);
            assertThat(arrived).hasSize(4);
        }

        @Test
        void consumerSetsThoseOfTheObjectAndNoOther() {
            move("", Map.of(DicomHeaders.MOVE_DESTINATION, "ROUTE", "CamelFileName", "a", "PatientName", "Any^One"));

            assertThat(headers).hasSize(4).allSatisfy(each -> assertThat(each).containsOnlyKeys(
                    DicomHeaders.SOP_CLASS_UID, DicomHeaders.SOP_INSTANCE_UID, DicomHeaders.TRANSFER_SYNTAX_UID,
                    DicomHeaders.CALLING_AE_TITLE, DicomHeaders.CALLED_AE_TITLE));
            assertThat(headers.get(0)).containsEntry(DicomHeaders.CALLED_AE_TITLE, "ROUTE")
                    .containsEntry(DicomHeaders.CALLING_AE_TITLE, "ARCHIVE");
        }

        @Test
        void producerLeavesThoseOfOthersAlone() {
            Exchange result = move("", Map.of(DicomHeaders.MOVE_DESTINATION, "ROUTE", "CamelFileName", "a"));

            assertThat(result.getMessage().getHeaders()).containsOnlyKeys("CamelFileName",
                    DicomHeaders.MOVE_DESTINATION, DicomHeaders.STATUS, DicomHeaders.ERROR_COMMENT,
                    DicomHeaders.OFFENDING_ELEMENTS, DicomHeaders.SUB_OPERATIONS);
        }

        @Test
        void answerOfAnEarlierOperationIsForgotten() {
            Exchange exchange = new DefaultExchange(camel);
            exchange.getMessage().setHeader(DicomHeaders.ERROR_ID, 7);
            exchange.getMessage().setHeader(DicomHeaders.STATUS, 0);
            Exchange failed = template.send("dicom:echo:NOBODY@127.0.0.1:1", exchange);

            assertThat(failed.getException()).isNotNull();
            assertThat(failed.getMessage().getHeaders()).isEmpty();
        }

        @Test
        void strategyOfTheEndpointGovernsBothDirections() {
            DefaultHeaderFilterStrategy nothing = new DefaultHeaderFilterStrategy();
            nothing.setFilterOnMatch(false);
            camel.getRegistry().bind("nothing", nothing);
            Exchange result = move("&headerFilterStrategy=#nothing", Map.of(DicomHeaders.MOVE_DESTINATION, "ROUTE"));

            assertThat(result.getException()).isNull();
            assertThat(result.getMessage().getHeaders()).containsOnlyKeys(DicomHeaders.MOVE_DESTINATION);
            assertThat(arrived).isEmpty();
        }

        @Test
        void strategyOfTheComponentIsThatOfItsEndpoints() {
            DicomHeaderFilterStrategy own = new DicomHeaderFilterStrategy();
            camel.getComponent("dicom", DicomComponent.class).setHeaderFilterStrategy(own);

            assertThat(camel.getEndpoint(uri("echo"), DicomEndpoint.class).getHeaderFilterStrategy()).isSameAs(own);
        }
    }

    @Test
    void unreachablePeerIsAnExceptionThatNamesIt() {
        assertThatThrownBy(() -> template.requestBody("dicom:echo:NOBODY@127.0.0.1:1", (Object) ""))
                .isInstanceOf(CamelExecutionException.class).rootCause().hasMessageContaining("refused");
    }

    @Test
    void wrongUriTellsTheRightForm() {
        assertThatThrownBy(() -> camel.getEndpoint("dicom:echo:nowhere"))
                .rootCause().hasMessageContaining("dicom:operation:AET@host:port");
        assertThatThrownBy(() -> camel.getEndpoint("dicom:print:AET@localhost:104"))
                .hasMessageContaining("use echo, find, move, get, store or scp");
    }

    @Test
    void scpIsCalledInAnyCase() throws Exception {
        archive.destination("route", "127.0.0.1", scpPort());
        Exchange result = send(uri("move") + "?destination=route", studyKey());

        assertThat(result.getMessage().getHeader(DicomHeaders.STATUS)).isEqualTo(0);
        assertThat(arrived).hasSize(4);
    }

    @Test
    void scpCountsWhatItRejects() {
        DicomConsumer scp = (DicomConsumer) camel.getRoute("scp").getConsumer();
        Exchange exchange = template.send("dicom:echo:OTHER@127.0.0.1:" + scp.port(), new DefaultExchange(camel));

        assertThat(exchange.getException()).isInstanceOf(AssociationRejectedException.class);
        assertThat(scp.rejected(RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED)).isEqualTo(1);
    }
}
