package org.dungeontalk.gateway.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.DefaultEventLoop;
import java.util.ArrayList;
import java.util.List;
import org.dungeontalk.gateway.kafka.Topic;
import org.dungeontalk.gateway.lifecycle.VitalThreads;
import org.dungeontalk.gateway.log.LogRecord;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.room.RoomKind;
import org.dungeontalk.gateway.wire.Loop;
import org.dungeontalk.gateway.wire.TextMessage;
import org.junit.jupiter.api.Test;

class ShardTest {
    private static final RoomKey ROOM = new RoomKey(RoomKind.CHAT, "r");
    private static final Topic TOPIC = new Topic("game-messages", "0a1b2c3d", 30);

    private final VitalThreads threads = new VitalThreads(new SimpleMeterRegistry());
    private final Shard shard =
            new Shard(new Loop(new DefaultEventLoop(), work -> threads.guarded("Work", work)));
    private final FrameEncoder encoder = new FrameEncoder(TOPIC, 1_000);

    @Test
    void membersWithTheSameHeadGetTheVerySameBytes() {
        Listener mira = member("mira", "sub-0");
        Listener tomas = member("tomas", "sub-0");
        Listener ines = member("ines", "other");
        shard.deliver(List.of(open(1), open(2)), encoder);
        assertEquals(1, mira.messages.size());
        assertSame(mira.messages.get(0), tomas.messages.get(0));
        assertNotSame(mira.messages.get(0), ines.messages.get(0));
        assertEquals(2, mira.frames);
    }

    @Test
    void membersWithTheSameHeadMayShareTheirObjects() {
        Listener mira = member("mira", "sub-0");
        Listener tomas = member("tomas", "sub-0");
        Listener ines = member("ines", "other");
        assertSame(mira, tomas.like);
        assertNull(mira.like);
        assertNull(ines.like);
    }

    @Test
    void aWhisperGoesToItsTwoAndKeepsItsPlaceInTheOrder() {
        Listener mira = member("mira", "s");
        Listener tomas = member("tomas", "s");
        Listener ines = member("ines", "s");
        shard.deliver(
                List.of(
                        open(1),
                        new LogRecord(
                                3, 2, 0, ROOM, "mira", "tomas", null, null, "{}".getBytes(UTF_8)),
                        open(3)),
                encoder);
        assertEquals(3, mira.frames);
        assertEquals(3, tomas.frames);
        assertEquals(2, ines.frames);
    }

    @Test
    void aRunOfMessagesIsCutAtTheBoundAndLosesNone() {
        Listener mira = member("mira", "s");
        List<LogRecord> many = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            many.add(open(i));
        }
        shard.deliver(many, encoder);
        assertEquals(50, mira.frames);
        assertTrue(mira.messages.size() > 3);
        assertTrue(mira.messages.stream().allMatch(m -> m.size() <= 1_004));
    }

    @Test
    void whoJoinedInTheMiddleGetsWhatCameAfterAndTheOthersAll() {
        Listener mira = member("mira", "s");
        Listener late = member("late", "s");
        Listener notYet = member("not yet", "s");
        late.liveFrom = 2;
        notYet.liveFrom = Long.MAX_VALUE;
        assertEquals(0, shard.deliver(List.of(open(1), open(2), open(3)), encoder));
        assertEquals(3, mira.frames);
        assertEquals(2, late.frames);
        assertEquals(0, notYet.frames);
    }

    @Test
    void saysFromWhereOnSomebodyHereGetsThem() {
        Listener late = member("late", "s");
        Listener notYet = member("not yet", "s");
        notYet.liveFrom = Long.MAX_VALUE;
        late.liveFrom = 2;
        assertEquals(2, shard.deliver(List.of(open(1), open(2), open(3)), encoder));
        shard.remove(late);
        assertEquals(Long.MAX_VALUE, shard.deliver(List.of(open(4)), encoder));
    }

    @Test
    void aNoticeGoesToWhoWishesItAndWhoHadNoneYetGetsTheWhole() {
        Listener mira = member("mira", "s");
        Listener tomas = member("tomas", "s");
        Listener late = member("late", "s");
        Listener bot = member("bot", "s");
        mira.noticePart = Notice.Part.CHANGE;
        tomas.noticePart = Notice.Part.CHANGE;
        late.noticePart = Notice.Part.SNAPSHOT;
        shard.notice(new Notice("presence-1", "{}".getBytes(UTF_8), "{\"all\":1}".getBytes(UTF_8)));
        assertSame(mira.messages.get(0), tomas.messages.get(0));
        assertTrue(late.messages.get(0).size() > mira.messages.get(0).size());
        assertEquals(List.of(), bot.messages);
        shard.notice(new Notice("presence-2", null, "{}".getBytes(UTF_8)));
        assertEquals(1, mira.messages.size());
        assertEquals(2, late.messages.size());
    }

    @Test
    void aMemberThatCantResumeIsCountedAndKeepsNobodyElseFromIt() {
        member("mira", "s").broken = true;
        Listener tomas = member("tomas", "s");
        Listener ines = member("ines", "other");
        shard.resumeAll();
        assertTrue(tomas.resumed && ines.resumed);
        assertEquals(1, threads.failures());
    }

    @Test
    void isEmptyAfterTheLastMemberLeft() {
        Listener mira = member("mira", "s");
        Listener tomas = member("tomas", "s");
        assertEquals(false, shard.remove(mira));
        assertEquals(true, shard.remove(tomas));
    }

    private Listener member(String id, String subscription) {
        Listener member =
                new Listener(
                        id,
                        new Member.Head("MESSAGE\nsubscription:" + subscription + "\nmessage-id:"));
        shard.add(member);
        return member;
    }

    private static LogRecord open(long offset) {
        return new LogRecord(
                3,
                offset,
                0,
                ROOM,
                "mira",
                null,
                null,
                null,
                "{\"content\":\"hello\"}".getBytes(UTF_8));
    }

    private static final class Listener implements Member {
        private final String id;
        private final Head head;
        private final List<TextMessage> messages = new ArrayList<>();
        private int frames;
        private Member like;
        private boolean broken;
        private boolean resumed;
        private long liveFrom;
        private Notice.Part noticePart = Notice.Part.NONE;

        Listener(String id, Head head) {
            this.id = id;
            this.head = head;
        }

        @Override
        public String playerId() {
            return id;
        }

        @Override
        public Head head() {
            return head;
        }

        @Override
        public void share(Member other) {
            like = other;
        }

        @Override
        public void deliver(TextMessage message, int count) {
            messages.add(message);
            frames += count;
        }

        @Override
        public Notice.Part noticePart() {
            return noticePart;
        }

        @Override
        public void notice(TextMessage message) {
            messages.add(message);
        }

        @Override
        public long liveFrom() {
            return liveFrom;
        }

        @Override
        public void resume() {
            if (broken) {
                throw new IllegalStateException("of the test");
            }
            resumed = true;
        }
    }
}
