package org.dromedary.archives.archive;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Set;
import org.dromedary.archives.pace.GivenBackException;
import org.dromedary.archives.pace.Operation;
import org.dromedary.archives.pace.Pace;
import org.dromedary.dicom.ul.ByteGate;

/** The pace of one archive and operation as the associations know it. */
final class PaceGate implements ByteGate {

    private final Pace pace;
    private final String role;
    private final Operation operation;
    private final Set<Operation> waitedFor;

    private PaceGate(Pace pace, String role, Operation operation, Set<Operation> waitedFor) {
        this.pace = pace;
        this.role = role;
        this.operation = operation;
        this.waitedFor = waitedFor;
    }

    static PaceGate of(Pace pace, String role, Operation operation) {
        return new PaceGate(pace, role, operation, Set.of(operation));
    }

    /** For an association that carries C-FIND and C-MOVE: its answers wait for objects that come another way. */
    static PaceGate ofQueryRetrieve(Pace pace, String role) {
        return new PaceGate(pace, role, Operation.QUERY,
                role.equals(Pace.SOURCE) ? Set.of(Operation.QUERY, Operation.RETRIEVE) : Set.of(Operation.QUERY));
    }

    @Override
    public int piece(int wanted) {
        return pace.piece(role, operation, wanted);
    }

    @Override
    public void pass(int bytes) throws IOException {
        try {
            pace.bytes(role, operation, bytes);
        } catch (GivenBackException stopping) {
            throw new InterruptedIOException(stopping.getMessage());
        }
    }

    @Override
    public long heldNanos() {
        return waitedFor.stream().mapToLong(each -> pace.heldNanos(role, each)).sum();
    }

    @Override
    public int buffer() {
        return pace.buffer(role, operation);
    }

    /** For routes. */
    static final class Producer {

        /** What C-MOVE brings to our Storage SCP. */
        @Produces
        @Singleton
        @Unremovable
        @Named("sourceGate")
        ByteGate sourceGate(Pace pace) {
            return of(pace, Pace.SOURCE, Operation.RETRIEVE);
        }
    }
}
