package org.dromedary.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dromedary.dicom.codec.Codecs;
import org.dromedary.dicom.codec.frame.FrameEncoder;
import org.dromedary.dicom.data.Uid;
import org.dromedary.testing.Peers;

/**
 * What the tools of DCMTK, GDCM and OpenJPEG take for a frame: processor time for many frames less that for one, so
 * that start and end of the program don't count.
 */
final class NativeCodecs {

    private static final int MANY = 25;
    private static final int ROUNDS = 3;

    private final Path folder;
    private final Path one;
    private final Path many;

    NativeCodecs(Path folder) throws IOException {
        this.folder = folder;
        this.one = CtFrames.file(folder, 1);
        this.many = CtFrames.file(folder, MANY);
    }

    /** Milliseconds a frame, by the tool's name; without those that are not installed. */
    record Figure(String tool, double milliseconds) {
    }

    List<Figure> encode(String syntax) throws IOException {
        List<Figure> figures = new ArrayList<>();
        for (List<String> tool : encoders(syntax)) {
            measure(figures, tool, one, many);
        }
        if (syntax.equals(Uid.JPEG2000Lossless)) {
            openJpeg(figures, "opj_compress", CtFrames.greyMaps(folder, 1), CtFrames.greyMaps(folder, MANY), "j2k");
        }
        return figures;
    }

    /** Of what our own encoder wrote, so that both sides decode the same bytes. */
    List<Figure> decode(String syntax, Path oursOfOne, Path oursOfMany) throws IOException {
        List<Figure> figures = new ArrayList<>();
        for (List<String> tool : decoders(syntax)) {
            measure(figures, tool, oursOfOne, oursOfMany);
        }
        if (syntax.equals(Uid.JPEG2000Lossless) || syntax.equals(Uid.HTJ2KLossless)) {
            openJpeg(figures, "opj_decompress", codestreams(syntax, 1), codestreams(syntax, MANY), "pgm");
        }
        return figures;
    }

    static Path firstObject(Path folder) {
        return folder.resolve("native-1.dcm");
    }

    static Path secondObject(Path folder) {
        return folder.resolve("native-" + MANY + ".dcm");
    }

    private static List<List<String>> encoders(String syntax) {
        return Map.of(
                Uid.RLELossless, List.of(List.of("dcmcrle"), List.of("gdcmconv", "--rle")),
                Uid.JPEGLosslessSV1, List.of(List.of("dcmcjpeg"), List.of("gdcmconv", "--jpeg")),
                Uid.JPEGLSLossless, List.of(List.of("dcmcjpls"), List.of("gdcmconv", "--jpegls")),
                Uid.JPEG2000Lossless, List.of(List.of("gdcmconv", "--j2k"))).getOrDefault(syntax, List.of());
    }

    private static List<List<String>> decoders(String syntax) {
        return Map.of(
                Uid.RLELossless, List.of(List.of("dcmdrle"), List.of("gdcmconv", "--raw")),
                Uid.JPEGLosslessSV1, List.of(List.of("dcmdjpeg"), List.of("gdcmconv", "--raw")),
                Uid.JPEGLSLossless, List.of(List.of("dcmdjpls"), List.of("gdcmconv", "--raw")),
                Uid.JPEG2000Lossless, List.of(List.of("gdcmconv", "--raw"))).getOrDefault(syntax, List.of());
    }

    private void measure(List<Figure> figures, List<String> tool, Path few, Path more) throws IOException {
        if (Peers.find(tool.get(0)) == null) {
            return;
        }
        String out = folder.resolve("out.dcm").toString();
        figures.add(new Figure(String.join(" ", tool), marginal(
                command(tool, few.toString(), out), command(tool, more.toString(), out))));
    }

    private void openJpeg(List<Figure> figures, String tool, Path few, Path more, String format) throws IOException {
        if (Peers.find(tool) != null) {
            figures.add(new Figure(tool, marginal(
                    List.of(tool, "-ImgDir", few.toString(), "-OutFor", format),
                    List.of(tool, "-ImgDir", more.toString(), "-OutFor", format))));
        }
    }

    private static List<String> command(List<String> tool, String... arguments) {
        List<String> command = new ArrayList<>(tool);
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private Path codestreams(String syntax, int frames) throws IOException {
        Path streams = Files.createDirectories(folder.resolve("streams-" + frames));
        FrameEncoder encoder = Codecs.encoder(syntax).orElseThrow();
        for (int frame = 0; frame < frames; frame++) {
            Files.write(streams.resolve(frame + ".j2k"), encoder.encode(CtFrames.frame(frame), CtFrames.FORMAT));
        }
        return streams;
    }

    private double marginal(List<String> few, List<String> more) throws IOException {
        double[] rounds = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            rounds[round] = (processorTime(more) - processorTime(few)) / (MANY - 1);
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    /** Of a program that must succeed, in milliseconds; what the system does for its files does not count. */
    private double processorTime(List<String> command) throws IOException {
        List<String> shell = new ArrayList<>(List.of("bash", "-c",
                "TIMEFORMAT=%U; time \"$@\" > /dev/null 2>&1", "bash"));
        shell.addAll(command);
        Peers.Output output = Peers.run(folder, Map.of("LC_ALL", "C"), shell.toArray(String[]::new));
        if (output.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + output.exitValue());
        }
        return 1000 * Double.parseDouble(output.text().strip());
    }
}
