package org.dungeontalk.analytics.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dungeontalk.analytics.anomaly.Observation;
import org.dungeontalk.analytics.decode.Decoded.Poison;
import org.dungeontalk.analytics.decode.Decoded.Readable;
import org.dungeontalk.analytics.detection.DetectorFactory;
import org.dungeontalk.analytics.ingest.Harvest.Letter;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.message.Text;
import org.dungeontalk.analytics.store.Place;
import org.dungeontalk.analytics.trace.MessageTrace;
import org.dungeontalk.analytics.trace.Traces;
import org.jboss.logging.Logger;

/** Lets the states of partitions see records, one after the other. On the reading thread. */
@ApplicationScoped
public class Observing {

    private static final Logger LOG = Logger.getLogger(Observing.class);

    /** Said once: whoever mends it starts the service anew. */
    private final Availability detecting =
            new Availability(
                    why -> LOG.errorf("A detector fails and begins anew each time: %s", why),
                    () -> {});

    private final DetectorFactory rules;
    private final Traces traces;
    private final IngestMetrics metrics;

    Observing(DetectorFactory rules, Traces traces, IngestMetrics metrics) {
        this.rules = rules;
        this.traces = traces;
        this.metrics = metrics;
    }

    /** Lets them see all of it; {@code later} are the places of repeated ids. */
    void observe(Map<Assigned, List<Incoming>> incoming, Set<Place> later, Harvest harvest) {
        incoming.forEach(
                (mine, all) -> {
                    harvest.touch(mine);
                    for (Incoming one : all) {
                        boolean again =
                                one.chosen()
                                        && later.contains(new Place(mine.number(), one.offset()));
                        observe(mine, one, again, harvest);
                    }
                    detected(mine);
                });
    }

    private void observe(Assigned mine, Incoming incoming, boolean again, Harvest harvest) {
        boolean ahead = mine.isAhead(incoming.offset());
        mine.reach(incoming.offset());
        if (ahead && traces.on()) {
            trace(incoming, again, harvest);
        }
        if (incoming.decoded() instanceof Poison poison) {
            if (ahead) {
                harvest.letters().add(new Letter(incoming.source(), poison.reason(), 1));
            }
        } else if (again) {
            if (ahead) {
                harvest.duplicate();
            }
        } else if (incoming.decoded() instanceof Readable readable) {
            count(mine, incoming.offset(), readable.message(), ahead, harvest);
        }
    }

    private void count(
            Assigned mine, long offset, GameMessage message, boolean ahead, Harvest harvest) {
        try {
            Observation seen = new Observation(offset, message, Text.of(message.content()));
            mine.state().observe(seen);
            if (ahead) {
                mine.count();
                rules.raid().saying(seen, mine.number()).ifPresent(harvest.sayings()::add);
            }
        } catch (RuntimeException e) {
            throw new Uncountable("Counting it failed: " + e.getClass().getSimpleName(), e);
        }
    }

    private void trace(Incoming incoming, boolean again, Harvest harvest) {
        MessageTrace trace = traces.begin(incoming.source(), harvest.began());
        if (trace == null) {
            return;
        }
        if (incoming.decoded() instanceof Poison) {
            trace.givenUp();
        } else if (again) {
            trace.duplicate();
        }
        harvest.traces().add(trace);
    }

    private void detected(Assigned mine) {
        RuntimeException failure = mine.state().takeFailure();
        if (failure != null) {
            metrics.detectorFailed();
            detecting.failed(failure);
        }
    }
}
