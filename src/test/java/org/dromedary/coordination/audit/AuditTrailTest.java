package org.dromedary.coordination.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditTrailTest {

    @TempDir
    private Path folder;

    private AuditTrail trail(String day) {
        return new AuditTrail(folder, 100_000, Clock.fixed(Instant.parse(day + "T12:00:00Z"), ZoneOffset.UTC));
    }

    private void write(AuditTrail trail, int from, int to) throws IOException {
        for (int i = from; i <= to; i++) {
            trail.append("<m n=\"" + i + "\"/>");
        }
    }

    private AuditCheck.Result check() throws IOException {
        return AuditCheck.of(folder, 1, Map.of());
    }

    private Path only() throws IOException {
        return trail("2026-11-30").file(trail("2026-11-30").files().get(0));
    }

    private void change(java.util.function.Consumer<List<String>> change) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(only()));
        change.accept(lines);
        Files.writeString(only(), lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    }

    @Test
    void trailIsWholeOverFilesDaysAndProcesses() throws Exception {
        write(trail("2026-11-29"), 1, 3);
        write(trail("2026-11-30"), 4, 6);
        write(new AuditTrail(folder, 1, Clock.fixed(Instant.parse("2026-11-30T13:00:00Z"), ZoneOffset.UTC)), 7, 8);
        assertThat(trail("2026-11-30").files()).containsExactly("audit-2026-11-29-000000000001.log",
                "audit-2026-11-30-000000000004.log", "audit-2026-11-30-000000000007.log",
                "audit-2026-11-30-000000000008.log");
        assertThat(check()).isEqualTo(new AuditCheck.Result(1, 8, List.of()));
    }

    @Test
    void clockThatIsSetBackMixesNothingUp() throws Exception {
        write(trail("2026-11-30"), 1, 2);
        write(trail("2026-11-28"), 3, 4);
        write(trail("2026-11-30"), 5, 6);
        assertThat(check()).isEqualTo(new AuditCheck.Result(1, 6, List.of()));
    }

    @Test
    void filesAreOfThisUserOnly() throws Exception {
        write(trail("2026-11-30"), 1, 1);
        for (Path file : List.of(only(), folder.resolve("audit-head"), folder.resolve("audit.lock"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("audit"))))
                .isEqualTo("rwx------");
    }

    @Test
    void whatRootWritesIsTheServicesToGoOnWith() throws Exception {
        assumeThat(Files.getOwner(folder).getName()).as("only root can give files away").isEqualTo("root");
        UserPrincipal service = folder.getFileSystem().getUserPrincipalLookupService()
                .lookupPrincipalByName("nobody");
        Files.setOwner(folder, service);
        write(trail("2026-11-30"), 1, 1);
        SettingsRecord.changed(folder, Map.of("a", "1"));
        try (Stream<Path> made = Files.walk(folder)) {
            assertThat(made).hasSizeGreaterThan(5).allSatisfy(path -> assertThat(Files.getOwner(path))
                    .as("%s", path).isEqualTo(service));
        }
    }

    @Test
    void recordThatWasChangedIsNamed() throws Exception {
        write(trail("2026-11-30"), 1, 5);
        change(lines -> lines.set(2, lines.get(2).replace("n=\"3\"", "n=\"4\"")));
        assertThat(check().findings()).singleElement().asString().startsWith("record 3 was changed");
    }

    @Test
    void recordThatWasChangedWithItsHashDoesNotFit() throws Exception {
        write(trail("2026-11-30"), 1, 5);
        change(lines -> {
            AuditRecord before = AuditRecord.of(lines.get(1)).orElseThrow();
            lines.set(2, AuditRecord.after(2, before.hash(), "<m n=\"4\"/>").line());
        });
        assertThat(check().findings()).singleElement().asString().startsWith("record 4 does not follow");
    }

    @Test
    void wholeTrailMadeAnewIsFoundByItsHead() throws Exception {
        write(trail("2026-11-30"), 1, 5);
        change(lines -> {
            AuditRecord record = AuditRecord.of(lines.get(1)).orElseThrow();
            for (int i = 2; i < 5; i++) {
                record = AuditRecord.after(record.number(), record.hash(), "<m/>");
                lines.set(i, record.line());
            }
        });
        assertThat(check().findings()).singleElement().asString().contains("audit-head at record 5");
        assertThat(AuditCheck.of(folder, 1, Map.of(3L, "0".repeat(64))).findings()).hasSize(2)
                .first().asString().contains("record 3 is not the one that the ledger knows");
    }

    @Test
    void recordsThatWereRemovedAreNamed() throws Exception {
        write(trail("2026-11-30"), 1, 6);
        change(lines -> lines.subList(2, 4).clear());
        assertThat(check().findings()).first().asString().startsWith("records 3 to 4 are gone");
    }

    @Test
    void recordsThatWereCutOffAtTheEndAreNamedAlsoWhenOthersFollow() throws Exception {
        write(trail("2026-11-30"), 1, 6);
        change(lines -> lines.subList(4, 6).clear());
        assertThat(check().findings()).containsExactly("records 5 to 6 were cut off at the end");
        write(trail("2026-11-30"), 7, 8);
        assertThat(check().findings()).singleElement().asString().startsWith("records 5 to 6 are gone");
    }

    @Test
    void lineThatWasPutInIsFound() throws Exception {
        write(trail("2026-11-30"), 1, 3);
        change(lines -> lines.add(1, lines.get(0)));
        assertThat(check().findings()).singleElement().asString().contains("once more: it was put in");
        change(lines -> lines.set(1, "something"));
        assertThat(check().findings()).singleElement().asString().contains("is no record");
    }

    @Test
    void filesThatWereTakenAwayAreMissedUnlessTheyAreKnownToBeElsewhere() throws Exception {
        write(trail("2026-11-29"), 1, 3);
        write(trail("2026-11-30"), 4, 6);
        Files.delete(only());
        assertThat(check().findings()).containsExactly("records 1 to 3 are gone, with their files");
        assertThat(AuditCheck.of(folder, 4, Map.of()).findings()).isEmpty();
        Files.delete(only());
        assertThat(check().findings()).singleElement().asString().contains("records 1 to 6 were cut off at the end");
        Files.delete(folder.resolve("audit"));
        assertThat(check().findings()).singleElement().asString().contains("the whole trail is gone");
    }

    @Test
    void headThatIsGoneIsSaid() throws Exception {
        write(trail("2026-11-30"), 1, 3);
        Files.delete(folder.resolve("audit-head"));
        assertThat(check().findings()).singleElement().asString().startsWith("audit-head is gone");
        write(trail("2026-11-30"), 4, 5);
        assertThat(check()).isEqualTo(new AuditCheck.Result(1, 5, List.of()));
    }

    /** As a process leaves it that was killed in the midst of a record, or before it could write the head. */
    @ParameterizedTest
    @ValueSource(ints = {1, 40, 150, 170})
    void crashLeavesNoFinding(int bytesOfTheNext) throws Exception {
        write(trail("2026-11-30"), 1, 3);
        AuditRecord last = AuditRecord.of(Files.readAllLines(only()).get(2)).orElseThrow();
        String next = AuditRecord.after(3, last.hash(), "<m n=\"4\"/>").line() + "\n";
        Files.writeString(only(), next.substring(0, Math.min(next.length(), bytesOfTheNext)),
                StandardOpenOption.APPEND);
        write(trail("2026-11-30"), 5, 6);
        assertThat(check().findings()).isEmpty();
        assertThat(check().last()).isEqualTo(bytesOfTheNext >= next.length() ? 6 : 5);
    }

    @Test
    void manyWhoWriteAtOnceLoseNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<AuditRecord> each : threads.invokeAll(IntStream.range(0, 200)
                    .<Callable<AuditRecord>>mapToObj(i -> () -> trail("2026-11-30").append("<m/>")).toList())) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(check()).isEqualTo(new AuditCheck.Result(1, 200, List.of()));
    }

    @Test
    void settingsThatChangedBetweenTwoStartsAreNamedWithoutTheirValues() throws Exception {
        assertThat(SettingsRecord.changed(folder, Map.of("a", "1", "b", "2"))).isEmpty();
        assertThat(SettingsRecord.changed(folder, Map.of("a", "1", "b", "2"))).isEmpty();
        assertThat(SettingsRecord.changed(folder, Map.of("a", "secret", "c", "2"))).containsExactly("a", "b", "c");
        assertThat(Files.readString(folder.resolve("audit-settings"))).doesNotContain("secret");
    }
}
