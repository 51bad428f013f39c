package org.dromedary.operate.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.dromedary.hospital.presentation.KeyImageRow;
import org.dromedary.hospital.presentation.PresentationLedger;
import org.dromedary.hospital.presentation.WindowRow;
import org.dromedary.identity.match.csv.CsvFormatException;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Takes windows and key images into the ledger, before their images are retrieved. */
@Command(name = "import", mixinStandardHelpOptions = true, description = {
    "Takes rows into the ledger, before their images come: each study's become objects of it on their way.",
    "Can be repeated: what is known already is passed over."})
final class PresentationImportCommand extends SqlCommand {

    @Option(names = "--windows", paramLabel = "FILE", description = "CSV of windows by SOP Instance UID.")
    private Path windows;

    @Option(names = "--key-images", paramLabel = "FILE", description = "CSV of key images by SOP Instance UID.")
    private Path keyImages;

    @Spec
    private CommandSpec spec;

    @Override
    int run(Sql sql, Settings settings) {
        if (windows == null && keyImages == null) {
            throw new ParameterException(spec.commandLine(), "Name --windows, --key-images or both.");
        }
        PresentationLedger rows = new PresentationLedger(sql);
        try {
            int taken = windows == null ? 0 : rows.addWindows(WindowRow.in(windows));
            int marked = keyImages == null ? 0 : rows.addKeyImages(KeyImageRow.in(keyImages));
            System.out.println(taken + " windows and " + marked + " key images taken in");
            return 0;
        } catch (CsvFormatException e) {
            throw new StartUpException(e.getMessage());
        }
    }

    /** What became of the rows. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "What became of the rows.")
    static final class ListThem extends SqlCommand {

        @Option(names = "--state", paramLabel = "STATE", description = "Only WAITING, MADE or REFUSED.")
        private String state;

        @Override
        int run(Sql sql, Settings settings) {
            PresentationLedger rows = new PresentationLedger(sql);
            rows.forEach(state == null ? null : state.toUpperCase(Locale.ROOT),
                    line -> System.out.printf("%8d %-6s %-8s %8s %s %s%n", line.id(), line.kind(), line.state(),
                            line.seriesId() == null ? "-" : line.seriesId(), line.sopInstanceUid(),
                            line.reason() == null ? "" : line.reason()));
            System.out.println(rows.counts());
            return 0;
        }
    }
}
