package org.dromedary.field;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The promise: whatever an archive answers, a migration is called complete only if the target has every object of the
 * source, byte for byte, and none that the source has not.
 */
final class AnyArchive {

    private final FieldMigration migration;
    private final List<String> broken = new ArrayList<>();
    private int complete;
    private int arrived;

    private AnyArchive(FieldMigration migration) {
        this.migration = migration;
    }

    /**
     * Tries so many archives, unless system properties say otherwise; returns those for which the promise was broken.
     */
    static List<String> broken(FieldMigration migration, int archives) throws Exception {
        return tried(migration, archives, false);
    }

    /** The same with one fault at a time, of those that leave other means; everything has to arrive. */
    static List<String> unreached(FieldMigration migration, int archives) throws Exception {
        return tried(migration, archives, true);
    }

    private static List<String> tried(FieldMigration migration, int archives, boolean curable) throws Exception {
        String given = System.getProperty("seeds");
        long[] seeds = given == null ? LongStream.rangeClosed(1, Integer.getInteger("archives", archives)).toArray()
                : Arrays.stream(given.split(",")).mapToLong(Long::parseLong).toArray();
        AnyArchive any = new AnyArchive(migration);
        for (long seed : seeds) {
            any.check(seed, curable, given != null);
        }
        System.out.println(seeds.length + " archives: " + any.complete + " called complete, of " + any.arrived
                + " everything arrived, " + any.broken.size() + " broken");
        return any.broken;
    }

    /** Migrates one archive that the seed makes, and notes how the promise was broken if it was. */
    private void check(long seed, boolean curable, boolean told) throws Exception {
        Random random = new Random(seed);
        random.nextInt();
        TinyArchive archive = TinyArchive.random(seed, random);
        migration.with(archive);
        String faults = curable ? RandomFaults.setCurable(random, archive, migration.source())
                : RandomFaults.set(random, archive, migration.source(), migration.target());
        migration.run();
        if (told) {
            System.out.println("seed " + seed + ": " + faults + ", complete: " + migration.complete() + "\n"
                    + migration.books());
        }
        Set<String> missing = migration.missing();
        Set<String> foreign = migration.foreign();
        arrived += missing.isEmpty() ? 1 : 0;
        if (migration.hung()) {
            report("seed " + seed + ": a step took too long; " + faults);
        }
        if (curable && !missing.isEmpty()) {
            report("seed " + seed + ": " + missing + " not reached; " + faults + "\n" + migration.books());
        }
        if (migration.complete()) {
            complete++;
            if (!missing.isEmpty() || !foreign.isEmpty()) {
                report("seed " + seed + ": complete, yet " + missing + " missing and " + foreign
                        + " foreign; " + faults + "\n" + migration.books());
            }
        }
    }

    private void report(String what) {
        System.out.println(what);
        broken.add(what);
    }
}
