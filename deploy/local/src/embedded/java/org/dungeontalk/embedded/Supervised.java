package org.dungeontalk.embedded;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Runs another main class in this JVM, and halts the JVM as soon as the parent process has ended,
 * even if it was killed with SIGKILL. A halt runs no shutdown hooks, so the main class must survive
 * a kill, as Kafka does.
 *
 * <p>Arguments: the parent's pid, the main class, then the main class's own arguments. It notices
 * the parent's end within {@value #CHECK_MILLIS} ms.
 */
public final class Supervised {

    /** How often the parent is looked for, in milliseconds. */
    static final long CHECK_MILLIS = 200;

    /** Exit code of a JVM that was halted because its parent ended. */
    public static final int PARENT_GONE = 113;

    private Supervised() {}

    /**
     * @param args parent's pid, main class, the main class's arguments
     * @throws Exception of the main class
     */
    public static void main(String[] args) throws Exception {
        if (args.length < 2) {
            System.err.println("usage: Supervised <parent pid> <main class> [arguments]");
            System.exit(2);
        }
        watch(Long.parseLong(args[0]));
        String[] rest = Arrays.copyOfRange(args, 2, args.length);
        try {
            Class.forName(args[1]).getMethod("main", String[].class).invoke(null, (Object) rest);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static void watch(long parent) {
        boolean direct = isParent(parent);
        Thread watcher =
                new Thread(
                        () -> {
                            while (direct ? isParent(parent) : isAlive(parent)) {
                                pause();
                            }
                            System.err.println(
                                    "The parent process " + parent + " is gone: halting.");
                            Runtime.getRuntime().halt(PARENT_GONE);
                        },
                        "parent-watch");
        watcher.setDaemon(true);
        watcher.start();
    }

    /**
     * Whether the process is still the parent of this one. A killed parent that was not reaped yet
     * still has its pid, but has lost its children.
     */
    private static boolean isParent(long pid) {
        return ProcessHandle.current().parent().map(p -> p.pid() == pid).orElse(false);
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(CHECK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
