package org.dungeontalk.analytics.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThreadGuardTest {

    private final List<Throwable> failed = new ArrayList<>();
    private final List<Throwable> ended = new ArrayList<>();
    private final ThreadGuard guard = new ThreadGuard(failed::add, ended::add);

    @Test
    void whateverIsThrownIsToldAndTheThreadLives() {
        List<Throwable> all =
                List.of(
                        new IllegalStateException("a"),
                        new UnsatisfiedLinkError("b"),
                        new AssertionError("c"),
                        new StackOverflowError());
        for (Throwable one : all) {
            assertFalse(guard.did(() -> sneaky(one)));
        }
        assertEquals(all, failed);
        assertEquals(List.of(), ended);
        assertTrue(guard.did(() -> {}));
    }

    @Test
    void anErrorOfTheMachineEndsTheProcess() {
        OutOfMemoryError error = new OutOfMemoryError();
        assertFalse(guard.did(() -> sneaky(error)));
        assertEquals(List.of(error), ended);
    }

    @Test
    void stoppingIsNoFailure() {
        assertTrue(guard.did(() -> sneaky(new InterruptedException())));
        assertTrue(guard.did(() -> sneaky(new StoppedException())));
        assertEquals(List.of(), failed);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneaky(Throwable failure) throws T {
        throw (T) failure;
    }
}
