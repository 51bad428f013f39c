package org.dromedary.operate.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dromedary.coordination.audit.AuditMessage.Type;
import org.dromedary.coordination.audit.Messages;
import org.dromedary.coordination.audit.Subject;
import org.dromedary.coordination.incident.NoticeText;
import org.dromedary.operate.security.Accounts;
import org.dromedary.operate.security.Role;
import org.dromedary.operate.security.Token;
import org.dromedary.operate.settings.RefusedException;
import org.dromedary.operate.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The programs that may ask over REST. */
@Command(name = "token", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Which programs may ask over REST, and what; kept in the data folder.",
        subcommands = {TokenCommand.Create.class, TokenCommand.ListAll.class, TokenCommand.Revoke.class})
final class TokenCommand {

    private TokenCommand() {
    }

    private static void audit(Settings settings, String name, String what) {
        CommandAudit.record(settings, Messages.changed(Type.SECURITY_CONFIGURATION, SqlCommand.user(),
                Subject.account("token:" + name).detail("what", what)));
    }

    @Command(name = "create", mixinStandardHelpOptions = true, description = "Makes a token, and shows it once.")
    static final class Create implements Callable<Integer> {

        private static final Pattern DAYS = Pattern.compile("(\\d{1,4})d");

        @Spec
        CommandSpec spec;

        @Parameters(paramLabel = "NAME", description = "What it is for: a-z, 0-9, '.', '_', '-'.")
        String name;

        @Option(names = "--role", required = true, paramLabel = "ROLE",
                description = "What it may do: ${COMPLETION-CANDIDATES}.")
        Role role;

        @Option(names = "--expires", paramLabel = "DAYS", defaultValue = "365d",
                description = "How long it is good (default: ${DEFAULT-VALUE}).")
        String expires;

        @Override
        public Integer call() {
            Matcher days = DAYS.matcher(expires);
            if (!days.matches() || Integer.parseInt(days.group(1)) == 0) {
                throw new RefusedException("A token expires after some days: --expires 90d");
            }
            Settings settings = Settings.load();
            String secret = new Accounts(settings.dataDir()).addToken(name, role,
                    Duration.ofDays(Integer.parseInt(days.group(1))));
            audit(settings, name, "made, " + role.word() + " for " + expires);
            spec.commandLine().getErr().println("Token " + name + " with the role " + role.word()
                    + ", shown this once:");
            spec.commandLine().getOut().println(secret);
            return 0;
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Which there are, and until when.")
    static final class ListAll implements Callable<Integer> {

        @Spec
        CommandSpec spec;

        @Override
        public Integer call() {
            List<Token> tokens = new Accounts(Settings.load().dataDir()).tokens();
            if (tokens.isEmpty()) {
                spec.commandLine().getOut().println("There is no token: 'token create' makes one");
            }
            tokens.forEach(token -> spec.commandLine().getOut().printf("%-32s  %-8s  %s %s%n", token.name(),
                    token.role().word(), token.isExpired(Instant.now()) ? "expired" : "until",
                    NoticeText.time(token.expires())));
            return 0;
        }
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Ends a token at once.")
    static final class Revoke implements Callable<Integer> {

        @Spec
        CommandSpec spec;

        @Parameters(paramLabel = "NAME", description = "Its name.")
        String name;

        @Override
        public Integer call() {
            Settings settings = Settings.load();
            new Accounts(settings.dataDir()).removeToken(name);
            audit(settings, name, "revoked");
            spec.commandLine().getOut().println("Token " + name + " is good for nothing any more");
            return 0;
        }
    }
}
