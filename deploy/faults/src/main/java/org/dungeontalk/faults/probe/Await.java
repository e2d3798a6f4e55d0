package org.dungeontalk.faults.probe;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Asks again and again, on the caller's thread, which it blocks. It asks once at least, and doesn't
 * interrupt a question that takes longer than the limit.
 */
public final class Await {

    private Await() {}

    /** What is asked. */
    public interface Question<T, E extends Exception> {

        T answer() throws E;
    }

    /**
     * Asks until a condition is true.
     *
     * @param pause between two questions
     * @return whether it is true; false after the limit
     */
    public static <E extends Exception> boolean until(
            Duration limit, Duration pause, Question<Boolean, E> condition)
            throws E, InterruptedException {
        return answer(limit, pause, condition, holds -> holds);
    }

    /**
     * Asks until the answer is as wanted.
     *
     * @param pause between two questions
     * @return the last answer; one that is not wanted after the limit
     */
    public static <T, E extends Exception> T answer(
            Duration limit, Duration pause, Question<T, E> question, Predicate<T> wanted)
            throws E, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        T answer = question.answer();
        while (!wanted.test(answer) && System.nanoTime() - end < 0) {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            answer = question.answer();
        }
        return answer;
    }

    /** Asks until a number has stayed the same for this long. Without a limit. */
    public static void unchanged(Duration time, LongSupplier number) throws InterruptedException {
        long before;
        long now = number.getAsLong();
        do {
            before = now;
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
            now = number.getAsLong();
        } while (now != before);
    }
}
