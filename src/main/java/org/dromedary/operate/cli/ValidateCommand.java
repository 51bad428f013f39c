package org.dromedary.operate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.dromedary.objects.validation.Examination;
import org.dromedary.objects.validation.Finding;
import org.dromedary.objects.validation.FindingCode;
import org.dromedary.objects.validation.ObjectValidator;
import org.dromedary.objects.validation.ValidationProfile.Profile;
import org.dromedary.objects.validation.ValidationSettings;
import org.dromedary.operate.runtime.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code validate}: examines files as the pipeline does, without a server; one line a finding. */
@Command(name = "validate", mixinStandardHelpOptions = true,
        description = "Examine DICOM files; exit code 2 if one of them would go to quarantine.")
public final class ValidateCommand implements Callable<Integer> {

    private static final int QUARANTINE = 2;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files or folders, which are searched through.")
    private List<Path> paths;

    @Option(names = "--grades", paramLabel = "FILE",
            description = "Grades of findings (default: config/validation.yaml if it is there, else the program's).")
    private Path grades;

    @Option(names = "--profile", defaultValue = "faithful", paramLabel = "faithful|strict",
            description = "The program's own grades, as dromedary.validation.profile (default: ${DEFAULT-VALUE}).")
    private Profile profile;

    @Option(names = "--json", description = "A JSON object a finding.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private long files;
    private long found;
    private long quarantined;
    private boolean unread;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        ObjectValidator validator = new ObjectValidator(
                grades == null ? ValidationSettings.inForce(profile) : ValidationSettings.load(grades, profile));
        for (Path path : paths) {
            if (!Files.exists(path)) {
                spec.commandLine().getErr().println("There is no file or folder " + path);
                return Dromedary.CAN_NOT_RUN;
            }
            try (Stream<Path> below = Files.walk(path)) {
                for (Path file : (Iterable<Path>) below.filter(Files::isRegularFile).sorted()::iterator) {
                    examine(validator, file, out);
                }
            }
        }
        if (!json) {
            out.printf("%d file(s), %d with findings, %d for quarantine%n", files, found, quarantined);
        }
        out.flush();
        return unread ? Dromedary.CAN_NOT_RUN : quarantined > 0 ? QUARANTINE : 0;
    }

    private void examine(ObjectValidator validator, Path file, PrintWriter out) {
        files++;
        try {
            Examination examination = validator.examine(file, null);
            found += examination.findings().isEmpty() ? 0 : 1;
            quarantined += examination.grade() == Finding.Grade.QUARANTINE ? 1 : 0;
            for (Finding finding : examination.findings()) {
                out.println(json ? json(file, finding) : line(file, finding));
            }
        } catch (IOException e) {
            unread = true;
            spec.commandLine().getErr().println(file + ": can't be read from the disk");
        }
    }

    private static String line(Path file, Finding finding) {
        FindingCode code = FindingCode.valueOf(finding.code());
        return file + ": " + finding.grade().name().toLowerCase() + " " + finding.code() + ": " + code.meaning() + " ("
                + finding.detail() + "). To do: " + advice(finding, code) + ".";
    }

    private static String advice(Finding finding, FindingCode code) {
        return finding.repair() == null ? code.advice() : "rule " + finding.repair() + " repairs it";
    }

    private static String json(Path file, Finding finding) {
        FindingCode code = FindingCode.valueOf(finding.code());
        return Json.object().put("file", file.toString()).put("grade", finding.grade().name())
                .put("code", finding.code()).put("meaning", code.meaning()).put("detail", finding.detail())
                .put("advice", advice(finding, code)).toString();
    }
}
