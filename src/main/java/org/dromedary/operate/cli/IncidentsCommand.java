package org.dromedary.operate.cli;

import java.util.List;
import java.util.Locale;
import org.dromedary.coordination.incident.Incident;
import org.dromedary.coordination.incident.IncidentLedger;
import org.dromedary.coordination.incident.NoticeText;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.runtime.Json;
import org.dromedary.operate.settings.RefusedException;
import org.dromedary.operate.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What prevents, or prevented, normal operation. */
@Command(name = "incidents", mixinStandardHelpOptions = true,
        description = "What prevents normal operation: lists, shows, acknowledges and closes incidents.",
        synopsisSubcommandLabel = "(list | show | ack | close)",
        subcommands = {IncidentsCommand.ListThem.class, IncidentsCommand.Show.class, IncidentsCommand.Acknowledge.class,
            IncidentsCommand.Close.class})
final class IncidentsCommand {

    private static final int MAX_NUMBER = 1000;

    private IncidentsCommand() {
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "The open incidents, oldest first.")
    static final class ListThem extends SqlCommand {

        @Option(names = "--all", description = "Also the closed ones; newest first.")
        boolean all;

        @Option(names = "--json", description = "One JSON array instead of a table.")
        boolean json;

        @Override
        int run(Sql sql, Settings settings) {
            IncidentLedger ledger = new IncidentLedger(sql);
            List<Incident> incidents = all ? ledger.latest(MAX_NUMBER) : ledger.open();
            if (json) {
                System.out.println(Json.incidents(incidents));
            } else if (incidents.isEmpty()) {
                System.out.println(all ? "There never was an incident." : "No incident is open.");
            } else {
                print(incidents);
            }
            return 0;
        }

        private static void print(List<Incident> incidents) {
            String row = "%5s  %-23s  %8s  %-12s  %s%n";
            System.out.printf(row, "id", "since", "waiting", "state", "what");
            for (Incident incident : incidents) {
                System.out.printf(Locale.ROOT, row, incident.id(), NoticeText.time(incident.openedAt()),
                        incident.isOpen() ? Long.toString(incident.waiting()) : "", state(incident),
                        incident.kind() + " " + incident.subject());
            }
            System.out.println("\n'incidents show ID' tells what to do.");
        }

        private static String state(Incident incident) {
            if (!incident.isOpen()) {
                return "closed";
            }
            return incident.isAcknowledged() ? "acknowledged" : "open";
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true,
            description = "One incident: what, since when, what to do.")
    static final class Show extends SqlCommand {

        @Parameters(paramLabel = "ID", description = "Its number in the list.")
        long id;

        @Option(names = "--json", description = "One JSON object instead of text.")
        boolean json;

        @Override
        int run(Sql sql, Settings settings) {
            Incident incident = find(sql, id);
            System.out.print(json ? Json.incident(incident) + System.lineSeparator() : NoticeText.details(incident));
            return 0;
        }
    }

    @Command(name = "ack", mixinStandardHelpOptions = true, description = "You have seen it and see to it.")
    static final class Acknowledge extends SqlCommand {

        @Parameters(paramLabel = "ID", description = "Its number in the list.")
        long id;

        @Override
        int run(Sql sql, Settings settings) {
            boolean first = new IncidentLedger(sql).acknowledge(id, user());
            Incident incident = find(sql, id);
            if (!first && !incident.isAcknowledged()) {
                throw new RefusedException("Incident " + id + " is closed already");
            }
            System.out.println("Incident " + id + " is acknowledged by " + incident.acknowledgedBy() + ".");
            return 0;
        }
    }

    @Command(name = "close", mixinStandardHelpOptions = true, description = {
        "Closes an incident whose cause is gone, or of which no more is to be heard.",
        "If the cause persists, a new one opens."})
    static final class Close extends SqlCommand {

        @Parameters(paramLabel = "ID", description = "Its number in the list.")
        long id;

        @Option(names = "--because", paramLabel = "TEXT", description = "The reason, for the audit; no patient data.")
        String because = "";

        @Override
        int run(Sql sql, Settings settings) {
            if (!new IncidentLedger(sql).close(id, user(), because)) {
                Incident incident = find(sql, id);
                throw new RefusedException("Incident " + id + " was closed by " + incident.closedBy() + " already");
            }
            System.out.println("Incident " + id + " is closed.");
            return 0;
        }
    }

    private static Incident find(Sql sql, long id) {
        return new IncidentLedger(sql).find(id).orElseThrow(() -> new RefusedException("There is no incident " + id
                + ": 'incidents list --all' shows those there are"));
    }
}
