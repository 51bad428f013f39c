package org.dromedary.operate.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dromedary.coordination.control.Controls;
import org.dromedary.coordination.control.Controls.Kind;
import org.dromedary.coordination.control.Controls.Order;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Stage;
import org.dromedary.operate.settings.RefusedException;

/**
 * The operator's hand: what command line, REST and JMX offer to stop, let on and pace a migration. Each act returns a
 * sentence on what is in force now; an order that makes no sense is refused.
 */
public final class Operator {

    /** Back to the window that the clock says. */
    public static final String AUTO = "auto";

    /** The stages, each of which can be paused. */
    public static final List<String> STAGES = Arrays.stream(Stage.values()).map(Stage::id).toList();

    private static final List<String> ARCHIVES = List.of("source", "target");
    private static final int MAX_REASON_LENGTH = 255;

    private final Controls controls;
    private final Set<String> windows;
    private final String by;

    /**
     * @param windows names of the pace windows in the settings
     * @param by who gives the orders, for the audit
     */
    public Operator(Sql sql, Set<String> windows, String by) {
        this.controls = new Controls(sql);
        this.windows = new TreeSet<>(windows);
        this.by = by;
    }

    /** The orders in force. */
    public List<Order> orders() {
        return controls.orders();
    }

    /**
     * Nothing new is begun at that stage, or with that archive, or at all; what is under way is finished.
     *
     * @param stage one stage, or null
     * @param archive "source", "target" or null
     * @throws RefusedException if there is no such stage or archive
     */
    public String pause(String stage, String archive, String because) {
        String scope = scope(stage, archive);
        String reason = reason(because);
        controls.give(new Order(scope, Kind.PAUSE, "", reason, by));
        return "Paused: " + words(scope) + ". Nothing new is begun there; what is under way is finished.";
    }

    /** Takes back the pause of the same scope. */
    public String resume(String stage, String archive) {
        String scope = scope(stage, archive);
        String done = controls.takeBack(scope, Kind.PAUSE, by) ? "Resumed: " + words(scope) + "."
                : "There was no order to pause " + words(scope) + ".";
        String rest = orders().stream().filter(order -> order.kind() == Kind.PAUSE)
                .map(order -> words(order.scope())).collect(Collectors.joining(", "));
        return rest.isEmpty() ? done : done + " Still paused: " + rest + ".";
    }

    /**
     * Puts a window in force whatever the clock says, for one archive or both; {@link #AUTO} takes that back.
     *
     * @throws RefusedException if no setting names such a window
     */
    public String pace(String window, String archive, String because) {
        String scope = scope(null, archive);
        if (AUTO.equals(window)) {
            return auto(archive, scope);
        }
        if (window == null || !windows.contains(window)) {
            throw new RefusedException("There is no pace window '" + window + "': "
                    + (windows.isEmpty() ? "the settings have none (dromedary.pace.<name>.…)"
                            : "the settings have " + String.join(", ", windows)) + "; or say " + AUTO);
        }
        controls.give(new Order(scope, Kind.WINDOW, window, reason(because), by));
        return "The window '" + window + "' is in force for " + words(scope) + ", until 'pace auto'.";
    }

    /** Without an archive the clock decides for both again. */
    private String auto(String archive, String scope) {
        boolean any = controls.takeBack(scope, Kind.WINDOW, by);
        if (archive == null) {
            for (String role : ARCHIVES) {
                any |= controls.takeBack(Controls.archive(role), Kind.WINDOW, by);
            }
        }
        return any ? "The clock decides on the pace of " + words(scope) + " again."
                : "The clock decides on the pace of " + words(scope) + " already.";
    }

    private static String scope(String stage, String archive) {
        if (stage != null && archive != null) {
            throw new RefusedException("Name a stage or an archive, not both");
        }
        if (stage != null) {
            return Controls.stage(known("stage", stage, STAGES));
        }
        return archive == null ? Controls.ALL : Controls.archive(known("archive", archive, ARCHIVES));
    }

    private static String known(String what, String name, List<String> names) {
        if (!names.contains(name)) {
            throw new RefusedException("There is no " + what + " '" + name + "': say one of "
                    + String.join(", ", names));
        }
        return name;
    }

    private static String reason(String because) {
        String reason = because == null ? "" : because.strip();
        if (reason.length() > MAX_REASON_LENGTH) {
            throw new RefusedException("The reason has " + reason.length() + " characters; at most "
                    + MAX_REASON_LENGTH + " can be kept");
        }
        return reason;
    }

    private static String words(String scope) {
        if (scope.equals(Controls.ALL)) {
            return "everything";
        }
        return "the " + (scope.startsWith("stage:") ? scope.substring(6) + " stage"
                : scope.substring(scope.indexOf(':') + 1) + " archive");
    }
}
