package org.dungeontalk.persistence.history;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.dungeontalk.persistence.config.PersistenceConfig;
import org.dungeontalk.persistence.problem.Problem;

/**
 * Limits how many requests read from PostgreSQL, how many wait, and how long a client waits. A
 * failure that is no {@link Problem} becomes one with status 503.
 *
 * <p>A waiting read leaves the queue as soon as its client is gone or has its 503. A running read
 * is not cancelled, because its session would keep its connection: PostgreSQL ends each of its
 * statements after the same time. Called on event loops; blocks nothing.
 */
@ApplicationScoped
class ReadLimiter {

    private final ReadQueue queue;
    private final Counter refused;
    private final Duration limit;

    ReadLimiter(PersistenceConfig config, MeterRegistry registry) {
        this.limit = config.history().timeout();
        this.queue = new ReadQueue(config.history().connections(), config.history().waiting());
        this.refused =
                Counter.builder("dungeontalk.persistence.reads.refused")
                        .description("Reads that were refused because too many waited")
                        .register(registry);
        Gauge.builder("dungeontalk.persistence.reads.waiting", queue, ReadQueue::waiting)
                .description("Reads that wait for other reads to end")
                .register(registry);
    }

    /**
     * @param read started when it is its turn
     * @param request of the client that waits for it
     */
    <T> Uni<T> limited(Uni<T> read, RoutingContext request) {
        Context context = Vertx.currentContext();
        return Uni.createFrom()
                .<T>emitter(emitter -> enter(read, context, request, emitter))
                .ifNoItem()
                .after(limit)
                .fail()
                .onFailure(failure -> !(failure instanceof Problem))
                .transform(
                        failure ->
                                Problem.unavailable(
                                        "The history can't be read now. Try again later.",
                                        failure));
    }

    private <T> void enter(
            Uni<T> read, Context context, RoutingContext request, UniEmitter<? super T> emitter) {
        Runnable start = () -> context.runOnContext(nothing -> run(read, emitter));
        if (queue.enter(start)) {
            emitter.onTermination(() -> queue.withdraw(start));
            request.addEndHandler(ended -> queue.withdraw(start));
        } else {
            refused.increment();
            emitter.fail(Problem.unavailable("Too many reads at once. Try again.", null));
        }
    }

    private <T> void run(Uni<T> read, UniEmitter<? super T> emitter) {
        read.onTermination()
                .invoke(queue::leave)
                .subscribe()
                .with(emitter::complete, emitter::fail);
    }
}
