package org.dromedary.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the program is made of, by the bill of materials of the build (CycloneDX). */
class SupplyChainIT {

    /** Of several licences one must be among these; all go with a program under Apache-2.0 that links to them. */
    private static final Set<String> ALLOWED = Set.of("Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MIT", "MIT-0",
            "EPL-1.0", "EPL-2.0", "MPL-1.1", "LGPL-2.1-or-later", "Bouncy Castle Licence", "Public Domain");

    private final JsonNode components = read();

    private static JsonNode read() {
        try {
            return new ObjectMapper().readTree(Path.of("target", "bom.json").toFile()).path("components");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void everyLibraryHasALicenceThatIsAllowed() {
        assertThat(components).hasSizeGreaterThan(100).allSatisfy(component -> {
            List<String> licences = new ArrayList<>();
            component.path("licenses").forEach(each -> licences.add(each.path("license").path("id")
                    .asText(each.path("license").path("name").asText(each.path("expression").asText()))));
            assertThat(licences).as(component.path("purl").asText()).anyMatch(ALLOWED::contains);
        });
    }

    @Test
    void everyLibraryThatIsShippedIsInTheBill() throws IOException {
        Set<String> billed = new TreeSet<>();
        components.forEach(component -> billed.add(component.path("group").asText() + "."
                + component.path("name").asText() + "-" + component.path("version").asText()));
        try (Stream<Path> jars = Files.walk(Path.of("target", "quarkus-app", "lib"))) {
            List<String> shipped = jars.map(jar -> jar.getFileName().toString()).filter(name -> name.endsWith(".jar"))
                    .map(name -> name.substring(0, name.length() - ".jar".length())).toList();
            assertThat(shipped).hasSizeGreaterThan(100).allSatisfy(name -> assertThat(billed)
                    .anyMatch(known -> name.equals(known) || name.startsWith(known + "-")));
        }
    }
}
