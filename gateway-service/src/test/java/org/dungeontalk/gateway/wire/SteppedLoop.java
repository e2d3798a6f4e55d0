package org.dungeontalk.gateway.wire;

import io.netty.channel.DefaultEventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dungeontalk.gateway.lifecycle.VitalThreads;
import org.dungeontalk.gateway.model.Scheduler;

/**
 * An event loop; each task is a step of a run. The log reader gives way before it hands over
 * messages. A delay of at most a second ends whenever the scheduler says so; longer ones never end.
 */
public final class SteppedLoop extends DefaultEventLoop {
    private static final long LONGEST_MS = 1_000;

    private final Scheduler scheduler;
    private final VitalThreads threads;
    private final Loop loop = new Loop(this, this::guarded);
    private final Queue<Runnable> flushes = new ArrayDeque<>();
    private Scheduler.Participant me;
    private Scheduler.Participant timer;

    /** Work that went through the loop's guard, unlike messages and flushes of sockets. */
    private record Guarded(Runnable work) implements Runnable {
        @Override
        public void run() {
            work.run();
        }
    }

    private SteppedLoop(Scheduler scheduler, VitalThreads threads) {
        this.scheduler = scheduler;
        this.threads = threads;
    }

    /**
     * The loops of a gateway, in the order in which the log reader hands over to them. That is the
     * order of an identity map, which differs from run to run.
     */
    public static List<SteppedLoop> of(
            String gateway, int number, Scheduler scheduler, VitalThreads threads) {
        List<SteppedLoop> made;
        List<SteppedLoop> loops;
        do {
            made =
                    IntStream.range(0, number)
                            .mapToObj(i -> new SteppedLoop(scheduler, threads))
                            .collect(Collectors.toCollection(ArrayList::new));
            loops = inOrder(made);
            Collections.reverse(made);
        } while (!loops.equals(inOrder(made)));
        for (int i = 0; i < number; i++) {
            loops.get(i).takePart(gateway + "'s loop " + i);
        }
        return loops;
    }

    private static List<SteppedLoop> inOrder(List<SteppedLoop> loops) {
        Map<Loop, SteppedLoop> map = new IdentityHashMap<>();
        loops.forEach(loop -> map.put(loop.loop, loop));
        return List.copyOf(map.values());
    }

    private void takePart(String name) {
        me = scheduler.program(name);
        timer = scheduler.program(name + "'s timer");
    }

    private Runnable guarded(Runnable work) {
        return new Guarded(threads.guarded("Work of an event loop", work));
    }

    public Loop loop() {
        return loop;
    }

    /** Something comes from a client: the task is the next one after those that wait. */
    public void receive(Runnable task) {
        scheduler.step(me, () -> turn(task));
    }

    /** Ends in the middle of its work, like a process that is killed. */
    public void die() {
        scheduler.kill(me);
        scheduler.kill(timer);
    }

    private void turn(Runnable task) {
        task.run();
        while (!flushes.isEmpty()) {
            flushes.remove().run();
        }
    }

    @Override
    public boolean inEventLoop() {
        return scheduler.isRunning(me);
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        if (task instanceof Guarded) {
            receive(task);
        } else if (inEventLoop()) {
            flushes.add(task);
        } else {
            scheduler.giveWay("hands over messages");
            receive(task);
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        if (unit.toMillis(delay) <= LONGEST_MS) {
            scheduler.step(timer, () -> receive(task));
        }
        return null;
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(
            Runnable task, long delay, long period, TimeUnit unit) {
        return null;
    }
}
