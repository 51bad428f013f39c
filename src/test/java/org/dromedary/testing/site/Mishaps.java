package org.dromedary.testing.site;

import java.time.LocalDateTime;
import java.util.List;

/** Visits at which orders, or the worklist, make it hard to tell what was done for whom. */
final class Mishaps {

    private static final List<String> SIDED = List.of("RXHND", "MRKNE");

    private final SiteGenerator site;
    private final Dice dice;

    Mishaps(SiteGenerator site, Dice dice) {
        this.site = site;
        this.dice = dice;
    }

    /** @return whether something of the kind happened, so that the visit is over */
    boolean visit(Person person, LocalDateTime at) {
        if (site.sometimes("reordered")) {
            reordered(person, at);
        } else if (site.sometimes("left_and_right")) {
            leftAndRight(person, at);
        } else if (site.sometimes("whole_entry")) {
            wholeEntry(person, at);
        } else if (site.sometimes("identical_orders")) {
            identicalOrders(person, at);
        } else if (site.sometimes("three_together")) {
            threeTogether(person, at);
        } else {
            return false;
        }
        return true;
    }

    /** Cancelled, and ordered again; the device has the first order's number half of the time. */
    private void reordered(Person person, LocalDateTime at) {
        Exam cancelled = site.order(person, at, dice.of(Procedure.ALL), null);
        cancelled.status = "CANCELLED";
        Exam done = site.order(person, at.plusMinutes(dice.between(1, 20)), cancelled.procedure, null);
        Study study = site.study(done, "reordered");
        if (dice.hits(0.5)) {
            study.numberOf = cancelled;
            study.errors.add("acc_of_cancelled");
        }
    }

    /** Two orders under one code: one study of both, or one of each, now and then both with the first's number. */
    private void leftAndRight(Person person, LocalDateTime at) {
        Procedure procedure = Procedure.of(dice.of(SIDED));
        Exam left = site.order(person, at, procedure, null);
        Exam right = with(left, dice.below(4), procedure, left);
        left.side = "left";
        right.side = "right";
        if (dice.hits(0.5)) {
            site.study(left, "left_and_right").exams.add(right);
            return;
        }
        site.study(left, "left_and_right").side = "left";
        Study second = site.study(right, "left_and_right");
        second.side = "right";
        if (dice.hits(0.3)) {
            second.numberOf = left;
            second.errors.add("acc_of_other_side");
        }
    }

    /** The next patient is examined under the entry of the one before, who mostly has a study of his own. */
    private void wholeEntry(Person person, LocalDateTime at) {
        Exam before = site.order(person, at, dice.of(Procedure.ALL), null);
        if (dice.hits(0.7)) {
            site.study(before, "");
        }
        Procedure procedure = dice.hits(0.3) ? before.procedure : dice.of(Procedure.ALL);
        Exam exam = site.order(site.somebodyElse(person), at.plusMinutes(dice.between(8, 40)), procedure, null);
        boolean alike = procedure.modality().equals(before.procedure.modality())
                && procedure.bodyPart().equals(before.procedure.bodyPart());
        Study study = site.study(exam, alike ? "whole_entry_alike" : "whole_entry");
        study.identityOf = person;
        study.numberOf = before;
    }

    /** The same twice within minutes, and one study for both. */
    private void identicalOrders(Person person, LocalDateTime at) {
        Exam first = site.order(person, at, dice.of(Procedure.ALL), null);
        Exam again = with(first, dice.below(11), first.procedure, null);
        Study study = site.study(dice.hits(0.5) ? first : again, "identical_orders");
        study.exams.add(study.exam() == first ? again : first);
    }

    /** Three within minutes and two studies: the second is with the first, or with the third. */
    private void threeTogether(Person person, LocalDateTime at) {
        Procedure procedure = dice.of(Procedure.ALL);
        Exam first = site.order(person, at, procedure, null);
        Exam second = with(first, 1, other(procedure, 1), null);
        Exam third = with(first, 5, other(procedure, 2), null);
        boolean withFirst = dice.hits(0.5);
        Study one = site.study(first, "three_together");
        Study two = site.study(third, "three_together");
        (withFirst ? one : two).exams.add(second);
    }

    /** Another for the same visit. */
    private Exam with(Exam first, int minutes, Procedure procedure, Exam order) {
        Exam exam = site.order(first.person, first.performed.plusMinutes(minutes), procedure, order);
        exam.performedInRis = first.performedInRis.plusMinutes(minutes);
        return exam;
    }

    /** Of the same modality, if there are so many. */
    private static Procedure other(Procedure procedure, int step) {
        List<Procedure> same = Procedure.ALL.stream()
                .filter(one -> one.modality().equals(procedure.modality())).toList();
        return same.get((same.indexOf(procedure) + step) % same.size());
    }
}
