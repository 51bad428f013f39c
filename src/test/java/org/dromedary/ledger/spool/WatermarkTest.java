package org.dromedary.ledger.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.dromedary.ledger.spool.Watermark.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatermarkTest {

    @Test
    void sizeIsOneOfTheSpoolAndPercentageOneOfTheDisk() {
        Level level = new Level(200_000_000_000L, 1_000_000_000_000L, 150_000_000_000L);
        assertThat(Watermark.of("200 GB").isReachedBy(level)).isTrue();
        assertThat(Watermark.of("0.3TB").isReachedBy(level)).isFalse();
        assertThat(Watermark.of("85 %").isReachedBy(level)).isTrue();
        assertThat(Watermark.of("85.1%").isReachedBy(level)).isFalse();
    }

    @Test
    void lowerOneIsOfTheSameKind() {
        assertThat(Watermark.of("80 %").isBelow(Watermark.of("90 %"))).isTrue();
        assertThat(Watermark.of("90 %").isBelow(Watermark.of("90 %"))).isFalse();
        assertThat(Watermark.of("900 MB").isBelow(Watermark.of("1 gb"))).isTrue();
        assertThat(Watermark.of("1 MB").isBelow(Watermark.of("90 %"))).isFalse();
    }

    @Test
    void whatIsNoWatermarkIsNamed() {
        for (String wrong : new String[] {"", "90", "-5 %", "101 %", "200 G", "lots"}) {
            assertThatThrownBy(() -> Watermark.of(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + wrong + "'");
        }
    }

    @Test
    void fullDiskIsKnownByItsWordsWhateverWrapsThem() {
        assertThat(Spool.isFull(new IOException("No space left on device"))).isTrue();
        assertThat(Spool.isFull(new FileSystemException("x", null, "Disk quota exceeded"))).isTrue();
        assertThat(Spool.isFull(new IllegalStateException(new IOException("No space left on device")))).isTrue();
        assertThat(Spool.isFull(new IOException("Input/output error"))).isFalse();
    }

    @Test
    void spoolKnowsItsSizeAfterARestartAndWithoutCounting(@TempDir Path root) throws Exception {
        Spool spool = new Spool(root);
        Path folder = Files.createDirectories(spool.seriesFolder("1.2", "1.2.3"));
        Files.write(folder.resolve("a.dcm"), new byte[1000]);
        Files.createDirectories(spool.incoming());
        Files.write(spool.incoming().resolve("now.part"), new byte[10]);
        Path left = Files.write(spool.incoming().resolve("left.part"), new byte[500]);
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(2, ChronoUnit.HOURS)));
        spool.recount();
        assertThat(spool.level().spoolBytes()).isEqualTo(1010);
        assertThat(left).doesNotExist();
        spool.grewBy(90);
        spool.remove("1.2", "1.2.3");
        assertThat(spool.level().spoolBytes()).isEqualTo(100);
    }
}
