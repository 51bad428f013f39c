package org.dromedary.operate.cli;

import picocli.CommandLine.Option;

/** What an order holds for. */
final class OrderScope {

    @Option(names = "--stage", paramLabel = "STAGE",
            description = "One stage: inventory, retrieve, reconcile, transcode, store, verify.")
    String stage;

    @Option(names = "--archive", paramLabel = "source|target", description = "All work with one archive.")
    String archive;
}
