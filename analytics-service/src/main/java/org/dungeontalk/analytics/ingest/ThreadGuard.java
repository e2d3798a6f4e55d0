package org.dungeontalk.analytics.ingest;

import java.util.function.Consumer;

/**
 * The one place of a thread that sees everything its work throws: it is told, and the work may
 * begin anew as a whole. With an error of the virtual machine itself nothing can be relied on any
 * more, so the process ends and is started again.
 */
final class ThreadGuard {

    /** Work that may be interrupted. */
    @FunctionalInterface
    interface Work {
        /** Does it. */
        void run() throws InterruptedException;
    }

    private final Consumer<Throwable> failed;
    private final Consumer<Throwable> end;

    /**
     * A guard.
     *
     * @param failed is told what the work threw
     * @param end ends the process
     */
    ThreadGuard(Consumer<Throwable> failed, Consumer<Throwable> end) {
        this.failed = failed;
        this.end = end;
    }

    /** Does the work; false if it failed. That it was told to stop is no failure. */
    boolean did(Work work) {
        try {
            work.run();
            return true;
        } catch (InterruptedException | StoppedException e) {
            return true;
        } catch (StackOverflowError e) {
            failed.accept(e);
            return false;
        } catch (VirtualMachineError e) {
            end.accept(e);
            return false;
        } catch (Throwable e) {
            failed.accept(e);
            return false;
        }
    }
}
