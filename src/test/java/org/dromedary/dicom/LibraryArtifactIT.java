package org.dromedary.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The library as an artifact of its own: nothing but the JDK beside it. */
class LibraryArtifactIT {

    @Test
    void libraryAloneEchoesStoresAndTranscodes() throws Exception {
        Path artifact = artifact("dicom");
        URL[] urls = {artifact.toUri().toURL(), Path.of("target", "test-classes").toUri().toURL()};
        try (URLClassLoader alone = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            Object trial = alone.loadClass(LibraryTrial.class.getName()).getConstructor().newInstance();
            assertThat(((Callable<?>) trial).call()).asString().startsWith("echo 0, store 0, arrived true, coded in "
                    + "1.2.840.10008.1.2.5, from ").endsWith(artifact.getFileName().toString());
        }
    }

    @Test
    void artifactsHoldTheirPackagesOnlyAndNameTheirModule() throws IOException {
        for (String name : List.of("dicom", "simulator", "camel")) {
            try (JarFile jar = new JarFile(artifact(name).toFile())) {
                assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
                        .isEqualTo("org.dromedary." + name);
                assertThat(jar.stream().filter(entry -> !entry.isDirectory()).map(entry -> entry.getName()))
                        .isNotEmpty().allMatch(entry -> entry.startsWith("org/dromedary/" + name + "/")
                                || entry.startsWith("META-INF/"));
            }
        }
    }

    private static Path artifact(String classifier) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName().toString().endsWith("-" + classifier + ".jar")).findFirst()
                    .orElseThrow().toAbsolutePath();
        }
    }
}
