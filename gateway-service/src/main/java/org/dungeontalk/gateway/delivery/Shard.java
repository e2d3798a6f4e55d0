package org.dungeontalk.gateway.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dungeontalk.gateway.log.LogRecord;
import org.dungeontalk.gateway.stomp.ServerFrame;
import org.dungeontalk.gateway.wire.Loop;
import org.dungeontalk.gateway.wire.TextMessage;

/**
 * The members of one room on one event loop. Confined to that loop.
 *
 * <p>A batch of messages is encoded once per distinct head, and all members with that head get the
 * same bytes. Only members who get a whisper, or miss one, need an encoding of their own.
 */
public final class Shard {
    private final Loop loop;
    private final Map<Member.Head, List<Member>> byHead = new LinkedHashMap<>();

    Shard(Loop loop) {
        this.loop = loop;
    }

    public Loop loop() {
        return loop;
    }

    void add(Member member) {
        List<Member> group = byHead.computeIfAbsent(member.head(), h -> new ArrayList<>(2));
        if (!group.isEmpty()) {
            member.share(group.get(0));
        }
        group.add(member);
    }

    /** Removes the member; true if the shard is now empty. */
    boolean remove(Member member) {
        List<Member> group = byHead.get(member.head());
        if (group != null) {
            group.remove(member);
            if (group.isEmpty()) {
                byHead.remove(member.head());
            }
        }
        return byHead.isEmpty();
    }

    /**
     * Delivers the messages; all must be of this room and in the log's order.
     *
     * @return the first offset that a member here gets live; {@link Long#MAX_VALUE} if none does
     */
    long deliver(List<LogRecord> messages, FrameEncoder encoder) {
        boolean whispers = hasWhisper(messages);
        List<LogRecord> open =
                whispers ? messages.stream().filter(m -> m.to() == null).toList() : messages;
        long first = messages.get(0).offset();
        long live = Long.MAX_VALUE;
        for (Map.Entry<Member.Head, List<Member>> entry : byHead.entrySet()) {
            Member.Head head = entry.getKey();
            List<FrameEncoder.Encoded> shared = encoder.encode(head, open);
            for (Member member : entry.getValue()) {
                live = Math.min(live, member.liveFrom());
                boolean same = !whispers && member.liveFrom() <= first;
                List<LogRecord> own = same ? open : own(messages, member);
                send(member, own.equals(open) ? shared : encoder.encode(head, own));
            }
        }
        return live;
    }

    /** How many members get the message live. */
    int membersFor(LogRecord message) {
        int members = 0;
        for (List<Member> group : byHead.values()) {
            for (Member member : group) {
                members += gets(member, message) ? 1 : 0;
            }
        }
        return members;
    }

    /** Sends each member its part of the notice; members with the same head share the bytes. */
    void notice(Notice notice) {
        byHead.forEach(
                (head, group) -> {
                    TextMessage change = null;
                    TextMessage snapshot = null;
                    for (Member member : group) {
                        switch (member.noticePart()) {
                            case NONE -> {}
                            case SNAPSHOT -> {
                                snapshot = framed(snapshot, head, notice, notice.snapshot());
                                member.notice(snapshot);
                            }
                            case CHANGE -> {
                                if (notice.change() != null) {
                                    change = framed(change, head, notice, notice.change());
                                    member.notice(change);
                                }
                            }
                        }
                    }
                });
    }

    private static TextMessage framed(
            TextMessage made, Member.Head head, Notice notice, byte[] body) {
        return made != null
                ? made
                : TextMessage.of(ServerFrame.message(head.text(), notice.messageId(), body));
    }

    /**
     * Closes every member's connection with the close code for resuming; one that throws does not
     * stop the others.
     */
    void resumeAll() {
        byHead.values().forEach(group -> List.copyOf(group).forEach(m -> loop.guarded(m::resume)));
    }

    private static boolean hasWhisper(List<LogRecord> messages) {
        for (LogRecord message : messages) {
            if (message.to() != null) {
                return true;
            }
        }
        return false;
    }

    private static List<LogRecord> own(List<LogRecord> messages, Member member) {
        return messages.stream().filter(m -> gets(member, m)).toList();
    }

    private static boolean gets(Member member, LogRecord message) {
        return message.offset() >= member.liveFrom() && message.visibleTo(member.playerId());
    }

    private static void send(Member member, List<FrameEncoder.Encoded> encoded) {
        for (FrameEncoder.Encoded e : encoded) {
            member.deliver(e.message(), e.count());
        }
    }
}
