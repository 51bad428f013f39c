package org.dromedary.operate.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Scanner;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.dromedary.coordination.audit.AuditMessage.Type;
import org.dromedary.coordination.audit.Messages;
import org.dromedary.coordination.audit.Subject;
import org.dromedary.operate.security.Account;
import org.dromedary.operate.security.Accounts;
import org.dromedary.operate.security.Role;
import org.dromedary.operate.settings.RefusedException;
import org.dromedary.operate.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The persons who may log in. */
@Command(name = "user", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Who may log in, and what they may do; kept in the data folder.",
        subcommands = {UserCommand.Add.class, UserCommand.Passwd.class, UserCommand.Roles.class, UserCommand.Lock.class,
            UserCommand.Unlock.class, UserCommand.Remove.class, UserCommand.ListAll.class})
final class UserCommand {

    private UserCommand() {
    }

    /** One act on one account. */
    abstract static class Act implements Callable<Integer> {

        @Spec
        CommandSpec spec;

        @Parameters(paramLabel = "NAME", description = "The name: a-z, 0-9, '.', '_', '-'.")
        String name;

        @Override
        public final Integer call() throws IOException {
            Settings settings = Settings.load();
            String done = run(new Accounts(settings.dataDir()));
            CommandAudit.record(settings, Messages.changed(Type.USER_CHANGED, SqlCommand.user(),
                    Subject.account(name).detail("what", done)));
            say(done);
            return 0;
        }

        /** Returns what was done. */
        abstract String run(Accounts accounts) throws IOException;

        void say(String text) {
            spec.commandLine().getOut().println(text);
        }
    }

    /** An act that needs a new password. */
    abstract static class WithPassword extends Act {

        @Option(names = "--password-stdin", description = "Read the password from the standard input, a line.")
        boolean fromInput;

        char[] password() {
            if (fromInput) {
                Scanner input = new Scanner(System.in, StandardCharsets.UTF_8);
                return input.hasNextLine() ? input.nextLine().toCharArray() : new char[0];
            }
            Console console = System.console();
            if (console == null) {
                throw new RefusedException("There is no terminal to ask for a password: send it with"
                        + " --password-stdin");
            }
            char[] password = console.readPassword("New password of %s: ", name);
            char[] again = console.readPassword("Again: ");
            if (password == null || !Arrays.equals(password, again)) {
                throw new RefusedException("These were two different passwords: nothing was changed");
            }
            return password;
        }
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Makes an account.")
    static final class Add extends WithPassword {

        @Option(names = "--role", required = true, split = ",", paramLabel = "ROLE",
                description = "What it may do: ${COMPLETION-CANDIDATES}; several by comma.")
        Set<Role> roles = EnumSet.noneOf(Role.class);

        @Override
        String run(Accounts accounts) {
            accounts.add(name, roles, password());
            return "Account " + name + " was made: " + words(roles);
        }
    }

    @Command(name = "passwd", mixinStandardHelpOptions = true,
            description = "Gives an account another password, and ends its sessions.")
    static final class Passwd extends WithPassword {

        @Override
        String run(Accounts accounts) {
            accounts.password(name, password());
            return "Account " + name + " has another password; its sessions are over";
        }
    }

    @Command(name = "roles", mixinStandardHelpOptions = true, description = "Gives an account other roles.")
    static final class Roles extends Act {

        @Option(names = "--role", required = true, split = ",", paramLabel = "ROLE",
                description = "What it may do: ${COMPLETION-CANDIDATES}; several by comma.")
        Set<Role> roles = EnumSet.noneOf(Role.class);

        @Override
        String run(Accounts accounts) {
            accounts.roles(name, roles);
            return "Account " + name + " has these roles now: " + words(roles);
        }
    }

    @Command(name = "lock", mixinStandardHelpOptions = true,
            description = "Lets an account log in no more, and ends its sessions.")
    static final class Lock extends Act {

        @Override
        String run(Accounts accounts) {
            accounts.lock(name, true);
            return "Account " + name + " is locked; its sessions are over";
        }
    }

    @Command(name = "unlock", mixinStandardHelpOptions = true, description = "Lets an account log in again.")
    static final class Unlock extends Act {

        @Override
        String run(Accounts accounts) {
            accounts.lock(name, false);
            return "Account " + name + " is not locked any more";
        }
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Takes an account away.")
    static final class Remove extends Act {

        @Override
        String run(Accounts accounts) {
            accounts.remove(name);
            return "Account " + name + " was taken away";
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Who there is.")
    static final class ListAll implements Callable<Integer> {

        @Spec
        CommandSpec spec;

        @Override
        public Integer call() {
            List<Account> users = new Accounts(Settings.load().dataDir()).users();
            if (users.isEmpty()) {
                spec.commandLine().getOut().println("There is no account: the first 'run' makes one, or 'user add'");
            }
            users.forEach(user -> spec.commandLine().getOut().printf("%-32s  %-6s  %s%n", user.name(),
                    user.locked() ? "locked" : "", words(user.roles())));
            return 0;
        }
    }

    private static String words(Set<Role> roles) {
        return roles.stream().sorted().map(Role::word).collect(Collectors.joining(", "));
    }
}
