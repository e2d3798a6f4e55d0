package org.dungeontalk.analytics.anomaly;

import org.dungeontalk.analytics.window.Snapshotable;

/**
 * Detects one anomaly in the records of one partition. It sees each record once and in order.
 *
 * <p>Deterministic: it uses neither the wall clock nor randomness. Its state is bounded and can be
 * saved. Used on one thread.
 */
public interface Detector extends Snapshotable {

    /** Observes a message. Calls {@code findings} each time the anomaly is present. */
    void observe(Observation seen, Findings findings);

    /** Drops the state of players or rooms that have been silent since this event time. */
    void forget(long before);
}
