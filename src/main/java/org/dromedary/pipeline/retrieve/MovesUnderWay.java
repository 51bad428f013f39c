package org.dromedary.pipeline.retrieve;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The C-MOVE requests of ours for which objects may still come, by Message ID. Two associations may use the same id.
 * Thread-safe.
 */
final class MovesUnderWay {

    private record Move(int messageId, List<Arrivals> arrivals) {
    }

    private final List<Move> moves = new CopyOnWriteArrayList<>();

    void begin(int messageId, Collection<Arrivals> arrivals) {
        moves.add(new Move(messageId, List.copyOf(arrivals)));
    }

    /** Nothing is taken for these any more. */
    void end(Arrivals arrivals) {
        for (Move move : moves) {
            if (move.arrivals().contains(arrivals)) {
                moves.remove(move);
                List<Arrivals> others = move.arrivals().stream().filter(each -> each != arrivals).toList();
                if (!others.isEmpty()) {
                    moves.add(new Move(move.messageId(), others));
                }
            }
        }
    }

    /** What these moves still bring is taken there. */
    void replace(Arrivals ended, Arrivals next) {
        for (Move move : moves) {
            if (move.arrivals().contains(ended)) {
                moves.add(new Move(move.messageId(),
                        move.arrivals().stream().map(each -> each == ended ? next : each).toList()));
                moves.remove(move);
            }
        }
    }

    boolean knows(int messageId) {
        return moves.stream().anyMatch(move -> move.messageId() == messageId);
    }

    /** The series whose objects such a C-MOVE may bring. */
    List<Arrivals> of(int messageId) {
        return moves.stream().filter(move -> move.messageId() == messageId)
                .flatMap(move -> move.arrivals().stream()).distinct().toList();
    }
}
