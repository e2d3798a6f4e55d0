package org.dungeontalk.analytics.ingest;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dungeontalk.analytics.activity.Entry;
import org.dungeontalk.analytics.activity.Progress;
import org.dungeontalk.analytics.ingest.Decoded.Poison;
import org.dungeontalk.analytics.ingest.Decoded.Readable;

/** A record with what it turned out to be. */
record Item(ConsumerRecord<byte[], byte[]> source, Decoded decoded) {

    boolean isPoison() {
        return decoded instanceof Poison;
    }

    boolean isPast(Progress progress) {
        return progress.isPast(source.partition(), source.offset());
    }

    Entry entry() {
        return new Entry(
                source.partition(),
                source.offset(),
                decoded instanceof Readable readable
                        ? Optional.of(readable.message())
                        : Optional.empty());
    }

    Item givenUp(String reason) {
        return new Item(source, new Poison(reason));
    }
}
