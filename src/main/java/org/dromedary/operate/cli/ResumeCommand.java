package org.dromedary.operate.cli;

import org.dromedary.ledger.Sql;
import org.dromedary.operate.runtime.Operator;
import org.dromedary.operate.settings.Settings;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

@Command(name = "resume", mixinStandardHelpOptions = true, description = "Takes back the 'pause' of the same scope.")
final class ResumeCommand extends SqlCommand {

    @ArgGroup
    OrderScope scope = new OrderScope();

    @Override
    int run(Sql sql, Settings settings) {
        System.out.println(new Operator(sql, settings.paceWindows(), user()).resume(scope.stage, scope.archive));
        return 0;
    }
}
