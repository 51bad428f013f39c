package org.dromedary.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dromedary.bench.NativeCodecs.Figure;
import org.dromedary.dicom.codec.Codecs;
import org.dromedary.dicom.codec.Transcoder;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.codec.frame.FrameDecoder;
import org.dromedary.dicom.codec.frame.FrameEncoder;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Milliseconds for a CT-like frame of 512 x 512 x 16 bit, ours after warm-up beside the native tools, in one run.
 *
 * <p>Arguments: transfer syntaxes by keyword; none: those that we write losslessly.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class CodecBench {

    private static final int FRAMES = 4;

    /** Transfer Syntax UID. */
    @Param({Uid.RLELossless, Uid.JPEGLosslessSV1, Uid.JPEGLSLossless, Uid.JPEG2000Lossless, Uid.HTJ2KLossless})
    public String syntax;

    private final byte[][] frames = new byte[FRAMES][];
    private final byte[][] encoded = new byte[FRAMES][];
    private FrameEncoder encoder;
    private FrameDecoder decoder;
    private int turn;

    @Setup
    public void frames() throws CodecException {
        encoder = Codecs.encoder(syntax).orElseThrow();
        decoder = Codecs.decoder(syntax).orElseThrow();
        for (int i = 0; i < FRAMES; i++) {
            frames[i] = CtFrames.frame(i);
            encoded[i] = encoder.encode(frames[i], CtFrames.FORMAT);
        }
    }

    @Benchmark
    public byte[] encode() throws CodecException {
        return encoder.encode(frames[turn++ & FRAMES - 1], CtFrames.FORMAT);
    }

    @Benchmark
    public Frame decode() throws CodecException {
        byte[] frame = encoded[turn++ & FRAMES - 1];
        return decoder.decode(frame, 0, frame.length, CtFrames.FORMAT);
    }

    public static void main(String[] args) throws IOException, RunnerException {
        List<String> syntaxes = args.length == 0
                ? List.of(Uid.RLELossless, Uid.JPEGLosslessSV1, Uid.JPEGLSLossless, Uid.JPEG2000Lossless,
                        Uid.HTJ2KLossless)
                : TransferSyntax.known().stream().filter(s -> List.of(args).contains(s.name()))
                        .map(TransferSyntax::uid).toList();
        Path folder = Files.createTempDirectory("codec-bench");
        try {
            List<String> lines = new ArrayList<>();
            for (String syntax : syntaxes) {
                lines.addAll(compare(folder, syntax));
            }
            System.out.println("| syntax | | ours, ms | native, ms | ratio to the fastest |\n| --- | --- | --- | --- | --- |");
            lines.forEach(System.out::println);
        } finally {
            delete(folder);
        }
    }

    private static List<String> compare(Path folder, String syntax) throws IOException, RunnerException {
        NativeCodecs peers = new NativeCodecs(folder);
        Path one = folder.resolve("ours-1.dcm");
        Path many = folder.resolve("ours-many.dcm");
        Transcoder transcoder = new Transcoder();
        Transcoder.Options options = new Transcoder.Options(false, false);
        transcoder.transcode(NativeCodecs.firstObject(folder), one, TransferSyntax.of(syntax), options);
        transcoder.transcode(NativeCodecs.secondObject(folder), many, TransferSyntax.of(syntax), options);
        List<Figure> encodersBefore = peers.encode(syntax);
        List<Figure> decodersBefore = peers.decode(syntax, one, many);
        Collection<RunResult> ours = new Runner(options(syntax)).run();
        String name = TransferSyntax.of(syntax).name();
        return List.of(
                line(name, "encode", milliseconds(ours, "encode"), least(encodersBefore, peers.encode(syntax))),
                line(name, "decode", milliseconds(ours, "decode"),
                        least(decodersBefore, peers.decode(syntax, one, many))));
    }

    private static Options options(String syntax) {
        return new OptionsBuilder().include(CodecBench.class.getSimpleName()).param("syntax", syntax)
                .forks(1).jvmArgs("-XX:+UseSerialGC", "-Xmx1g")
                .warmupIterations(4).warmupTime(TimeValue.seconds(2))
                .measurementIterations(5).measurementTime(TimeValue.seconds(2)).build();
    }

    private static double milliseconds(Collection<RunResult> results, String benchmark) {
        return results.stream().filter(result -> result.getPrimaryResult().getLabel().equals(benchmark))
                .findFirst().orElseThrow().getPrimaryResult().getScore();
    }

    /** The lesser of what a tool took before and after ours. */
    private static List<Figure> least(List<Figure> before, List<Figure> after) {
        List<Figure> least = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            least.add(before.get(i).milliseconds() < after.get(i).milliseconds() ? before.get(i) : after.get(i));
        }
        least.sort(Comparator.comparingDouble(Figure::milliseconds));
        return least;
    }

    private static String line(String syntax, String direction, double ours, List<Figure> peers) {
        String figures = peers.stream().map(peer -> String.format(Locale.ROOT, "%s %.1f", peer.tool(),
                peer.milliseconds())).reduce((a, b) -> a + ", " + b).orElse("none installed");
        String ratio = peers.isEmpty() ? "" : String.format(Locale.ROOT, "%.2f", peers.get(0).milliseconds() / ours);
        return String.format(Locale.ROOT, "| %s | %s | %.1f | %s | %s |", syntax, direction, ours, figures, ratio);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
