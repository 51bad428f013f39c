package org.dromedary.operate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.runtime.Json;
import org.dromedary.operate.runtime.RunningDaemon;
import org.dromedary.operate.runtime.Situation;
import org.dromedary.operate.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "status", mixinStandardHelpOptions = true, description = {
    "Shows how far the migration is, the orders in force and what prevents normal operation."})
final class StatusCommand extends SqlCommand {

    @Option(names = "--json", description = "One JSON object instead of a table.")
    boolean json;

    @Override
    int run(Sql sql, Settings settings) {
        Situation situation = Situation.of(sql).provenBy(RunCommand.proof(settings));
        JsonNode live = RunningDaemon.live(settings);
        if (json) {
            ObjectNode all = situation.json();
            if (live != null) {
                all.set("live", live);
            }
            all.set("quirks", Json.of(KnownQuirks.read(sql, settings)));
            System.out.println(all);
        } else {
            System.out.print(situation.text(live) + KnownQuirks.text(KnownQuirks.read(sql, settings)));
        }
        return 0;
    }
}
