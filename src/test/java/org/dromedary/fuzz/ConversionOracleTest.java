package org.dromedary.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mutated objects are converted rightly or refused with a place. {@code -Dconversions=1000000 -Dfirst=…} makes it a
 * campaign; each input follows from its number.
 */
class ConversionOracleTest {

    private static final int INPUTS = Integer.getInteger("conversions", 3000);
    private static final int FIRST = Integer.getInteger("first", 0);
    private static final List<String> TARGETS = List.of(Uid.ImplicitVRLittleEndian, Uid.ExplicitVRLittleEndian,
            Uid.ExplicitVRBigEndian, Uid.DeflatedExplicitVRLittleEndian, Uid.ImplicitVRLittleEndian,
            Uid.RLELossless, Uid.JPEGLSLossless, Uid.DeflatedImageFrameCompression);

    @TempDir
    Path folder;

    @Test
    void whatIsConvertedMeansTheSameAndWhatIsRefusedNamesAPlace() throws IOException {
        List<byte[]> seeds = ObjectFiles.seeds();
        ConversionOracle oracle = new ConversionOracle(folder);
        boolean[] converted = new boolean[1];
        int conversions = 0;
        List<String> wrong = new ArrayList<>();
        for (int number = FIRST; number < FIRST + INPUTS && wrong.size() < 20; number++) {
            Random random = new Random(number * 7919L);
            byte[] bytes = new Mutator(random).mutate(seeds.get(random.nextInt(seeds.size())), seeds);
            TransferSyntax syntax = TransferSyntax.of(TARGETS.get(random.nextInt(TARGETS.size())));
            String problem = oracle.judge(bytes, syntax, converted);
            conversions += converted[0] ? 1 : 0;
            if (problem != null) {
                Files.write(Files.createDirectories(Path.of("target", "conversions")).resolve(number + ".dcm"), bytes);
                wrong.add("input " + number + " to " + syntax.name() + ": " + problem);
            }
        }
        System.out.println(INPUTS + " inputs from " + FIRST + ": " + conversions + " converted");
        assertThat(wrong).isEmpty();
        assertThat(conversions).isGreaterThan(INPUTS / 10);
    }
}
