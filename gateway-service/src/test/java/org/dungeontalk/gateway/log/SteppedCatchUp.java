package org.dungeontalk.gateway.log;

import jakarta.enterprise.inject.Vetoed;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.dungeontalk.gateway.config.GatewayConfig;
import org.dungeontalk.gateway.kafka.KafkaClients;
import org.dungeontalk.gateway.kafka.UnreadableRecords;
import org.dungeontalk.gateway.lifecycle.VitalThreads;
import org.dungeontalk.gateway.model.Scheduler;

/** The catch-up reader; each block that is asked for is read and answered in one step. */
@Vetoed
public final class SteppedCatchUp extends CatchUpReader {
    private final Scheduler scheduler;

    SteppedCatchUp(
            Scheduler scheduler,
            KafkaClients client,
            UnreadableRecords unreadable,
            VitalThreads threads,
            GatewayConfig config) {
        super(client, unreadable, threads, config);
        this.scheduler = scheduler;
    }

    @Override
    CompletionStage<LogBlock> block(String epoch, int partition, long offset) {
        CompletableFuture<LogBlock> answer = new CompletableFuture<>();
        scheduler.step(
                scheduler.program("catch-up reads from " + offset),
                () -> read(epoch, partition, offset, answer));
        return answer;
    }

    private void read(
            String epoch, int partition, long offset, CompletableFuture<LogBlock> answer) {
        try {
            answer.complete(super.block(epoch, partition, offset).toCompletableFuture().join());
        } catch (CompletionException e) {
            answer.completeExceptionally(e.getCause());
        }
    }

    /** Ends the thread of a catch-up reader. */
    public static void stop(CatchUpReader reader) {
        reader.stop(null);
    }
}
