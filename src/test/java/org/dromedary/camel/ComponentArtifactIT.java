package org.dromedary.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The component as an artifact of its own: nothing but the library, Camel and its logging beside it. */
class ComponentArtifactIT {

    /** What camel-core brings: no other component of Camel, whose converters want libraries of their own. */
    private static final String CAMEL = "(camel-(api|base|core|support|util)[a-z-]*|slf4j-api)-\\d.*\\.jar";

    @Test
    void componentStandsOnTheLibraryAndCamelAlone() throws Exception {
        Path component = artifact("camel");
        List<Path> path = new ArrayList<>(List.of(component, artifact("dicom"), Path.of("target", "test-classes")));
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
                .filter(jar -> jar.getFileName().toString().matches(CAMEL))
                .forEach(path::add);
        List<URL> urls = new ArrayList<>();
        for (Path part : path) {
            urls.add(part.toAbsolutePath().toUri().toURL());
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader alone = new URLClassLoader(urls.toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(alone);
            Object trial = alone.loadClass(ComponentTrial.class.getName()).getConstructor().newInstance();
            assertThat(((Callable<?>) trial).call()).asString().startsWith("echo 0, from ")
                    .endsWith(component.getFileName().toString());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Path artifact(String classifier) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName().toString().endsWith("-" + classifier + ".jar")).findFirst()
                    .orElseThrow();
        }
    }
}
