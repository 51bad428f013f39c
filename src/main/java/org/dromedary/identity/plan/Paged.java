package org.dromedary.identity.plan;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * Rows of a table in the order of their ids, a page in memory at a time; may be iterated again, and leaves the
 * connection free for other statements between pages.
 *
 * @param page rows with ids above the one given, in order; empty at the end
 */
record Paged<T>(LongFunction<List<T>> page, ToLongFunction<T> id) implements Iterable<T> {

    @Override
    public Iterator<T> iterator() {
        return new Iterator<>() {
            private List<T> rows = page.apply(0);
            private int next;

            @Override
            public boolean hasNext() {
                if (next == rows.size() && !rows.isEmpty()) {
                    rows = page.apply(id.applyAsLong(rows.get(next - 1)));
                    next = 0;
                }
                return next < rows.size();
            }

            @Override
            public T next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return rows.get(next++);
            }
        };
    }
}
