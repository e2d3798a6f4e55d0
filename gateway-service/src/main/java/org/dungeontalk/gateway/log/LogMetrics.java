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
        log.gauge(
                "tail.bytes",
                "Bytes of newest messages in memory",
                reader.partitions(),
                ReadPartitions::bytes);
        log.total(
                "catchup.reads",
                "Blocks of the log read for clients that resume",
                catchUp,
                CatchUpReader::reads);
        log.gauge("catchup.waiting", "Reads of blocks that wait", catchUp, CatchUpReader::waiting);
        log.total(
                "catchup.refused",
                "Reads of blocks refused because too many waited",
                catchUp,
                CatchUpReader::refused);
        log.gauge("ids.bytes", "Bytes of remembered message ids", reader, r -> r.ids().bytes());
        log.total(
                "ids.forgotten",
                "Message ids forgotten before the retry window's end for lack of memory",
                reader,
                r -> r.ids().forgottenEarly());
        log.gauge(
                "held",
                "Partitions that can't be read further because of an open transaction",
                transactions,
                OpenTransactions::held);
        log.total("records", "Records read", reader.filter(), RecordFilter::records);
        log.total("bytes", "Bytes of records read", reader.filter(), RecordFilter::bytes);
        log.total(
                "skipped",
                "Records without a valid room, not UTF-8, or not in their room's partition",
                reader.filter(),
                RecordFilter::skipped);
        log.total(
                "unreadable",
                "Offsets of any topic skipped because they can't be read",
                unreadable,
                UnreadableRecords::offsets);
        log.total(
                "repeated",
                "Records not delivered because an earlier one has the same id",
                reader,
                LogReader::repeated);
    }
}
