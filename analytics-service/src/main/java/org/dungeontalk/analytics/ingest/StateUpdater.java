package org.dungeontalk.analytics.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dungeontalk.analytics.anomaly.Observation;
import org.dungeontalk.analytics.background.FailureReason;
import org.dungeontalk.analytics.decode.Decoded.Poison;
import org.dungeontalk.analytics.decode.Decoded.Readable;
import org.dungeontalk.analytics.detection.DetectorFactory;
import org.dungeontalk.analytics.message.GameMessage;
import org.dungeontalk.analytics.message.Text;
import org.dungeontalk.analytics.store.RecordPosition;
import org.dungeontalk.analytics.trace.MessageTrace;
import org.dungeontalk.analytics.trace.Traces;
import org.jboss.logging.Logger;

/** Gives records to the states of partitions, one after the other. Used on the reading thread. */
@ApplicationScoped
public class StateUpdater {

    private static final Logger LOG = Logger.getLogger(StateUpdater.class);

    /** Logged once: the mend needs a restart of the service. */
    private final Availability detecting =
            new Availability(
                    why -> LOG.errorf("A detector fails and is reset each time: %s", why),
                    () -> {});

    private final DetectorFactory detectors;
    private final Traces traces;
    private final IngestMetrics metrics;

    StateUpdater(DetectorFactory detectors, Traces traces, IngestMetrics metrics) {
        this.detectors = detectors;
        this.traces = traces;
        this.metrics = metrics;
    }

    /** Gives all records to the states. {@code later} has the positions of repeated ids. */
    void observe(
            Map<AssignedPartition, List<IncomingRecord>> incoming,
            Set<RecordPosition> later,
            Batch batch) {
        incoming.forEach(
                (mine, all) -> {
                    batch.touch(mine);
                    for (IncomingRecord one : all) {
                        boolean again =
                                one.chosen()
                                        && later.contains(
                                                new RecordPosition(mine.number(), one.offset()));
                        observe(mine, one, again, batch);
                    }
                    detected(mine);
                });
    }

    private void observe(
            AssignedPartition mine, IncomingRecord incoming, boolean again, Batch batch) {
        boolean ahead = mine.isPending(incoming.offset());
        mine.advanceTo(incoming.offset());
        if (ahead && traces.on()) {
            trace(incoming, again, batch);
        }
        if (incoming.decoded() instanceof Poison poison) {
            if (ahead) {
                batch.deadLetterRecords()
                        .add(new DeadLetter(incoming.source(), poison.reason(), 1));
            }
        } else if (again) {
            if (ahead) {
                batch.duplicate();
            }
        } else if (incoming.decoded() instanceof Readable readable) {
            count(mine, incoming.offset(), readable.message(), ahead, batch);
        }
    }

    private void count(
            AssignedPartition mine, long offset, GameMessage message, boolean ahead, Batch batch) {
        try {
            Observation seen = new Observation(offset, message, Text.of(message.content()));
            mine.state().observe(seen);
            if (ahead) {
                mine.count();
                detectors
                        .raid()
                        .candidate(seen, mine.number())
                        .ifPresent(batch.raidMessages()::add);
            }
        } catch (RuntimeException e) {
            throw new PoisonRecordException(
                    "counting the record failed: " + e.getClass().getSimpleName(), e);
        }
    }

    private void trace(IncomingRecord incoming, boolean again, Batch batch) {
        MessageTrace trace = traces.begin(incoming.source(), batch.began());
        if (trace == null) {
            return;
        }
        if (incoming.decoded() instanceof Poison) {
            trace.givenUp();
        } else if (again) {
            trace.duplicate();
        }
        batch.traces().add(trace);
    }

    private void detected(AssignedPartition mine) {
        RuntimeException failure = mine.state().takeFailure();
        if (failure != null) {
            metrics.detectorFailed();
            detecting.failed(FailureReason.of(failure));
        }
    }
}
