package org.dungeontalk.load.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LoadPlanTest {

    private static final int RUNS = 1_000;

    @Test
    void runsThatStartAtTheSameMomentHaveRoomsOfTheirOwn() {
        assertEquals(RUNS, Stream.generate(LoadPlan::newRoomPrefix).limit(RUNS).distinct().count());
    }
}
