package org.dungeontalk.analytics.anomaly;

import org.dungeontalk.analytics.window.Snapshotable;

/**
 * Looks for one anomaly in the records of one partition, each seen once and in order.
 *
 * <p>Deterministic: it knows neither the wall clock nor chance. Its state is bounded and can be
 * saved. Called on one thread.
 */
public interface Detector extends Snapshotable {

    /** Sees a message; tells {@code findings} each time the anomaly is there. */
    void observe(Observation seen, Findings findings);

    /** Forgets who has been silent since this event time or longer. */
    void forget(long before);
}
