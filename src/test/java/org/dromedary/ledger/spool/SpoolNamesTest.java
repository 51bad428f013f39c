package org.dromedary.ledger.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SpoolNamesTest {

    private static final String LONG = "1.2.840.113619." + "2345678901.".repeat(5);

    private final Spool spool = new Spool(Path.of("spool"));

    @Test
    void uidsThatBeginAlikeForMoreThanSixtyFourCharactersHaveFilesOfTheirOwn() {
        assertThat(LONG.length() + 1).isGreaterThan(64);
        assertThat(Spool.fileName(LONG + "1")).isNotEqualTo(Spool.fileName(LONG + "2")).endsWith(".dcm")
                .hasSizeLessThan(64);
        assertThat(spool.seriesFolder(LONG + "1", LONG + "3")).isNotEqualTo(spool.seriesFolder(LONG + "1", LONG + "4"))
                .isNotEqualTo(spool.seriesFolder(LONG + "2", LONG + "3"));
    }

    @Test
    void noUidNamesAnotherFolder() {
        assertThat(Spool.fileName("../../etc/passwd")).doesNotContain("/");
        assertThat(Spool.fileName("..")).doesNotStartWith("..");
    }
}
