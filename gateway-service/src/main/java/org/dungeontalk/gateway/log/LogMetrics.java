package org.dungeontalk.gateway.log;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.dungeontalk.gateway.kafka.UnreadableRecords;
import org.dungeontalk.gateway.metrics.Meters;

/** Registers the metrics of the log reader and its caches. */
@Singleton
public class LogMetrics {

    void observe(
            @Observes StartupEvent event,
            MeterRegistry registry,
            LogReader reader,
            CatchUpReader catchUp,
            UnreadableRecords unreadable,
            OpenTransactions transactions) {
        Meters log = new Meters(registry, "dungeontalk.gateway.log.");
        log.gauge("partitions", "Partitions read", reader.partitions(), ReadPartitions::size);
        log.gauge("tail.bytes", "Tail", reader.partitions(), ReadPartitions::bytes);
        log.total(
                "catchup.reads",
                "Blocks of the log read for those who come back",
                catchUp,
                CatchUpReader::reads);
        log.gauge("catchup.waiting", "Blocks waited for", catchUp, CatchUpReader::waiting);
        log.total(
                "catchup.refused",
                "Blocks asked for while too many were waited for",
                catchUp,
                CatchUpReader::refused);
        log.gauge("ids.bytes", "Ids of what was logged lately", reader, r -> r.ids().bytes());
        log.total(
                "ids.forgotten",
                "Ids forgotten before their time, for want of room",
                reader,
                r -> r.ids().forgottenEarly());
        log.gauge(
                "held",
                "Partitions of which nothing is read because of a transaction left open",
                transactions,
                OpenTransactions::held);
        log.total("records", "Records read", reader.filter(), RecordFilter::records);
        log.total("bytes", "Bytes of records read", reader.filter(), RecordFilter::bytes);
        log.total(
                "skipped",
                "Records of no room, or in another partition than their room's",
                reader.filter(),
                RecordFilter::skipped);
        log.total(
                "unreadable",
                "Offsets of any topic that can't be read and were passed",
                unreadable,
                UnreadableRecords::offsets);
        log.total(
                "repeated",
                "Records with an id that an earlier one had, delivered to nobody",
                reader,
                LogReader::repeated);
    }
}
