package org.dungeontalk.local.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnProcessTest {

    private final ProcessHandle self = ProcessHandle.current();

    @Test
    void isFoundByPidAndStart() {
        assertEquals(Optional.of(self), OwnProcess.find(started(OwnProcess.startedAt(self))));
    }

    @Test
    void isNotTakenForAnotherProcessThatHadThePid() {
        assertTrue(OwnProcess.find(started(OwnProcess.startedAt(self) - 60_000)).isEmpty());
    }

    private StackFile.Started started(long at) {
        return new StackFile.Started("self", self.pid(), at, null, null, null);
    }
}
