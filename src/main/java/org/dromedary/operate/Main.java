package org.dromedary.operate;

import org.dromedary.operate.cli.Dromedary;

/** Where the program begins; see {@link Dromedary} for its commands. */
public final class Main {

    private Main() {
    }

    // Not a @QuarkusMain: with one of those in the index the routes would silently never start.
    public static void main(String[] args) {
        Terminal.guard();
        System.exit(Dromedary.execute(args));
    }
}
