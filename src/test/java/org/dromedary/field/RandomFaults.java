package org.dromedary.field;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.dromedary.dicom.data.Tag;
import org.dromedary.simulator.AssociationFault;
import org.dromedary.simulator.Fault;
import org.dromedary.simulator.Faults;
import org.dromedary.simulator.QueryFault;
import org.dromedary.simulator.QueryLevel;
import org.dromedary.simulator.RetrieveFault;
import org.dromedary.simulator.StoreFault;

/**
 * Faults of both archives, drawn at random. One witness always tells the truth, since no program can find what every
 * witness denies; which one it is changes from archive to archive, and nobody says so.
 */
final class RandomFaults {

    /** Who tells the truth about how many objects there are. */
    enum Witness {
        /** The numbers of series and instances in the answers at STUDY level. */
        STUDY_COUNTS,
        /** The lists at SERIES and IMAGE level. */
        LISTS,
        /** The list at SERIES level, and what each retrieve brings. */
        RETRIEVES
    }

    private static final int MAX_FAULTS = 4;
    private static final int[] REFUSALS = {0xA900, 0xC000, 0x0110, 0xA700};
    private static final String[] NO_COUNTS = {"0", "-1", "abc", "", null, "1", "99"};

    private final Random random;
    private final TinyArchive archive;
    private final Witness witness;
    private final List<String> drawn = new ArrayList<>();

    private RandomFaults(Random random, TinyArchive archive) {
        this.random = random;
        this.archive = archive;
        this.witness = Witness.values()[random.nextInt(Witness.values().length)];
    }

    /** Sets some faults; returns them in words. */
    static String set(Random random, TinyArchive archive, Faults source, Faults target) {
        RandomFaults faults = new RandomFaults(random, archive);
        faults.draw(source, faults.atSource(), random.nextInt(MAX_FAULTS + 1));
        if (random.nextInt(4) == 0) {
            faults.draw(target, faults.atTarget(), 1);
        }
        return faults.witness + " true, " + faults.drawn;
    }

    /** Sets one fault at the source, of those that leave other means to learn and to fetch everything; returns it. */
    static String setCurable(Random random, TinyArchive archive, Faults source) {
        RandomFaults faults = new RandomFaults(random, archive);
        faults.draw(source, faults.curable(), 1);
        return faults.drawn.toString();
    }

    private List<Supplier<Fault>> curable() {
        return List.of(
                () -> new QueryFault.EmptyAt(lower()),
                () -> new QueryFault.RefuseLevel(QueryLevel.IMAGE, 0xA900),
                () -> new QueryFault.RefuseLevel(QueryLevel.SERIES, 0xC000),
                () -> new QueryFault.AbortAtLevel(lower()),
                () -> new QueryFault.OmitUid(lower(), Set.of()),
                () -> new QueryFault.EmptyUid(lower(), Set.of()),
                () -> new QueryFault.ListShort(QueryLevel.IMAGE, 1),
                () -> new QueryFault.CountsAt(QueryLevel.STUDY, oneOf(NO_COUNTS)),
                () -> new QueryFault.CountsAt(QueryLevel.SERIES, oneOf(NO_COUNTS)),
                QueryFault.NoCounts::new,
                () -> new QueryFault.IgnoreKeysAt(QueryLevel.SERIES, Set.of(Tag.StudyInstanceUID)),
                () -> new QueryFault.IgnoreKeysAt(QueryLevel.IMAGE, Set.of(Tag.StudyInstanceUID,
                Tag.SeriesInstanceUID)),
                () -> new QueryFault.IgnoreKeysAt(QueryLevel.STUDY, Set.of(Tag.StudyDate)),
                () -> new QueryFault.OmitKeysAt(QueryLevel.SERIES, Set.of(Tag.StudyInstanceUID)),
                () -> new QueryFault.RequirePatientId(Set.of(QueryLevel.SERIES, QueryLevel.IMAGE)),
                QueryFault.NoFinalStatus::new,
                QueryFault.AnswerTwice::new,
                AssociationFault.PatientRootOnly::new,
                () -> new AssociationFault.Limit(1),
                AssociationFault.NoEcho::new,
                RetrieveFault.RequirePatientId::new,
                () -> new RetrieveFault.OnlyAtLevels(Set.of(QueryLevel.STUDY)),
                () -> new RetrieveFault.CallUsAs("dromedary"),
                () -> new RetrieveFault.CallAs("THIRD"),
                RetrieveFault.NoMoveOriginator::new,
                RetrieveFault.EmptyFragments::new,
                RetrieveFault.SendTwice::new,
                RetrieveFault.StatusMissing::new,
                () -> new RetrieveFault.SendOthers(1),
                () -> new RetrieveFault.AllAfterFinal(Duration.ofMillis(10 + random.nextInt(120))),
                () -> new RetrieveFault.CountsLie(-1, 0, 0, -1));
    }

    private void draw(Faults faults, List<Supplier<Fault>> menu, int number) {
        for (int i = 0; i < number; i++) {
            Fault fault = menu.get(random.nextInt(menu.size())).get();
            if (random.nextInt(3) == 0) {
                int skipped = random.nextInt(3);
                int times = 1 + random.nextInt(2);
                faults.after(skipped, times, fault);
                drawn.add(fault + " after " + skipped + " for " + times);
            } else {
                faults.set(fault);
                drawn.add(fault.toString());
            }
        }
    }

    private List<Supplier<Fault>> atSource() {
        List<Supplier<Fault>> menu = new ArrayList<>();
        harmless(menu);
        associations(menu);
        retrieves(menu);
        switch (witness) {
            case STUDY_COUNTS -> {
                blinding(menu);
                menu.add(() -> new QueryFault.EmptyAt(lower()));
                menu.add(() -> new QueryFault.ListShort(lower(), 1 + random.nextInt(2)));
                loss(menu);
            }
            case LISTS -> {
                studyCounts(menu);
                loss(menu);
                menu.add(() -> new RetrieveFault.SendInvented(1 + random.nextInt(2)));
                menu.add(RetrieveFault.NewInstanceUids::new);
            }
            case RETRIEVES -> {
                blinding(menu);
                studyCounts(menu);
                menu.add(() -> new QueryFault.EmptyAt(QueryLevel.IMAGE));
                menu.add(() -> new QueryFault.ListShort(QueryLevel.IMAGE, 1 + random.nextInt(2)));
            }
        }
        menu.add(() -> new QueryFault.CountsAt(QueryLevel.SERIES, oneOf(NO_COUNTS)));
        return menu;
    }

    private void studyCounts(List<Supplier<Fault>> menu) {
        menu.add(() -> new QueryFault.CountsAt(QueryLevel.STUDY, oneOf(NO_COUNTS)));
        menu.add(QueryFault.NoCounts::new);
        menu.add(() -> new QueryFault.WrongCounts(random.nextBoolean() ? 1 : -1));
    }

    /** What retrieves conceal. */
    private void loss(List<Supplier<Fault>> menu) {
        menu.add(() -> new RetrieveFault.LoseSilently(1 + random.nextInt(2)));
        menu.add(() -> new RetrieveFault.LeaveOut(TinyArchive.someOf(archive.sopUids(), random)));
        menu.add(() -> new RetrieveFault.CountsLie(-1, random.nextInt(4) - 1, random.nextInt(3) - 1, -1));
    }

    /** What hides lists, though not that it does. */
    private void blinding(List<Supplier<Fault>> menu) {
        menu.add(() -> new QueryFault.RefuseLevel(lower(), REFUSALS[random.nextInt(REFUSALS.length)]));
        menu.add(() -> new QueryFault.AbortAtLevel(lower()));
        menu.add(() -> new QueryFault.OmitUid(any(), uids()));
        menu.add(() -> new QueryFault.EmptyUid(any(), uids()));
        menu.add(() -> new QueryFault.AbortAfter(1 + random.nextInt(3)));
        menu.add(() -> new QueryFault.CapWithCancel(1 + random.nextInt(3)));
        menu.add(() -> new QueryFault.FailStudy(TinyArchive.someOf(archive.studyUids(), random), 0xC001));
        menu.add(() -> new QueryFault.RequirePatientId(Set.of(QueryLevel.SERIES, QueryLevel.IMAGE)));
    }

    /** What keeps all that the lists say. */
    private void harmless(List<Supplier<Fault>> menu) {
        menu.add(() -> new QueryFault.RefuseLevel(QueryLevel.SERIES, REFUSALS[random.nextInt(REFUSALS.length)]));
        menu.add(() -> new QueryFault.OmitUid(QueryLevel.STUDY, uids()));
        menu.add(() -> new QueryFault.EmptyUid(QueryLevel.STUDY, uids()));
        menu.add(() -> new QueryFault.OmitKeysAt(QueryLevel.SERIES, Set.of(Tag.StudyInstanceUID)));
        menu.add(() -> new QueryFault.OmitKeysAt(QueryLevel.IMAGE,
                Set.of(Tag.StudyInstanceUID, Tag.SeriesInstanceUID)));
        menu.add(() -> new QueryFault.OmitKeysAt(QueryLevel.STUDY, Set.of(Tag.StudyDate)));
        menu.add(() -> new QueryFault.IgnoreKeysAt(QueryLevel.SERIES, Set.of(Tag.StudyInstanceUID)));
        menu.add(() -> new QueryFault.IgnoreKeysAt(QueryLevel.IMAGE, Set.of(Tag.SeriesInstanceUID)));
        menu.add(() -> new QueryFault.IgnoreKeysAt(QueryLevel.IMAGE,
                Set.of(Tag.StudyInstanceUID, Tag.SeriesInstanceUID)));
        menu.add(() -> new QueryFault.IgnoreKeysAt(QueryLevel.STUDY, Set.of(Tag.StudyDate)));
        menu.add(() -> new QueryFault.RefuseKeys(Set.of(Tag.StudyTime)));
        menu.add(() -> new QueryFault.EndWith(REFUSALS[random.nextInt(REFUSALS.length)], null));
        menu.add(QueryFault.NoFinalStatus::new);
        menu.add(QueryFault.AnswerTwice::new);
    }

    private void associations(List<Supplier<Fault>> menu) {
        menu.add(() -> new AssociationFault.Limit(1 + random.nextInt(2)));
        menu.add(AssociationFault.NoEcho::new);
        menu.add(AssociationFault.PatientRootOnly::new);
    }

    private void retrieves(List<Supplier<Fault>> menu) {
        menu.add(() -> new RetrieveFault.FailSomeObjects(TinyArchive.someOf(archive.sopUids(), random),
                random.nextBoolean() ? 0xB000 : 0xA702, random.nextBoolean()));
        menu.add(() -> new RetrieveFault.FailSeries(TinyArchive.someOf(archive.seriesUids(), random),
                REFUSALS[random.nextInt(REFUSALS.length)]));
        menu.add(() -> new RetrieveFault.FailObjects(1 + random.nextInt(2)));
        menu.add(() -> new RetrieveFault.OnlyAtLevels(Set.of(QueryLevel.STUDY)));
        menu.add(RetrieveFault.RequirePatientId::new);
        menu.add(() -> new RetrieveFault.SendOthers(1 + random.nextInt(2)));
        menu.add(RetrieveFault.SendTwice::new);
        menu.add(() -> new RetrieveFault.SendConflicting(random.nextBoolean()));
        menu.add(RetrieveFault.NoMoveOriginator::new);
        menu.add(() -> new RetrieveFault.OtherMoveOriginator("OTHER", 7));
        menu.add(() -> new RetrieveFault.CallAs("THIRD"));
        menu.add(() -> new RetrieveFault.CallUsAs(random.nextBoolean() ? "dromedary" : "SOMEBODY"));
        menu.add(() -> new RetrieveFault.AllAfterFinal(Duration.ofMillis(10 + random.nextInt(120))));
        menu.add(() -> new RetrieveFault.SuccessBeforeLast(1, Duration.ofMillis(10 + random.nextInt(120))));
        menu.add(() -> new RetrieveFault.AbortAfter(random.nextInt(3)));
        menu.add(() -> new RetrieveFault.DropAfter(random.nextInt(3)));
        menu.add(() -> new RetrieveFault.EndWith(REFUSALS[random.nextInt(REFUSALS.length)], null));
        menu.add(RetrieveFault.StatusMissing::new);
        menu.add(RetrieveFault.EmptyFragments::new);
    }

    private List<Supplier<Fault>> atTarget() {
        return List.of(
                StoreFault.LoseSilently::new,
                () -> new StoreFault.FailWith(random.nextBoolean() ? 0xA700 : 0xC000, null),
                () -> new StoreFault.FailObject(archive.sopUids().get(0), 0x0110),
                () -> new StoreFault.WarnWith(0xB000, null),
                StoreFault.Abort::new,
                StoreFault.Drop::new,
                () -> new QueryFault.EmptyAt(QueryLevel.IMAGE),
                () -> new QueryFault.ListShort(QueryLevel.IMAGE, 1),
                () -> new QueryFault.RefuseLevel(QueryLevel.IMAGE, 0xA900),
                () -> new QueryFault.IgnoreKeysAt(QueryLevel.IMAGE, Set.of(Tag.SeriesInstanceUID)),
                () -> new QueryFault.EmptyUid(QueryLevel.IMAGE, Set.of()));
    }

    private QueryLevel lower() {
        return random.nextBoolean() ? QueryLevel.SERIES : QueryLevel.IMAGE;
    }

    /** A level whose unique keys may be left out. */
    private QueryLevel any() {
        return witness == Witness.RETRIEVES ? QueryLevel.IMAGE : lower();
    }

    private Set<String> uids() {
        List<String> all = new ArrayList<>(archive.studyUids());
        all.addAll(archive.seriesUids());
        all.addAll(archive.sopUids());
        return random.nextBoolean() ? Set.of() : TinyArchive.someOf(all, random);
    }

    private <T> T oneOf(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
