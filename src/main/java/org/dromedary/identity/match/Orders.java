package org.dromedary.identity.match;

/** How two exams of one patient lie to one another. */
final class Orders {

    /** Minutes between exams that were planned as one. */
    private static final int TOGETHER = 5;
    /** Minutes within which an order that comes again says nothing new. */
    private static final int AGAIN = 30;
    private static final int HALF_A_DAY = 720;

    private Orders() {
    }

    /** Done in one go, and different: by procedure, or one left and one right. */
    static boolean plannedTogether(Exam one, Exam other) {
        return one != other && alike(one, other) && Math.abs(one.time() - other.time()) <= TOGETHER
                && sameStatus(one, other) && (one.procedure != other.procedure || one.side.opposite(other.side));
    }

    /**
     * The same was ordered again within minutes, so that nobody can tell which of the two was done.
     *
     * @param done the side that the study names: of two sides it tells which
     */
    static boolean repeated(Exam one, Exam other, Side done) {
        return one != other && alike(one, other) && one.procedure == other.procedure && within(one, other, AGAIN)
                && !plannedTogether(one, other) && !(one.side == done && other.side.opposite(done));
    }

    /** The one exam that was ordered instead of a cancelled one; null if there is none, or more than one. */
    static Exam replacement(Exam cancelled) {
        Exam found = null;
        for (Exam other : cancelled.person.exams) {
            if (other.outcome.live() && other.modality == cancelled.modality && sameProcedure(cancelled, other)
                    && within(cancelled, other, HALF_A_DAY)) {
                if (found != null) {
                    return null;
                }
                found = other;
            }
        }
        return found;
    }

    private static boolean alike(Exam one, Exam other) {
        return one.outcome.live() && other.outcome.live() && one.modality == other.modality && one.day != Dates.NONE
                && other.day != Dates.NONE;
    }

    private static boolean sameProcedure(Exam one, Exam other) {
        return one.procedure == other.procedure && !one.side.opposite(other.side);
    }

    private static boolean sameStatus(Exam one, Exam other) {
        return one.minute != Dates.NONE && other.minute != Dates.NONE
                && (one.outcome == ExamStatus.UNKNOWN ? one.status == other.status : one.outcome == other.outcome);
    }

    private static boolean within(Exam one, Exam other, int minutes) {
        return one.minute == Dates.NONE || other.minute == Dates.NONE ? one.day == other.day
                : Math.abs(one.time() - other.time()) <= minutes;
    }
}
