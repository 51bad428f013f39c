package org.dromedary.operate.cli;

import java.util.Iterator;
import org.dromedary.operate.runtime.Operator;
import picocli.CommandLine.Option;

/** What an order holds for. */
final class OrderScope {

    @Option(names = "--stage", paramLabel = "STAGE", completionCandidates = Stages.class,
            description = "One stage: ${COMPLETION-CANDIDATES}.")
    String stage;

    @Option(names = "--archive", paramLabel = "source|target", description = "All work with one archive.")
    String archive;

    /** For help and completion. */
    static final class Stages implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Operator.STAGES.iterator();
        }
    }
}
