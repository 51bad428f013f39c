package org.dromedary.operate.cli;

import java.util.function.Consumer;
import org.dromedary.hospital.ris.RisLedger;
import org.dromedary.identity.match.MatchRules;
import org.dromedary.identity.plan.LedgerMatch;
import org.dromedary.identity.plan.LedgerMatch.Result;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.settings.Settings;

/** {@code reconcile match} without files: the ledger's studies with the RIS inventory. */
final class LedgerMatching extends SqlCommand {

    private final MatchRules rules;
    private final Consumer<String> teller;

    /** @param teller takes the report */
    LedgerMatching(MatchRules rules, Consumer<String> teller) {
        this.rules = rules;
        this.teller = teller;
    }

    @Override
    int run(Sql sql, Settings settings) {
        RisLedger ris = new RisLedger(sql);
        Result result = new LedgerMatch(sql).run(rules, ris.exams(), ris.patients(), user());
        StringBuilder text = new StringBuilder(result.summary().text());
        if (result.summary().exams() == 0) {
            text.append("The RIS inventory is empty, so nothing can match: 'reconcile import' fills it.\n");
        }
        if (result.byPerson() > 0) {
            text.append(result.byPerson()).append(" studies stay as a person decided.\n");
        }
        if (!result.reopened().isEmpty()) {
            text.append(result.reopened().size()).append(" studies that a person had matched are in review again: their"
                    + " exam is gone from the RIS.\n");
        }
        teller.accept(text.append(
                "Next: 'reconcile review export', 'reconcile rehearse --draft', 'reconcile freeze'.\n")
                .toString());
        return 0;
    }
}
