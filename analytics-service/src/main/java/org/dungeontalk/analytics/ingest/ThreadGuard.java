package org.dungeontalk.analytics.ingest;

import java.util.function.Consumer;

/**
 * Catches everything that the work of a thread throws, and reports it. The work may then start
 * again as a whole. After an error of the virtual machine nothing is reliable, so the process ends
 * and is restarted.
 */
final class ThreadGuard {

    /** Work that may be interrupted. */
    @FunctionalInterface
    interface Work {
        /** Does the work. */
        void run() throws InterruptedException;
    }

    private final Consumer<Throwable> failed;
    private final Consumer<Throwable> end;

    /**
     * @param failed is called with what the work threw
     * @param end ends the process
     */
    ThreadGuard(Consumer<Throwable> failed, Consumer<Throwable> end) {
        this.failed = failed;
        this.end = end;
    }

    /** Does the work. Returns false if it failed. An interrupt is not a failure. */
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
