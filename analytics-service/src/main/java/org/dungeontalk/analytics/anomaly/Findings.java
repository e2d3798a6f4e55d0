package org.dungeontalk.analytics.anomaly;

import java.util.List;
import java.util.function.Supplier;
import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.alert.Severity;
import org.dungeontalk.analytics.alert.Subject;
import org.dungeontalk.analytics.window.EventPosition;

/** Takes what a detector finds. */
@FunctionalInterface
public interface Findings {

    /**
     * The anomaly is there, with this message.
     *
     * @param players how many take part
     * @param window the messages that make it true, oldest first, this one included; asked for only
     *     when it is the beginning
     */
    void found(
            Observation seen,
            AlertKind kind,
            Subject subject,
            Severity severity,
            int players,
            Supplier<List<EventPosition>> window);
}
