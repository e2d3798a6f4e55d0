package org.dungeontalk.gateway.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Lets one participant of a run do a step at a time, and chooses which one is next. A participant
 * is a thread, which gives way where it calls {@link #await}, or a program, whose steps are atomic
 * and run on the thread of whoever gave way. The first of the ready ones is chosen until {@link
 * #explore} is called.
 */
public final class Scheduler {
    private static final int SPINS = 2_000;
    private static final long LONGEST_STEP = TimeUnit.SECONDS.toNanos(30);

    /** One thread or one program. */
    public static final class Participant {
        private final String name;
        private final Queue<Runnable> program;
        private volatile BooleanSupplier ready = () -> true;
        private volatile String what = "begins";
        private volatile boolean granted;
        private volatile Thread thread;
        private boolean dead;

        private Participant(String name, Queue<Runnable> program) {
            this.name = name;
            this.program = program;
        }

        private boolean atomic() {
            return program != null;
        }

        private String nextStep() {
            return atomic() ? "" : " " + what;
        }

        private boolean isReady() {
            return !dead && (atomic() ? !program.isEmpty() : ready.getAsBoolean());
        }
    }

    private final Choices choices;
    private final List<Participant> participants = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private final Participant driver = new Participant("driver", null);
    private volatile Participant current = driver;
    private volatile boolean over;
    private volatile Throwable failure;
    private final int most;
    private Participant last;
    private int preemptions;
    private boolean exploring;

    /**
     * @param most preemptions of a run: how often a participant that is ready for its next step has
     *     to wait while another one does a step
     */
    Scheduler(Choices choices, int most) {
        this.choices = choices;
        this.most = most;
        driver.thread = Thread.currentThread();
    }

    /** Adds a thread, which must call {@link #work}. */
    public Participant thread(String name) {
        return added(new Participant(name, null));
    }

    /** Adds a program without steps. */
    public Participant program(String name) {
        return added(new Participant(name, new ArrayDeque<>()));
    }

    private Participant added(Participant participant) {
        participants.add(participant);
        return participant;
    }

    /** Adds a step to the end of the program. */
    public void step(Participant program, Runnable work) {
        program.program.add(work);
    }

    /** Does the work of a participant's thread, on that thread. */
    public void work(Participant me, Runnable work) {
        me.thread = Thread.currentThread();
        pause(me);
        try {
            work.run();
        } catch (RuntimeException | AssertionError e) {
            failure = e;
        }
        me.ready = () -> false;
        if (!over) {
            grant(next());
        }
    }

    /**
     * Gives way; returns once the calling thread's participant is chosen again, which happens only
     * while it is ready. Does nothing within a step of a program, or when the run is over.
     *
     * @param what the thread does next
     */
    public void await(String what, BooleanSupplier ready) {
        Participant me = current;
        if (!over && !me.atomic() && me != driver) {
            me.what = what;
            me.ready = ready;
            pass(me);
        }
    }

    /** Gives way. */
    public void giveWay(String what) {
        await(what, () -> true);
    }

    /** The participant does no more steps. */
    public void kill(Participant participant) {
        participant.dead = true;
    }

    /** One of the options, as another choice of the run. */
    public int choose(int options) {
        return exploring ? choices.next(options) : 0;
    }

    /** From now on all choices are explored. */
    public void explore() {
        exploring = true;
    }

    /** Lets the participants run until none is ready. Called by the thread that made this. */
    public void run() {
        pass(driver);
        if (failure != null) {
            throw new IllegalStateException("A step failed", failure);
        }
    }

    /** Ends the run: all threads run on by themselves and must end. */
    public void end() {
        over = true;
        participants.forEach(p -> LockSupport.unpark(p.thread));
    }

    public boolean isOver() {
        return over;
    }

    /** Whether the participant is doing a step now. */
    public boolean isRunning(Participant participant) {
        return current == participant;
    }

    /** The names of the steps done since {@link #explore}. */
    public List<String> steps() {
        return steps;
    }

    /** Describes the current step. */
    public void note(String what) {
        if (exploring) {
            steps.add("    " + what);
        }
    }

    /** Lets others do steps until it is this one's turn again. */
    private void pass(Participant me) {
        Participant next = next();
        if (next != me) {
            grant(next);
            pause(me);
        }
    }

    /** The thread whose turn is next, after the steps of programs before it. */
    private Participant next() {
        Participant chosen = chosen();
        current = chosen;
        while (chosen.atomic()) {
            work(chosen);
            chosen = chosen();
            current = chosen;
        }
        return chosen;
    }

    private static void grant(Participant next) {
        next.granted = true;
        LockSupport.unpark(next.thread);
    }

    private void work(Participant program) {
        try {
            program.program.remove().run();
        } catch (RuntimeException | AssertionError e) {
            failure = e;
        }
    }

    /** The participant that does the next step; the driver if none is ready. */
    private Participant chosen() {
        List<Participant> ready = participants.stream().filter(Participant::isReady).toList();
        if (ready.isEmpty() || failure != null) {
            return driver;
        }
        boolean preempts = exploring && ready.contains(last);
        if (preempts && preemptions == most) {
            ready = List.of(last);
        }
        Participant chosen;
        try {
            chosen = ready.get(choose(ready.size()));
        } catch (IllegalStateException e) {
            failure = e;
            return driver;
        }
        if (exploring) {
            steps.add(chosen.name + chosen.nextStep());
            preemptions += preempts && chosen != last ? 1 : 0;
            last = chosen;
        }
        return chosen;
    }

    private void pause(Participant me) {
        long start = System.nanoTime();
        for (int i = 0; !me.granted && !over; i++) {
            if (i < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, LONGEST_STEP);
                if (me == driver && System.nanoTime() - start > LONGEST_STEP) {
                    throw new IllegalStateException("A step does not end: " + steps);
                }
            }
        }
        me.granted = false;
    }
}
