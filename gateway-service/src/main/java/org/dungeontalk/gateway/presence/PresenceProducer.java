package org.dungeontalk.gateway.presence;

import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.kafka.WriteProgress;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Writes the presence topic: acks=all, idempotent. Thread-safe, never blocks. */
@ApplicationScoped
public class PresenceProducer implements PresenceWriter.Topic {
    /** More records than {@link PresenceWriter} ever has in flight. */
    private static final int BUFFER = 8_192;

    private final MutinyEmitter<Record<String, byte[]>> emitter;
    private final WriteProgress progress;
    private final Duration timeout;
    private final LongAdder written = new LongAdder();
    private final LongAdder failed = new LongAdder();

    PresenceProducer(
            @Channel("presence")
                    @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER)
                    MutinyEmitter<Record<String, byte[]>> emitter,
            WriteProgress progress,
            GatewayConfig config) {
        this.emitter = emitter;
        this.progress = progress;
        this.timeout = config.log().sendTimeout();
    }

    @Override
    public CompletionStage<Void> write(String key, byte[] value) {
        progress.presence().begun();
        return emitter.send(Record.of(key, value))
                .ifNoItem()
                .after(timeout)
                .failWith(TimeoutException::new)
                .onItemOrFailure()
                .invoke((done, failure) -> ended(failure))
                .subscribeAsCompletionStage();
    }

    private void ended(Throwable failure) {
        progress.presence().ended(failure);
        (failure == null ? written : failed).increment();
    }

    /** Records written since the start. */
    long written() {
        return written.sum();
    }

    /** Records that could not be written; they are written again. */
    long failed() {
        return failed.sum();
    }
}
