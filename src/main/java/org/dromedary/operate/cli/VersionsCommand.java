package org.dromedary.operate.cli;

import java.util.List;
import java.util.Locale;
import org.dromedary.coordination.incident.NoticeText;
import org.dromedary.identity.plan.PlanVersions;
import org.dromedary.identity.plan.PlanVersions.Difference;
import org.dromedary.identity.plan.PlanVersions.Entry;
import org.dromedary.identity.plan.PlanVersions.Version;
import org.dromedary.identity.plan.PlannedStudy;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.runtime.Json;
import org.dromedary.operate.settings.RefusedException;
import org.dromedary.operate.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "versions", mixinStandardHelpOptions = true, description = "The frozen versions of the plan.")
final class VersionsCommand extends SqlCommand {

    @Option(names = "--check", description = "Also whether each still says what was frozen; exit code 3 if not.")
    boolean check;

    @Option(names = "--json", description = "One JSON array instead of a table.")
    boolean json;

    @Override
    int run(Sql sql, Settings settings) {
        PlanVersions plan = new PlanVersions(sql);
        List<Version> versions = plan.list();
        if (json) {
            System.out.println(Json.of(versions));
        } else if (versions.isEmpty()) {
            System.out.println("Nothing is frozen yet: 'reconcile freeze' does it.");
        } else {
            String row = "%7s  %-23s  %-12s %9s %9s %9s %9s %9s  %s%n";
            System.out.printf(row, "version", "frozen", "by", "changes", "match", "review", "none", "hold", "note");
            versions.forEach(version -> System.out.printf(Locale.ROOT, row, version.version(),
                    NoticeText.time(version.frozenAt()), version.frozenBy(), version.studies(),
                    count(version.matched()), count(version.inReview()), count(version.unknown()),
                    count(version.held()), version.note()));
        }
        return check ? check(plan) : 0;
    }

    private static String count(Integer number) {
        return number == null ? "" : number.toString();
    }

    private static int check(PlanVersions plan) {
        List<Integer> tampered = plan.tampered();
        System.out.println(tampered.isEmpty() ? "Every version says what was frozen."
                : "CHANGED SINCE THEY WERE FROZEN: versions " + tampered);
        return tampered.isEmpty() ? 0 : RunCommand.EXCEPTIONS;
    }

    @Command(name = "show", mixinStandardHelpOptions = true,
            description = "What each version of the plan says of a study; prints patient data.")
    static final class Show extends SqlCommand {

        @Option(names = "--study", required = true, paramLabel = "UID", description = "Its Study Instance UID.")
        String study;

        @Override
        int run(Sql sql, Settings settings) {
            List<Entry> entries = new PlanVersions(sql).ofStudy(study);
            if (entries.isEmpty()) {
                throw new RefusedException("No version of the plan speaks of that study");
            }
            entries.forEach(entry -> System.out.print(text(entry)));
            sql.query("select plan_version from study where study_instance_uid = ?",
                    row -> row.getObject(1, Integer.class), study).forEach(applied -> System.out.println(
                    applied == null ? "Nothing was applied yet." : "Applied: version " + applied + "."));
            return 0;
        }

        private static String text(Entry entry) {
            PlannedStudy planned = entry.planned();
            StringBuilder text = new StringBuilder(String.format(
                    "version %d, frozen %s: %s by %s at %s, rule %s%n", planned.version(),
                    NoticeText.time(entry.frozenAt()), planned.decision(), planned.decidedBy(),
                    NoticeText.time(entry.decidedAt()), planned.rule()));
            line(text, "patient", planned.patientId(), planned.issuer(), planned.patientName(),
                    planned.birthDate() == null ? "" : planned.birthDate().toString(), planned.sex());
            line(text, "exam", planned.examId());
            line(text, "accession", planned.accession(), planned.accessionIssuer());
            line(text, "procedure", planned.requestedProcedureId(), planned.procedureCode(), planned.procedureText(),
                    planned.referringPhysician());
            return text.toString();
        }

        private static void line(StringBuilder text, String name, String... values) {
            List<String> there = List.of(values).stream().filter(value -> !value.isEmpty()).toList();
            if (!there.isEmpty()) {
                text.append(String.format("  %-10s %s%n", name, String.join("  ", there)));
            }
        }
    }

    @Command(name = "diff", mixinStandardHelpOptions = true,
            description = "How many studies two versions of the plan treat otherwise; 0 is before the first.")
    static final class Diff extends SqlCommand {

        @Parameters(index = "0", paramLabel = "V1", description = "One version.")
        int from;

        @Parameters(index = "1", paramLabel = "V2", description = "A later one.")
        int to;

        @Override
        int run(Sql sql, Settings settings) {
            List<Difference> differences = new PlanVersions(sql).differences(from, to);
            if (differences.isEmpty()) {
                System.out.println("They say the same.");
                return 0;
            }
            String row = "%-8s %-8s %10s %10s %10s %10s %10s%n";
            System.out.printf(row, "from", "to", "studies", "patient id", "name", "birth date", "accession");
            differences.forEach(line -> System.out.printf(Locale.ROOT, row, line.from().isEmpty() ? "-" : line.from(),
                    line.to(), line.studies(), line.otherPatient(), line.otherName(), line.otherBirthDate(),
                    line.otherAccession()));
            return 0;
        }
    }
}
