package org.dungeontalk.local.stack;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.dungeontalk.embedded.Ports;

/**
 * Another instance of a service of a running stack, with the same settings, on free ports and with
 * its own log. It is not in stack.json. It ends with this process, but must be stopped before the
 * stack. Any thread may call the methods. They block.
 */
public final class AnotherInstance implements AutoCloseable {

    private final RunningService service;

    /**
     * An instance that is not started yet.
     *
     * @param service the service's name in the stack, such as {@code persistence}
     * @param name the instance's name, such as {@code persistence-2}
     */
    private AnotherInstance(Stack stack, String service, String name) {
        List<Integer> ports = Ports.free(2);
        this.service =
                new RunningService(
                        stack.service(service).plan().another(name, ports.get(0), ports.get(1)),
                        stack.data().option(),
                        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build(),
                        Progress.to(System.out));
    }

    /**
     * A second instance of a service, such as {@code persistence-2}, which is ready.
     *
     * @throws StackFailed if it does not start
     */
    public static AnotherInstance second(Stack stack, String service) {
        AnotherInstance second = new AnotherInstance(stack, service, service + "-2");
        try {
            second.restart();
            return second;
        } catch (StackFailed e) {
            second.close();
            throw e;
        }
    }

    /**
     * Stops it in order if it runs, starts it, and returns when it is ready.
     *
     * @throws StackFailed if it does not start
     */
    public void restart() {
        service.stop();
        service.start();
        service.awaitReady();
    }

    /** Kills it (SIGKILL), and returns when it has ended. */
    public void kill() {
        service.kill();
    }

    /** The running process; empty if it does not run. */
    public Optional<StackFile.Started> describe() {
        return service.describe();
    }

    /** Stops it in order. */
    @Override
    public void close() {
        service.stop();
    }
}
