package org.dungeontalk.gateway.model;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.UnaryOperator;
import org.dungeontalk.gateway.delivery.FanOut;
import org.dungeontalk.gateway.kafka.SimulatedKafka;
import org.dungeontalk.gateway.kafka.SimulatedProducer;
import org.dungeontalk.gateway.lifecycle.VitalThreads;
import org.dungeontalk.gateway.log.CatchUpReader;
import org.dungeontalk.gateway.log.LogListener;
import org.dungeontalk.gateway.log.LogReader;
import org.dungeontalk.gateway.log.LogRecord;
import org.dungeontalk.gateway.log.SteppedCatchUp;
import org.dungeontalk.gateway.publish.EndedPublisher;
import org.dungeontalk.gateway.publish.LogPublisher;
import org.dungeontalk.gateway.session.Connections;
import org.dungeontalk.gateway.session.Services;
import org.dungeontalk.gateway.wire.SteppedLoop;

/**
 * One gateway of a run. All of it is real from the connection's frames to the log reader; the event
 * loops, the log reader's thread and Kafka take steps.
 */
final class ModelGateway {
    private final String name;
    private final Scheduler scheduler;
    private final ModelRun run;
    private final Wiring beans;
    private final LogReader reader;
    private final List<SteppedLoop> loops;
    private final Scheduler.Participant readerSteps;

    /**
     * @param fault changes the wiring, so that the gateway has a fault
     */
    ModelGateway(
            String name, int loops, ModelSetup setup, ModelRun run, UnaryOperator<Wiring> fault) {
        this.name = name;
        this.run = run;
        this.scheduler = run.scheduler();
        this.readerSteps = scheduler.thread(name + "'s log reader");
        VitalThreads threads = new SteppedThreads(setup.shared().get(MeterRegistry.class));
        this.loops = SteppedLoop.of(name, loops, scheduler, threads);
        this.beans =
                fault.apply(
                        new Wiring(setup.shared())
                                .with(Scheduler.class, scheduler)
                                .with(VitalThreads.class, threads)
                                .with(
                                        KafkaClientService.class,
                                        SimulatedProducer.of(name, setup.kafka(), scheduler))
                                .use(CatchUpReader.class, SteppedCatchUp.class));
        if (!setup.sends()) {
            beans.with(LogPublisher.class, null);
        }
        this.reader = beans.get(LogReader.class);
    }

    /** Starts to read; the room's partition is read from the start. */
    void start(String room) {
        beans.get(SimulatedKafka.class).whenReaderStarts(() -> reader.retain(room));
        reader.start(new SteppedListener(beans.get(FanOut.class)));
    }

    /** Reads the room's partition from now on. */
    void read(String room) {
        reader.retain(room);
    }

    /** The process dies: nothing of it does another step. What it gave to Kafka may arrive. */
    void die() {
        loops.forEach(SteppedLoop::die);
        scheduler.kill(readerSteps);
    }

    /** Ends the threads; the run must be over. */
    void stop() {
        SteppedCatchUp.stop(beans.get(CatchUpReader.class));
        EndedPublisher.of(beans.get(LogPublisher.class));
        try {
            reader.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    SteppedLoop loop(int number) {
        return loops.get(number);
    }

    Services services() {
        return beans.get(Services.class);
    }

    Connections connections() {
        return beans.get(Connections.class);
    }

    /** Gives way between writing messages to memory and looking for members. */
    private final class SteppedListener implements LogListener {
        private final LogListener listener;

        SteppedListener(LogListener listener) {
            this.listener = listener;
        }

        @Override
        public void read(List<LogRecord> messages) throws InterruptedException {
            scheduler.giveWay("looks for members");
            listener.read(messages);
        }

        @Override
        public void gap(int partition) {
            listener.gap(partition);
        }

        @Override
        public void topicRecreated() {
            listener.topicRecreated();
        }
    }

    /** Makes the log reader's thread a participant, and takes failures as faults. */
    private final class SteppedThreads extends VitalThreads {

        SteppedThreads(MeterRegistry registry) {
            super(registry);
        }

        @Override
        public ThreadFactory named(String thread) {
            if (!thread.equals("log-reader")) {
                return super.named(thread);
            }
            return work -> super.named(thread).newThread(() -> scheduler.work(readerSteps, work));
        }

        @Override
        public void failed(String what, Throwable thrown) {
            run.wrong(name + ": " + what + " failed: " + thrown);
        }
    }
}
