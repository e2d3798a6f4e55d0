package org.dungeontalk.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.dungeontalk.faults.check.WholeStack;
import org.dungeontalk.faults.proxy.Link;
import org.dungeontalk.local.stack.Stack;

/**
 * Z9: the issuer adds a key to its JWKS while its server is away, and later removes the old one.
 * 300 players talk all the time, with tokens of the old key. Strangers show a thousand tokens with
 * keys that nobody knows, while the server is away and when it is back.
 *
 * <p>A removed key is refused as soon as a service fetches the keys again. The row makes the
 * services do so with a token of a further key; it does not wait for the hour after which they do
 * so by themselves.
 */
final class KeysRotated implements OwnStackFault {

    private static final int PLAYERS = 300;
    private static final int ROOMS = 30;
    private static final int PER_SECOND = 100;
    private static final int QUIET_SECONDS = 10;
    private static final int STRANGERS = 1_000;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** The pause between two requests for the keys, the time for an answer, and our own pause. */
    private static final double MOST_SECONDS_TO_ADMIT = 10;

    /** Two times the limit for the key server's answer, and a second. */
    private static final double MOST_SECONDS_OF_ANSWER = 7;

    private static final double MOST_SECONDS_BETWEEN = 5;
    private static final String AWAY = "The token keys can't be fetched";

    private final IssuerKey old = IssuerKey.named("old");
    private final IssuerKey added = IssuerKey.named("added");
    private final IssuerKey next = IssuerKey.named("next");
    private final IssuerKey unknown = IssuerKey.named("unknown");
    private final List<String> wrong = new ArrayList<>();

    @Override
    public RowResult run(Path data) throws Exception {
        try (KeyServer server = KeyServer.publishing(old);
                Stack stack = WholeStack.start(data, 2, 3, false, server.settings())) {
            return run(stack, server);
        }
    }

    private RowResult run(Stack stack, KeyServer server) throws Exception {
        List<Long> processes = BrokersLost.services(stack);
        AtomicReference<IssuerKey> signing = new AtomicReference<>(old);
        Admissions services = new Admissions(stack);
        UnknownTokens strangers = new UnknownTokens(stack, unknown);
        try (RoamingPlayers players =
                RoamingPlayers.gather(
                        stack, Crowd.of(PLAYERS, ROOMS).signedBy(() -> signing.get().signer()))) {
            players.talk(PER_SECOND);
            wrong.addAll(services.wrong(old, Admission.ADMITTED));
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            server.publish(old, added);
            double answered = whileAway(server, services, strangers);
            double admitted = services.await(added, Admission.ADMITTED, LIMIT);
            signing.set(added);
            double perRequest = secondsPerRequest(server, strangers);
            server.publish(added, next);
            wrong.addAll(services.wrong(old, Admission.ADMITTED));
            services.await(next, Admission.ADMITTED, LIMIT);
            wrong.addAll(services.wrong(old, Admission.REFUSED));
            wrong.addAll(services.wrong(added, Admission.ADMITTED));
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            RunEnd end = RunEnd.of(stack, players);
            long most = mostLines(stack);
            int reconnects = end.report().gaps().size();
            boolean sameProcesses = BrokersLost.services(stack).equals(processes);
            return new RowResult(
                    end.isClean()
                            && wrong.isEmpty()
                            && reconnects == 0
                            && admitted <= MOST_SECONDS_TO_ADMIT
                            && answered <= MOST_SECONDS_OF_ANSWER
                            && perRequest >= MOST_SECONDS_BETWEEN
                            && most == 1
                            && sameProcesses,
                    "%s; key server away: an answer to a token after %.1f s at most, said in %d lines of a log; back: the new key admitted after %.1f s, strangers made a gateway ask again after %.1f s; %d reconnects, %s, %s"
                            .formatted(
                                    wrong.isEmpty()
                                            ? "all tokens answered as is due"
                                            : "wrong: " + String.join("; ", wrong),
                                    answered,
                                    most,
                                    admitted,
                                    perRequest,
                                    reconnects,
                                    sameProcesses ? "no restart" : "a service restarted",
                                    end.text()));
        }
    }

    /** Refused connections, then no answers. Returns the longest time that an answer took. */
    private double whileAway(KeyServer server, Admissions services, UnknownTokens strangers)
            throws Exception {
        services.takeLongestSeconds();
        for (Link link : List.of(Link.CUT, Link.HALF_OPEN)) {
            server.set(link);
            wrong.addAll(services.wrong(added, Admission.UNAVAILABLE));
            wrong.addAll(services.wrong(old, Admission.ADMITTED));
            CompletableFuture<Map<Integer, Long>> answers = strangers.show(STRANGERS);
            wrong.addAll(services.wrong(old, Admission.ADMITTED));
            wrong.addAll(services.wrong(added, Admission.UNAVAILABLE));
            judge(answers, 503);
        }
        server.set(Link.OPEN);
        return services.takeLongestSeconds();
    }

    /** Seconds between two requests of a gateway for the keys while strangers come. */
    private double secondsPerRequest(KeyServer server, UnknownTokens strangers) throws Exception {
        int before = server.asked();
        long began = System.nanoTime();
        while (System.nanoTime() - began < LIMIT.toNanos()) {
            judge(strangers.show(STRANGERS), 401);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        int gateways = 2;
        return seconds * gateways / Math.max(1, server.asked() - before - gateways);
    }

    private void judge(CompletableFuture<Map<Integer, Long>> answers, int due) throws Exception {
        Map<Integer, Long> counts = answers.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (!counts.keySet().equals(Set.of(due))) {
            wrong.add("strangers got " + counts);
        }
    }

    /** How often a service said that it can't fetch the keys; the most of all services. */
    private static long mostLines(Stack stack) throws IOException {
        long most = 0;
        for (String service : StackServices.ALL) {
            try (Stream<String> lines = Files.lines(stack.data().log(service))) {
                most = Math.max(most, lines.filter(line -> line.contains(AWAY)).count());
            }
        }
        return most;
    }
}
