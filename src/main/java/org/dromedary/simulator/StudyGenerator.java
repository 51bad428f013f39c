package org.dromedary.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;

/**
 * Invents studies for rehearsals, the demo and tests (PS3.3 §A composite IODs, PS3.10 §7.1 files).
 *
 * <p>Immutable; the same seed and options give the same files, byte for byte. Study <i>n</i> does not depend on how
 * many studies are asked for. Every twelfth study has an empty Study Date, a quarter of the studies is in Implicit
 * VR Little Endian and an eighth in Explicit VR Big Endian.
 */
public final class StudyGenerator {

    /** Receives one generated object; the data set may be kept. */
    @FunctionalInterface
    public interface ObjectConsumer {
        /** Takes the object; the transfer syntax is the one its file is to be written in. */
        void accept(DataSet object, TransferSyntax transferSyntax) throws IOException;
    }

    private final long seed;
    private final int objectsPerSeries;
    private final int matrix;
    private final int years;
    private final List<StudyKind> kinds;

    /** Starts with 6 objects in a series of slices, a matrix of 256, dates over 20 years, and all kinds of study. */
    public StudyGenerator(long seed) {
        this(seed, 6, 256, 20, List.of(StudyKind.values()));
    }

    private StudyGenerator(long seed, int objectsPerSeries, int matrix, int years, List<StudyKind> kinds) {
        this.seed = seed;
        this.objectsPerSeries = objectsPerSeries;
        this.matrix = matrix;
        this.years = years;
        this.kinds = kinds;
    }

    /** Slices in each CT and MR series; series of other kinds have their own, smaller number. */
    public StudyGenerator objectsPerSeries(int objects) {
        return new StudyGenerator(seed, atLeastOne(objects), matrix, years, kinds);
    }

    /** Rows and columns of a slice; projection images have the same, colour and ultrasound images half of it. */
    public StudyGenerator matrix(int rowsAndColumns) {
        return new StudyGenerator(seed, objectsPerSeries, Math.max(2, rowsAndColumns), years, kinds);
    }

    /** Study Dates lie in this many years from 2004 on. */
    public StudyGenerator years(int span) {
        return new StudyGenerator(seed, objectsPerSeries, matrix, atLeastOne(span), kinds);
    }

    /** The kinds of study made, in turn. */
    public StudyGenerator kinds(StudyKind... only) {
        return new StudyGenerator(seed, objectsPerSeries, matrix, years, List.of(only));
    }

    /** Writes studies 0 to {@code studies - 1} as {@code <study>/<series>/<object>.dcm} below the folder. */
    public List<GeneratedStudy> generate(int studies, Path folder) throws IOException {
        List<GeneratedStudy> made = new ArrayList<>(studies);
        for (int i = 0; i < studies; i++) {
            List<Path> files = new ArrayList<>();
            DataSet[] first = new DataSet[1];
            study(i, (object, transferSyntax) -> {
                Path file = folder.resolve(ReceivedFile.relativePath(object));
                Files.createDirectories(file.getParent());
                Part10.write(file, object, transferSyntax);
                files.add(file);
                first[0] = first[0] == null ? object : first[0];
            });
            made.add(new GeneratedStudy(first[0].getString(Tag.StudyInstanceUID), first[0].getString(Tag.PatientID),
                    first[0].getString(Tag.StudyDate), List.copyOf(files)));
        }
        return made;
    }

    /** Puts studies 0 to {@code studies - 1} into the simulator's folder and index. */
    public List<GeneratedStudy> generate(int studies, ArchiveSimulator simulator) throws IOException {
        List<GeneratedStudy> made = generate(studies, simulator.folder());
        made.stream().flatMap(study -> study.files().stream()).forEach(file -> {
            try {
                simulator.add(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return made;
    }

    /** Makes the objects of one study in order, one in memory at a time. */
    public void study(int index, ObjectConsumer consumer) throws IOException {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003L + index);
        StudyKind studyKind = kinds.get(index % kinds.size());
        GeneratedContext study = new GeneratedContext(random, index, matrix, years, studyKind);
        int seriesNumber = 0;
        for (ObjectKind kind : studyKind.series()) {
            study.startSeries(kind, ++seriesNumber);
            int objects = kind.objectsInSeries(objectsPerSeries);
            for (int number = 1; number <= objects; number++) {
                consumer.accept(study.object(number), syntaxOf(index));
            }
        }
    }

    private static TransferSyntax syntaxOf(int studyIndex) {
        return switch (studyIndex % 8) {
            case 1, 6 -> TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
            case 3 -> TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
            default -> TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
        };
    }

    /** A UID below 2.25 (PS3.5 §B.2) from the generator's own random numbers, so that it repeats with the seed. */
    static String uid(SplittableRandom random) {
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | Long.MIN_VALUE;
        return "2.25." + new BigInteger(new UUID(high, low).toString().replace("-", ""), 16);
    }

    private static int atLeastOne(int number) {
        return Math.max(1, number);
    }
}
