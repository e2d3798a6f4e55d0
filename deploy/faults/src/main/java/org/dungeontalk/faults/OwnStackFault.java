package org.dungeontalk.faults;

import java.nio.file.Path;

/** A row that starts its stack itself, because the fault is in what the stack is made of. */
interface OwnStackFault {

    /**
     * Blocks until the result is known; then nothing of the row is left running.
     *
     * @param data an empty directory for the stack
     */
    RowResult run(Path data) throws Exception;
}
