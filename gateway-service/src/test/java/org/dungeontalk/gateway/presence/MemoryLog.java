package org.dungeontalk.gateway.presence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The topic as a list, so that several gateways' states can be run step by step in one thread. */
final class MemoryLog implements PresenceWriter.Topic {

    /** One record. */
    record Entry(String key, byte[] value) {}

    final List<Entry> entries = new ArrayList<>();
    boolean away;
    boolean losing;

    @Override
    public CompletionStage<Void> write(String key, byte[] value) {
        if (away) {
            return CompletableFuture.failedFuture(new IllegalStateException("away"));
        }
        if (!losing) {
            entries.add(new Entry(key, value));
        }
        return CompletableFuture.completedFuture(null);
    }

    /** Lets the state read everything from that position on; returns the next one. */
    int readInto(PresenceState state, int from) {
        int at = from;
        for (; at < entries.size(); at++) {
            Entry entry = entries.get(at);
            PresenceRecordCodec.decode(entry.key().getBytes(UTF_8), entry.value())
                    .ifPresent(state::read);
        }
        return at;
    }
}
