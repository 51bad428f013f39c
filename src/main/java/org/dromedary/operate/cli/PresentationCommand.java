package org.dromedary.operate.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Limits;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.PrivateFiles;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.hospital.presentation.KeyImageRow;
import org.dromedary.hospital.presentation.Presentations;
import org.dromedary.hospital.presentation.Problem;
import org.dromedary.hospital.presentation.WindowRow;
import org.dromedary.identity.match.csv.CsvFormatException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code presentation}: windows and key images of the old archive's database as objects. */
@Command(name = "presentation", mixinStandardHelpOptions = true, subcommands = {PresentationCommand.Make.class,
    PresentationImportCommand.class, PresentationImportCommand.ListThem.class},
        description = "Windows and key images of CSV files as presentation states and key object documents.")
public final class PresentationCommand implements Runnable {

    private static final int INCOMPLETE = 2;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: make, import or list.");
    }

    /** {@code presentation make}: for files, without a server. */
    @Command(name = "make", mixinStandardHelpOptions = true, description = "Make the objects for images in files; exit"
            + " code 2 if a row could not be used. See docs/presentation.md for the columns.")
    static final class Make implements Callable<Integer> {

        @Option(names = "--windows", paramLabel = "FILE", description = "CSV of windows by SOP Instance UID.")
        private Path windows;

        @Option(names = "--key-images", paramLabel = "FILE", description = "CSV of key images by SOP Instance UID.")
        private Path keyImages;

        @Parameters(arity = "2..*", paramLabel = "PATH",
                description = "Files or folders of the images, and last the folder to write into.")
        private List<Path> paths;

        @Spec
        private CommandSpec spec;

        private final Map<String, Path> files = new HashMap<>();
        private int problems;

        @Override
        public Integer call() throws IOException {
            if (windows == null && keyImages == null) {
                throw new ParameterException(spec.commandLine(), "Name --windows, --key-images or both.");
            }
            PrintWriter err = spec.commandLine().getErr();
            List<DataSet> made = new ArrayList<>();
            try {
                for (Path path : paths.subList(0, paths.size() - 1)) {
                    index(path);
                }
                if (windows != null) {
                    made.addAll(new Presentations(this::head, to(err, windows)).windows(WindowRow.in(windows)));
                }
                if (keyImages != null) {
                    made.addAll(new Presentations(this::head, to(err, keyImages)).keyImages(KeyImageRow.in(keyImages)));
                }
            } catch (CsvFormatException e) {
                err.println(e.getMessage());
                return Dromedary.CAN_NOT_RUN;
            }
            write(made, paths.get(paths.size() - 1));
            return problems > 0 ? INCOMPLETE : 0;
        }

        private Consumer<Problem> to(PrintWriter err, Path csv) {
            return problem -> {
                problems++;
                err.println(csv + ", line " + problem.line() + ": " + problem.what());
            };
        }

        private void index(Path path) throws IOException {
            try (Stream<Path> below = Files.walk(path)) {
                for (Path file : (Iterable<Path>) below.filter(Files::isRegularFile).sorted()::iterator) {
                    try {
                        files.putIfAbsent(sopInstanceUid(file), file);
                    } catch (DicomFormatException notAnObject) {
                        spec.commandLine().getErr().println(file + ": not DICOM, passed over");
                    }
                }
            }
        }

        private static String sopInstanceUid(Path file) throws IOException {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                return Part10.reader(in, Limits.DEFAULT).readUntil(Tag.SOPInstanceUID + 1)
                        .getString(Tag.SOPInstanceUID);
            }
        }

        private DataSet head(String sopInstanceUid) {
            Path file = files.get(sopInstanceUid);
            try {
                return file == null ? null : Part10.readHead(file);
            } catch (DicomFormatException e) {
                spec.commandLine().getErr().println(file + ": " + e.getMessage());
                return null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void write(List<DataSet> made, Path folder) throws IOException {
            PrivateFiles.createFolders(folder);
            PrintWriter out = spec.commandLine().getOut();
            for (DataSet object : made) {
                Path file = folder.resolve(object.getString(Tag.Modality) + "-" + object.getString(Tag.SOPInstanceUID)
                        + ".dcm");
                Part10.write(file, object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
                out.println(file);
            }
            out.flush();
        }
    }
}
