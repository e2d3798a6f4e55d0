package org.dungeontalk.gateway.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.room.RoomKind;
import org.junit.jupiter.api.Test;

/** Three gateways and one topic, step by step. */
class PresenceStateTest {
    private static final RoomKey ROOM = new RoomKey(RoomKind.CHAT, "tavern");

    private final MemoryLog log = new MemoryLog();
    private final TestGateway a = new TestGateway("00000000000000aa", log);
    private final TestGateway b = new TestGateway("00000000000000bb", log);
    private final TestGateway c = new TestGateway("00000000000000cc", log);

    @Test
    void everyGatewayKnowsThePlayersOfAllAndAPlayerOnTwoCountsOnce() throws Exception {
        a.enter(ROOM, "mira", "tomas");
        b.enter(ROOM, "mira");
        c.enter(ROOM, "ines");
        allSecond();
        allSecond();
        for (TestGateway gateway : Set.of(a, b, c)) {
            assertEquals(Set.of("mira", "tomas", "ines"), gateway.members(ROOM));
        }
        a.leave(ROOM, "mira");
        allSecond();
        assertEquals(Set.of("mira", "tomas", "ines"), c.members(ROOM));
        b.leave(ROOM, "mira");
        allSecond();
        assertEquals(Set.of("tomas", "ines"), c.members(ROOM));
    }

    @Test
    void whatWasReadSharesItsObjectsSoThatAMemberTakesLittleMemory() throws Exception {
        a.enter(ROOM, "mira", "tomas");
        allSecond();
        allSecond();
        for (PresentMember member : a.state.directory().room(ROOM).values()) {
            assertSame(a.here.member(ROOM, member.id()).orElseThrow(), member);
        }
        List<Membership> read = List.copyOf(b.state.directory().room(ROOM).keySet());
        assertEquals(2, read.size());
        assertSame(read.get(0).room(), read.get(1).room());
        assertSame(read.get(0).gateway(), read.get(1).gateway());
    }

    @Test
    void aKilledGatewaysPlayersAreLetGoAfterFourHeartBeatsAndItsRecordsGo() throws Exception {
        everybodyEnters();
        for (int sinceThen = 1; sinceThen < 4; sinceThen++) {
            assertTrue(b.members(ROOM).contains("mira"));
            b.beat();
            c.beat();
        }
        assertEquals(Set.of("tomas", "ines"), b.members(ROOM));
        assertTrue(b.frames.get(b.frames.size() - 1).contains("\"eventType\":\"LEAVE\""));
        assertEquals(1, b.state.heals());
        b.beat();
        b.beat();
        c.second();
        assertEquals(2, b.state.directory().size());
        assertEquals(2, b.state.gatewaysAlive());
        assertEquals(2, c.state.gatewaysAlive());
    }

    @Test
    void whoComesBackInTimeOnAnyGatewayWasNeverGone() throws Exception {
        everybodyEnters();
        int toldBefore = b.frames.size();
        a.lose(ROOM, "mira");
        allSecond();
        allSecond();
        c.enter(ROOM, "mira");
        grace();
        assertEquals(Set.of("mira", "tomas", "ines"), b.members(ROOM));
        assertEquals(toldBefore, b.frames.size(), "nobody was told of the gap");
        assertTrue(a.here.members(ROOM).isEmpty(), "the old gateway holds no place any more");
    }

    @Test
    void whoDoesNotComeBackIsGoneAfterTheGraceTime() throws Exception {
        everybodyEnters();
        a.lose(ROOM, "mira");
        allSecond();
        allSecond();
        assertTrue(b.members(ROOM).contains("mira"));
        grace();
        assertEquals(Set.of("tomas", "ines"), b.members(ROOM));
    }

    @Test
    void everyGapHasItsOwnTimeAndASecondDeviceKeepsThePlace() throws Exception {
        everybodyEnters();
        for (int gap = 0; gap < 5; gap++) {
            a.lose(ROOM, "mira");
            for (int second = 0; second < 3; second++) {
                allSecond();
            }
            assertTrue(b.members(ROOM).contains("mira"), "gap " + gap);
            a.enter(ROOM, "mira");
        }
        a.enter(ROOM, "mira");
        a.lose(ROOM, "mira");
        grace();
        assertTrue(b.members(ROOM).contains("mira"));
        a.leave(ROOM, "mira");
        allSecond();
        allSecond();
        assertFalse(b.members(ROOM).contains("mira"), "who says so is gone at once");
    }

    @Test
    void aGatewayThatWasOnlySlowIsBackWithItsPlayers() throws Exception {
        everybodyEnters();
        for (int i = 0; i < 6; i++) {
            b.beat();
            c.beat();
        }
        assertEquals(Set.of("tomas", "ines"), c.members(ROOM));
        a.beat();
        a.second();
        allSecond();
        assertEquals(Set.of("mira", "tomas", "ines"), b.members(ROOM));
        assertEquals(Set.of("mira", "tomas", "ines"), c.members(ROOM));
        assertEquals(3, c.state.gatewaysAlive());
    }

    @Test
    void nobodyIsTakenForDeadWhileKafkaIsAway() throws Exception {
        everybodyEnters();
        log.away = true;
        for (int i = 0; i < 20; i++) {
            b.beat();
        }
        assertEquals(Set.of("mira", "tomas", "ines"), b.members(ROOM));
        log.away = false;
        b.beat();
        assertEquals(0, b.state.heals());
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenLater() throws Exception {
        log.away = true;
        a.enter(ROOM, "mira");
        a.second();
        log.away = false;
        a.second();
        a.second();
        a.second();
        b.second();
        assertEquals(Set.of("mira"), b.members(ROOM));
    }

    @Test
    void aRecordThatNeverComesBackIsWrittenAgainAfterAMinute() throws Exception {
        log.losing = true;
        a.enter(ROOM, "mira");
        a.beat();
        log.losing = false;
        for (int second = 0; second < 62; second++) {
            a.second();
        }
        a.beat();
        b.second();
        assertEquals(Set.of("mira"), b.members(ROOM));
        assertEquals(2, b.state.gatewaysAlive());
    }

    @Test
    void whoComesAndGoesBetweenTwoRoundsLeavesNoRecord() throws Exception {
        a.enter(ROOM, "mira");
        a.leave(ROOM, "mira");
        a.second();
        assertEquals(0, log.entries.size());
    }

    @Test
    void aSecondSubscriptionLeavesNoRecord() throws Exception {
        a.enter(ROOM, "mira");
        a.second();
        int records = log.entries.size();
        a.enter(ROOM, "mira");
        a.second();
        a.leave(ROOM, "mira");
        a.second();
        assertEquals(records, log.entries.size());
        assertEquals(Set.of("mira"), a.members(ROOM));
    }

    @Test
    void readingTheTopicAnewGivesTheSamePicture() throws Exception {
        everybodyEnters();
        a.leave(ROOM, "mira");
        a.enter(ROOM, "new");
        b.reread();
        a.reread();
        a.second();
        b.second();
        assertEquals(Set.of("new", "tomas", "ines"), a.members(ROOM));
        assertEquals(Set.of("new", "tomas", "ines"), b.members(ROOM));
    }

    @Test
    void aGatewayThatGoesInOrderLeavesNothingBehind() throws Exception {
        everybodyEnters();
        a.leave(ROOM, "mira");
        a.second();
        a.second();
        assertTrue(a.state.allWritten());
        a.state.deleteHeartBeat();
        assertFalse(a.state.allWritten());
        a.second();
        assertTrue(a.state.allWritten());
        b.second();
        assertEquals(2, b.state.gatewaysAlive());
        assertEquals(2, b.state.directory().size());
    }

    private void grace() throws Exception {
        for (int time = 0; time <= TestSettings.DEFAULT.reconnectGrace().toSeconds(); time++) {
            allSecond();
        }
    }

    private void everybodyEnters() throws Exception {
        a.enter(ROOM, "mira");
        b.enter(ROOM, "tomas");
        c.enter(ROOM, "ines");
        a.beat();
        b.beat();
        c.beat();
        allSecond();
    }

    private void allSecond() throws Exception {
        a.second();
        b.second();
        c.second();
        a.second();
    }
}
