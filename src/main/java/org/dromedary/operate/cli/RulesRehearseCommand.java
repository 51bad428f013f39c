package org.dromedary.operate.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.dromedary.archives.archive.ArchiveSettings;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetReader;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Limits;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.PrivateFiles;
import org.dromedary.ledger.SpreadsheetText;
import org.dromedary.ledger.Sql;
import org.dromedary.objects.rules.InventoryRehearsal;
import org.dromedary.objects.rules.RuleContext;
import org.dromedary.objects.rules.RuleRehearsal;
import org.dromedary.objects.rules.RuleRehearsal.Example;
import org.dromedary.objects.rules.RuleSet;
import org.dromedary.objects.rules.RuleSettings;
import org.dromedary.objects.rules.RulesInForce;
import org.dromedary.operate.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules rehearse}: what rules would do. */
@Command(name = "rehearse", mixinStandardHelpOptions = true, description = {
    "Tells what rules would do; changes and sends nothing.",
    "With files or folders: applies the rules to the head of each object. Without: counts over the whole inventory"
    + " the series that the conditions hold for, then applies the rules to the objects that are in the spool.",
    "Counts are printed; examples with the old and the new values go to the file of --out only."})
final class RulesRehearseCommand implements Callable<Integer> {

    private static final int PIXEL_GROUP = 0x7FE00000;
    private static final long SEED = 20200229;

    @Parameters(arity = "0..*", paramLabel = "PATH", description = "DICOM files, or folders of them.")
    private List<Path> paths = List.of();

    @Option(names = "--rules", paramLabel = "FILE", description = "Rules; else those of the settings.")
    private Path file;

    @Option(names = "--sample", paramLabel = "N", description = "Only so many of the files, chosen at random but every"
            + " time the same.")
    private Integer sample;

    @Option(names = "--out", paramLabel = "FILE", description = "Also write examples (CSV); has patient data.")
    private Path out;

    @Option(names = "--examples", paramLabel = "N", defaultValue = "5",
            description = "Objects to take examples of, for each rule; default ${DEFAULT-VALUE}.")
    private int examples;

    @Option(names = "--aet", paramLabel = "AET", description = "AE title that the files came from; else the source's.")
    private String aet;

    @Spec
    private CommandSpec spec;

    private final Instant now = Instant.now();
    private Settings settings;
    private RuleSet rules;
    private long unreadable;

    @Override
    public Integer call() throws IOException {
        settings = Settings.load();
        rules = RulesCommand.load(file, settings);
        List<Path> folders = paths;
        if (paths.isEmpty()) {
            new Inventory().call();
            folders = List.of(settings.get("dromedary.spool.dir").map(Path::of)
                    .orElse(settings.dataDir().resolve("spool")));
        }
        RuleRehearsal rehearsal = new RuleRehearsal(rules, examples);
        for (Path one : files(folders)) {
            add(rehearsal, one);
        }
        print(rehearsal);
        if (out != null) {
            write(rehearsal.examples());
            terminal().println("Examples are in " + out + ".");
        }
        return 0;
    }

    private PrintWriter terminal() {
        return spec.commandLine().getOut();
    }

    private String aet() {
        return aet != null ? aet : settings.get("dromedary.source.aet", "");
    }

    private List<Path> files(List<Path> folders) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path folder : folders) {
            if (Files.exists(folder)) {
                try (Stream<Path> below = Files.walk(folder)) {
                    below.filter(Files::isRegularFile).sorted().forEach(files::add);
                }
            } else if (!paths.isEmpty()) {
                terminal().println(folder + ": there is no such file or folder");
            }
        }
        if (sample != null && sample < files.size()) {
            Collections.shuffle(files, new Random(SEED));
            return files.subList(0, Math.max(0, sample));
        }
        return files;
    }

    private void add(RuleRehearsal rehearsal, Path one) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(one), 8192)) {
            Part10.FileMeta meta = Part10.readMeta(in);
            DataSet head = new DataSetReader(in, meta.transferSyntax(), Limits.DEFAULT).readUntil(PIXEL_GROUP);
            RuleContext context = RuleContext.of(aet(), meta.transferSyntaxUid(), now,
                    settings.map(ArchiveSettings.Local.class).aet())
                    .withKeys(RulesInForce.keys(settings.map(RuleSettings.class)));
            rehearsal.add(one.toString(), head, context);
        } catch (DicomFormatException e) {
            unreadable++;
        } catch (IOException e) {
            unreadable++;
            terminal().println(one + ": can't be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private void print(RuleRehearsal rehearsal) {
        terminal().printf("%d objects, %d of them changed; version %s of the rules%n", rehearsal.objects(),
                rehearsal.changed(), rules.version());
        if (unreadable > 0) {
            terminal().printf("%d files are no DICOM objects%n", unreadable);
        }
        terminal().printf("  %-40s %-12s %10s %10s %10s%n", "rule", "outcome", "objects", "series", "studies");
        rehearsal.counts().forEach(count -> terminal().printf("  %-40s %-12s %10d %10d %10d%n", count.rule(),
                count.outcome(), count.objects(), count.series(), count.studies()));
    }

    private void write(List<Example> all) throws IOException {
        try (CSVPrinter rows = new CSVPrinter(PrivateFiles.writer(out), CSVFormat.RFC4180)) {
            rows.printRecord("rule", "outcome", "file", "attribute", "before", "after");
            for (Example one : all) {
                rows.printRecord(one.rule(), one.outcome(), one.source(), one.attribute(), guarded(one.before()),
                        guarded(one.after()));
            }
        }
    }

    private static String guarded(String text) {
        return text == null ? "" : SpreadsheetText.guarded(text);
    }

    /** Over the ledger. */
    private final class Inventory extends SqlCommand {

        @Override
        int run(Sql sql, Settings unused) {
            InventoryRehearsal rehearsal = new InventoryRehearsal(rules).run(sql, aet());
            terminal().printf("%d series in the inventory%n", rehearsal.series());
            terminal().printf("  %-40s %10s %10s %10s%n", "rule holds for", "studies", "series", "objects");
            rehearsal.counts().forEach(count -> terminal().printf("  %-40s %10d %10d %10d%n", count.rule(),
                    count.studies(), count.series(), count.objects()));
            rehearsal.unknown().forEach((rule, more) -> terminal().printf(
                    "  %-40s needs %s, which the inventory does not have%n", rule, String.join(", ", more)));
            terminal().println("\nIn the spool:");
            return 0;
        }
    }
}
