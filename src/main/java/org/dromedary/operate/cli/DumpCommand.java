package org.dromedary.operate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.dromedary.dicom.data.Tag;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dump}: lists what is in a DICOM file, and of a damaged one what can be read. */
@Command(name = "dump", mixinStandardHelpOptions = true, description = "List the elements of a DICOM file; exit code"
        + " 2 if it can't be read to its end. The values shown may tell of a patient.")
public final class DumpCommand implements Callable<Integer> {

    private static final int DAMAGED = 2;

    @Parameters(paramLabel = "FILE")
    private Path file;

    @Option(names = "--tag", paramLabel = "TAG", description = "These elements alone, in all levels: keyword or eight"
            + " hexadecimal digits; may be repeated.")
    private List<String> tags = List.of();

    @Option(names = "--depth", paramLabel = "N", defaultValue = "256",
            description = "How deep into sequences; 0: the outermost level alone.")
    private int depth;

    @Option(names = "--max-length", paramLabel = "N", defaultValue = "64",
            description = "Characters shown of a value (default: ${DEFAULT-VALUE}).")
    private int maxLength;

    @Option(names = "--offsets", description = "Begin each line with its byte in the file, inflated if deflated.")
    private boolean offsets;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(file)) {
            spec.commandLine().getErr().println("There is no file " + file);
            return Dromedary.CAN_NOT_RUN;
        }
        if (maxLength < 1 || maxLength > 1_000_000) {
            throw new ParameterException(spec.commandLine(), "--max-length lies between 1 and 1000000");
        }
        PrintWriter out = spec.commandLine().getOut();
        boolean whole = new DumpText(out, new DumpText.Form(wanted(), depth, maxLength, offsets)).print(file);
        out.flush();
        return whole ? 0 : DAMAGED;
    }

    private Set<Integer> wanted() {
        Set<Integer> wanted = new HashSet<>();
        for (String tag : tags) {
            try {
                wanted.add(Tag.parse(tag));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), "There is no element " + tag);
            }
        }
        return wanted;
    }
}
