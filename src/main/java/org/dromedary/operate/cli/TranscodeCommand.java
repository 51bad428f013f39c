package org.dromedary.operate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.dromedary.dicom.codec.Transcoder;
import org.dromedary.dicom.data.PrivateFiles;
import org.dromedary.dicom.data.TransferSyntax;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transcode}: files from one transfer syntax into another, without database, broker or server. */
@Command(name = "transcode", mixinStandardHelpOptions = true,
        description = "Brings DICOM files into another transfer syntax and proves their pixels unchanged;"
                + " see docs/transcoding.md.",
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {"0: all were converted",
            "2: some could not be, one line each; or the command line was wrong"})
final class TranscodeCommand implements Callable<Integer> {

    private static final int SOME_FAILED = 2;

    @Spec
    private CommandSpec spec;

    @Option(names = "--to", required = true, paramLabel = "SYNTAX",
            description = "UID, keyword of PS3.6 (JPEGLSLossless) or: ${COMPLETION-CANDIDATES}.",
            completionCandidates = SyntaxNames.class)
    private String to;

    @Option(names = "--lossy", description = "Allow jpeg-baseline, which loses information.")
    private boolean lossy;

    @Option(names = "--quality", paramLabel = "N", defaultValue = "90",
            description = "Of jpeg-baseline, 1 to 100; default ${DEFAULT-VALUE}.")
    private int quality;

    @Option(names = "--no-verify", description = "Don't decode again what was encoded, to compare it.")
    private boolean noVerify;

    @Option(names = "--notes", description = "Also print what is worth knowing about files that were converted.")
    private boolean notes;

    @Parameters(arity = "2..*", paramLabel = "IN… OUT", description = "Files or folders, then the file (for one file)"
            + " or folder to write to; what is in folders keeps its place below them.")
    private List<Path> paths;

    private final Transcoder transcoder = new Transcoder();
    private Transcoder.Options options;
    private TransferSyntax syntax;
    private final Set<Path> written = new HashSet<>();
    private int failures;

    @Override
    public Integer call() {
        syntax = SyntaxNames.find(to).orElseThrow(() -> new ParameterException(spec.commandLine(),
                "No transfer syntax '" + to + "'. Known: " + SyntaxNames.all() + ", or a UID."));
        if (quality < 1 || quality > 100) {
            throw new ParameterException(spec.commandLine(), "--quality is " + quality + ", not 1 to 100.");
        }
        options = new Transcoder.Options(!noVerify, lossy, quality);
        List<Path> sources = paths.subList(0, paths.size() - 1);
        Path target = paths.get(paths.size() - 1);
        boolean oneFile = sources.size() == 1 && !Files.isDirectory(sources.get(0)) && !Files.isDirectory(target);
        for (Path source : sources) {
            if (Files.isDirectory(source)) {
                folder(source, target);
            } else {
                transcode(source, oneFile ? target : target.resolve(source.getFileName()));
            }
        }
        return failures == 0 ? 0 : SOME_FAILED;
    }

    private void folder(Path source, Path target) {
        try (Stream<Path> below = Files.walk(source)) {
            for (Path file : below.filter(Files::isRegularFile).sorted().toList()) {
                transcode(file, target.resolve(source.relativize(file).toString()));
            }
        } catch (IOException | UncheckedIOException e) {
            failed(source, words(e));
        }
    }

    private void transcode(Path from, Path into) {
        try {
            if (Files.exists(into) && Files.isSameFile(from, into)) {
                failed(from, "would be written over itself; choose another place.");
                return;
            }
            if (!written.add(into.toAbsolutePath().normalize())) {
                failed(from, "has the same name as one before, and would be written over it.");
                return;
            }
            Path folder = into.toAbsolutePath().getParent();
            PrivateFiles.createFolders(folder);
            Transcoder.Result result = transcoder.transcode(from, into, syntax, options);
            if (notes) {
                result.notes().forEach(note -> line(spec.commandLine().getOut(), from + ": " + note));
            }
        } catch (IOException e) {
            failed(from, words(e));
        } catch (OutOfMemoryError e) {
            failed(from, "is too large for the memory of this program; give it more with -Xmx.");
        }
    }

    private static String words(Exception e) {
        if (e instanceof NoSuchFileException missing) {
            return "there is no file or folder " + missing.getFile() + ".";
        }
        if (e instanceof FileSystemException file) {
            return "can't be read or written: " + (file.getReason() == null ? file.getClass().getSimpleName()
                    : file.getReason()) + ".";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage().replaceAll("\\s+", " ");
    }

    private void failed(Path file, String words) {
        failures++;
        line(spec.commandLine().getErr(), file + ": " + words);
    }

    private static void line(PrintWriter out, String text) {
        out.println(text);
        out.flush();
    }
}
