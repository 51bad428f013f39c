package org.dromedary.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dromedary.ledger.Stage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RouteFilesTest {

    private static final int MAX_LENGTH = 60;

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            return files.sorted().toList();
        }
    }

    static List<Path> filesAndExamples() throws IOException {
        try (Stream<Path> examples = Files.list(Path.of("docs", "examples"))) {
            return Stream.concat(files().stream(), examples.filter(file -> file.toString().endsWith(".yaml")))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("filesAndExamples")
    void conformsToCamelsSchema(Path file) throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/schema/camelYamlDsl.json")) {
            JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(in);
            assertThat(schema.validate(read(file))).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("filesAndExamples")
    void everyEntryTellsItsIdAndPurpose(Path file) throws IOException {
        assertThat(read(file)).isNotEmpty().allSatisfy(entry -> {
            JsonNode content = entry.elements().next();
            assertThat(content.path("id").asText()).isNotBlank();
            assertThat(content.path("description").asText()).endsWith(".");
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void canBeReadAtAGlance(Path file) throws IOException {
        assertThat(file.getFileName().toString()).matches("\\d\\d-[a-z0-9-]+\\.camel\\.yaml");
        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(MAX_LENGTH);
    }

    @ParameterizedTest
    @EnumSource
    void everyStageHasARouteThatTakesFromItsQueueAtItsPace(Stage stage) throws IOException {
        List<JsonNode> routes = new ArrayList<>();
        for (Path file : files()) {
            read(file).findValues("route").stream().filter(route -> route.path("id").asText().equals(stage.id()))
                    .forEach(routes::add);
        }
        assertThat(routes).singleElement().satisfies(route -> {
            assertThat(route.at("/from/uri").asText()).isEqualTo("jms:queue:" + stage.queue());
            assertThat(route.path("routePolicy").asText()).isEqualTo("pace");
        });
    }

    private static JsonNode read(Path file) throws IOException {
        return new YAMLMapper(new YAMLFactory()).readTree(file.toFile());
    }
}
