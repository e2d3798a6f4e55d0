package org.dungeontalk.faults;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.dungeontalk.faults.check.Checker;
import org.dungeontalk.faults.check.History;
import org.dungeontalk.faults.check.PlayerHistory;
import org.dungeontalk.faults.check.Records;
import org.dungeontalk.faults.check.Source;
import org.dungeontalk.faults.check.Verdict;
import org.dungeontalk.faults.probe.Await;
import org.dungeontalk.load.player.Answer;
import org.dungeontalk.load.player.MessageId;
import org.dungeontalk.load.player.StompFrame;
import org.dungeontalk.load.player.StompPlayer;
import org.dungeontalk.local.stack.Stack;

/**
 * W16: one room of 5,000 members on two gateways; ten of them talk in turn. From a message's SEND
 * until the last of 99 % of all deliveries it must take a second at most, and nobody may be
 * disconnected. Measured after a warm-up with the same load.
 */
final class LargeRoom implements CrowdFault {

    private static final int MEMBERS = 5_000;
    private static final int SPEAKERS = 10;
    private static final int PER_SECOND = 4;
    private static final int WARM_UP_SECONDS = 40;
    private static final int SECONDS = 60;
    private static final long MOST_MILLIS = 1_000;
    private static final int AT_ONCE = 50;
    private static final int THREADS = 4;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LONGEST_MILLIS = 60_000;
    private static final String ROOM = "arena";
    private static final String ID = "\"messageId\":\"";
    private static final int ID_LENGTH = 36;

    @Override
    public RowResult run(Stack stack) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        Room room = new Room();
        try {
            long began = System.nanoTime();
            room.gather(stack, HttpClient.newBuilder().executor(threads).build());
            double gathered = (System.nanoTime() - began) / 1e9;
            clock.scheduleAtFixedRate(room::speak, 0, 1_000 / PER_SECOND, TimeUnit.MILLISECONDS);
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            room.measure();
            TimeUnit.SECONDS.sleep(SECONDS);
            clock.shutdown();
            clock.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return result(stack, room, gathered);
        } finally {
            clock.shutdownNow();
            room.close();
            threads.shutdownNow();
        }
    }

    private static RowResult result(Stack stack, Room room, double gathered) throws Exception {
        room.awaitRead();
        Records records = new Records(stack.describe(), stack.data().secret());
        Await.until(LIMIT, Duration.ofMillis(500), () -> hasAll(records, room.receipts.get()));
        records.addTo(room.history, History.ONLY_REGION);
        Verdict verdict = new Checker(room.history).check();
        int p99 = room.percentile(99);
        long closed = room.closed();
        int receipts = room.receipts.get();
        return new RowResult(
                p99 <= MOST_MILLIS
                        && closed == 0
                        && receipts == room.sent.size()
                        && verdict.isClean(),
                "%,d members joined in %.0f s; %d messages/s: fan-out p50 %d ms, p99 %d ms, longest %d ms; %d disconnected; %,d receipts of %,d: %s"
                        .formatted(
                                MEMBERS,
                                gathered,
                                PER_SECOND,
                                room.percentile(50),
                                p99,
                                room.percentile(100),
                                closed,
                                receipts,
                                room.sent.size(),
                                verdict));
    }

    private static boolean hasAll(Records records, int messages) throws Exception {
        return records.rows() >= messages && records.activity().messages() >= messages;
    }

    /** The members, what they said and what they read. */
    private static final class Room implements AutoCloseable {
        private final History history = new History();
        private final List<Member> members = new ArrayList<>();
        private final Map<String, Long> sent = new ConcurrentHashMap<>();
        private final AtomicInteger receipts = new AtomicInteger();
        private final AtomicLong reads = new AtomicLong();
        private final AtomicInteger turn = new AtomicInteger();
        private final AtomicIntegerArray deliveries = new AtomicIntegerArray(LONGEST_MILLIS + 1);
        private volatile boolean measuring;

        void gather(Stack stack, HttpClient http) throws Exception {
            List<GatewayWatch> gateways = GatewayWatch.both(stack);
            List<CompletableFuture<Member>> joining = new ArrayList<>();
            for (int i = 0; i < MEMBERS; i++) {
                String name = "member-" + i;
                GatewayWatch gateway = gateways.get(i % gateways.size());
                joining.add(
                        StompPlayer.connect(http, gateway.address(), gateway.token(name))
                                .thenCompose(player -> join(player, name)));
                if (joining.size() == AT_ONCE) {
                    for (CompletableFuture<Member> member : joining) {
                        members.add(member.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
                    }
                    joining.clear();
                }
            }
        }

        /** Nobody talks before all have joined. */
        private CompletableFuture<Member> join(StompPlayer player, String name) {
            PlayerHistory stream = history.player(name, ROOM);
            stream.joining();
            return player.subscribe("/sub/chat/room/" + ROOM, frame -> read(stream, frame))
                    .thenApply(
                            done -> {
                                stream.joined();
                                return new Member(player, stream);
                            });
        }

        private void read(PlayerHistory stream, StompFrame frame) {
            int at = frame.body().indexOf(ID);
            if (at < 0) {
                return;
            }
            int from = at + ID.length();
            String id = frame.body().substring(from, from + ID_LENGTH);
            stream.read(id, Source.LIVE);
            reads.incrementAndGet();
            Long since = sent.get(id);
            if (measuring && since != null) {
                long millis = (System.nanoTime() - since) / 1_000_000;
                deliveries.incrementAndGet((int) Math.min(millis, LONGEST_MILLIS));
            }
        }

        void speak() {
            String id = MessageId.next();
            String body =
                    "{\"messageId\":\"%s\",\"roomId\":\"%s\",\"type\":\"TALK\",\"content\":\"Hear me\"}"
                            .formatted(id, ROOM);
            Member speaker = members.get(turn.getAndIncrement() % SPEAKERS);
            sent.put(id, System.nanoTime());
            speaker.stream().sent(id);
            speaker.player()
                    .send("/pub/chat/send", body)
                    .thenAccept(answer -> answered(speaker.stream(), id, answer));
        }

        private void answered(PlayerHistory speaker, String id, Answer answer) {
            if (answer instanceof Answer.Refused no) {
                speaker.refused(id, no.code());
            } else {
                speaker.receipt(id);
                receipts.incrementAndGet();
            }
        }

        /** Deliveries count from now on. */
        void measure() {
            measuring = true;
        }

        /** Waits until all members have read all messages, for a minute at most. */
        void awaitRead() throws InterruptedException {
            Await.until(LIMIT, Duration.ofMillis(200), this::allRead);
        }

        private boolean allRead() {
            return receipts.get() == sent.size() && reads.get() >= (long) MEMBERS * sent.size();
        }

        /** Milliseconds in which this share of the measured deliveries arrived. */
        int percentile(int percent) {
            long all = 0;
            for (int i = 0; i <= LONGEST_MILLIS; i++) {
                all += deliveries.get(i);
            }
            long reached = 0;
            for (int i = 0; i <= LONGEST_MILLIS; i++) {
                reached += deliveries.get(i);
                if (reached > 0 && reached * 100 >= all * percent) {
                    return i;
                }
            }
            return Integer.MAX_VALUE;
        }

        long closed() {
            return members.stream().filter(member -> member.player().closed().isDone()).count();
        }

        @Override
        public void close() {
            members.forEach(member -> member.player().close());
        }
    }

    /** A member, and what it did and read. */
    private record Member(StompPlayer player, PlayerHistory stream) {}
}
