package org.dungeontalk.persistence.history;

import java.util.List;
import java.util.Optional;
import org.dungeontalk.persistence.store.StoredMessage;

/**
 * The rows of one page.
 *
 * @param rows newest first
 * @param next the row before which the next older page lies; null if there is none
 */
record PageRows(List<StoredMessage> rows, StoredMessage next) {

    /**
     * @param found one row more than the page holds, if there are that many
     */
    static PageRows before(List<StoredMessage> found, int limit) {
        if (found.size() <= limit) {
            return new PageRows(found, null);
        }
        List<StoredMessage> rows = found.subList(0, limit);
        return new PageRows(rows, rows.get(limit - 1));
    }

    /** The rows after a cursor. The next older page begins before the oldest of them. */
    static PageRows after(List<StoredMessage> found) {
        return new PageRows(found, found.isEmpty() ? null : found.get(found.size() - 1));
    }

    /** The newest topic number of the rows; empty if there is no row. */
    Optional<Integer> newestEpoch() {
        StoredMessage newest = rows.isEmpty() ? next : rows.get(0);
        return Optional.ofNullable(newest).map(row -> row.logEpoch);
    }
}
