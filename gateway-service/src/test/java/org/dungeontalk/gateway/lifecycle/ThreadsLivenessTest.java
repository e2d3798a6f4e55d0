package org.dungeontalk.gateway.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class ThreadsLivenessTest {
    private final VitalThreads threads = new VitalThreads(new SimpleMeterRegistry());
    private final ThreadsLiveness liveness = new ThreadsLiveness(threads);

    @Test
    void aThreadThatEndsByAnErrorLeavesTheGatewayNeitherLiveNorReady() throws Exception {
        assertEquals(Status.UP, liveness.call().getStatus());
        Thread reader =
                threads.named("reader")
                        .newThread(
                                () -> {
                                    throw new InternalError("of the test");
                                });
        reader.start();
        reader.join();
        assertEquals(Status.DOWN, liveness.call().getStatus());
        assertEquals(1, threads.failures());
    }

    @Test
    void workThatThrowsEndsNothing() {
        threads.guarded("Work", () -> failing(new NoClassDefFoundError())).run();
        threads.guarded("Work", () -> failing(new StackOverflowError())).run();
        assertEquals(Status.UP, liveness.call().getStatus());
        assertEquals(2, threads.failures());
    }

    private static void failing(Error error) {
        throw error;
    }
}
