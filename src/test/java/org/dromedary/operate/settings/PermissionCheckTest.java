package org.dromedary.operate.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.dromedary.dicom.data.PrivateFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionCheckTest {

    @TempDir
    private Path folder;

    private static Path withMode(Path path, String mode) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static String modeOf(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-xr-x", "rwx--x--x", "rwxr-x---", "rwx-w----", "rwxrwxrwx"})
    void dataFolderThatIsOpenToOthersIsRefusedWithTheCommandThatMendsIt(String mode) throws IOException {
        Path data = withMode(Files.createDirectory(folder.resolve("data")), mode);
        assertThatThrownBy(() -> PermissionCheck.check(data, data.resolve("spool"), folder.resolve("none")))
                .isInstanceOf(StartUpException.class)
                .hasMessageContaining("chmod 700 " + data).hasMessageContaining("--insecure-permissions");
    }

    @Test
    void spoolElsewhereIsLookedAtAndOneWithinThePrivateDataFolderIsNot() throws IOException {
        Path data = PrivateFiles.createFolders(folder.resolve("data"));
        Path within = withMode(Files.createDirectory(data.resolve("spool")), "rwxr-xr-x");
        assertThatCode(() -> PermissionCheck.check(data, within, folder.resolve("none"))).doesNotThrowAnyException();
        Path elsewhere = withMode(Files.createDirectory(folder.resolve("spool")), "rwxr-xr-x");
        assertThatThrownBy(() -> PermissionCheck.check(data, elsewhere, folder.resolve("none")))
                .hasMessageContaining("chmod 700 " + elsewhere);
    }

    @Test
    void configurationWithSecretsIsNotForEverybody() throws IOException {
        Path data = folder.resolve("not-made-yet");
        Path file = folder.resolve("application.properties");
        Files.writeString(file, "dromedary.source.aet=OLD\n");
        withMode(file, "rw-r--r--");
        assertThatCode(() -> PermissionCheck.check(data, data, file)).doesNotThrowAnyException();
        Files.writeString(file, "dromedary.database.password=invented\n");
        assertThatThrownBy(() -> PermissionCheck.check(data, data, file)).hasMessageContaining("chmod 600 " + file)
                .hasMessageNotContaining("invented");
        withMode(file, "rw-r-----");
        assertThatCode(() -> PermissionCheck.check(data, data, file)).doesNotThrowAnyException();
    }

    @Test
    void privateKeyIsNotForEverybody() throws IOException {
        Path key = withMode(Files.writeString(folder.resolve("key.pem"), "key"), "rw-r--r--");
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> PermissionCheck.check(none, none, none, key)).hasMessageContaining("chmod 600 " + key);
        withMode(key, "rw-r-----");
        assertThatCode(() -> PermissionCheck.check(none, none, none, key)).doesNotThrowAnyException();
    }

    @Test
    void whatIsMadeIsForThisUserAlone() throws IOException {
        Path made = PrivateFiles.createFolders(folder.resolve("a").resolve("b"));
        assertThat(modeOf(made)).isEqualTo("rwx------");
        assertThat(modeOf(made.getParent())).isEqualTo("rwx------");
        Path file = made.resolve("file");
        Files.writeString(file, "left from before");
        withMode(file, "rw-r--r--");
        try (Writer out = PrivateFiles.writer(file)) {
            out.write("anew");
        }
        assertThat(modeOf(file)).isEqualTo("rw-------");
        assertThat(file).hasContent("anew");
        PrivateFiles.create(made.resolve("object")).close();
        assertThat(modeOf(made.resolve("object"))).isEqualTo("rw-------");
    }
}
