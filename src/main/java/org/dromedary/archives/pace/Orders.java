package org.dromedary.archives.pace;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.dromedary.coordination.control.Controls;
import org.dromedary.coordination.control.Controls.Kind;
import org.dromedary.coordination.control.Controls.Order;
import org.dromedary.ledger.LedgerException;

/** The operator's orders as last read; until they could be read once nothing may begin. Thread-safe. */
final class Orders {

    private final Supplier<List<Order>> source;
    private volatile List<Order> known;

    Orders(Supplier<List<Order>> source) {
        this.source = source;
    }

    /** Reads them anew; while the ledger is out of reach those last read hold. */
    void refresh() {
        try {
            known = source.get();
        } catch (LedgerException away) {
            // Those known hold; if there are none, nothing begins.
            return;
        }
    }

    /** Whether no order puts a window in force. */
    boolean leaveWindowsAlone() {
        List<Order> orders = known;
        return orders == null || orders.isEmpty() || orders.stream().noneMatch(o -> o.kind() == Kind.WINDOW);
    }

    boolean known() {
        return known != null;
    }

    /** The order that pauses all work, or one of these scopes. */
    Optional<Order> pause(String... scopes) {
        return find(Kind.PAUSE, Controls.ALL).or(() -> java.util.Arrays.stream(scopes)
                .map(scope -> find(Kind.PAUSE, scope)).flatMap(Optional::stream).findFirst());
    }

    /** The window that the operator put in force for an archive. */
    Optional<String> window(String role) {
        return find(Kind.WINDOW, Controls.archive(role)).or(() -> find(Kind.WINDOW, Controls.ALL)).map(Order::value);
    }

    private Optional<Order> find(Kind kind, String scope) {
        List<Order> orders = known == null ? List.of() : known;
        return orders.stream().filter(order -> order.kind() == kind && order.scope().equals(scope)).findFirst();
    }
}
