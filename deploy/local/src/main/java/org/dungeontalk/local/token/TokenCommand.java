package org.dungeontalk.local.token;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.dungeontalk.local.command.DataOption;
import org.dungeontalk.local.command.Usage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints tokens signed with a local stack's secret. */
@Command(
        name = "token",
        description = {
            "Prints a token for a player of the local stack,",
            "or, with --count, N tokens, one on each line, for the players NAME0, NAME1 …"
        })
public final class TokenCommand implements Callable<Integer> {

    private static final List<String> ROLES = List.of("gm", "moderator", "operator", "service");
    private static final int LONGEST_ID = 80;
    private static final int MOST_TOKENS = 1_000_000;
    private static final long TEN_YEARS = 10 * 366 * 86_400L;

    @Mixin private DataOption data;

    @Parameters(
            paramLabel = "NAME",
            description = "The player's nickname; with --count the prefix of the nicknames.")
    private String name;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "The player's id, at most 80 characters. Default: the nickname.")
    private String id;

    @Option(
            names = "--rooms",
            paramLabel = "A,B",
            split = ",",
            description = "The rooms that the player may enter. Default: all rooms.")
    private List<String> rooms = List.of();

    @Option(
            names = "--roles",
            paramLabel = "R,S",
            split = ",",
            description = "gm, moderator, operator, service. Default: none.")
    private List<String> roles = List.of();

    @Option(
            names = "--expires",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description =
                    "How long the token is valid, at most ten years. Default: ${DEFAULT-VALUE}.")
    private long expires;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many tokens, one on each line; at most 1,000,000.")
    private Integer count;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        check();
        SignedToken token = new SignedToken(data.get().secret());
        Instant now = Instant.now();
        Duration lifetime = Duration.ofSeconds(expires);
        try (PrintWriter out =
                new PrintWriter(
                        new BufferedWriter(
                                new OutputStreamWriter(System.out, StandardCharsets.UTF_8)))) {
            if (count == null) {
                out.println(token.of(player(id == null ? name : id, name), now, lifetime));
            } else {
                for (int i = 0; i < count; i++) {
                    String nickname = name + i;
                    String one = id == null ? nickname : id + i;
                    out.println(token.of(player(one, nickname), now, lifetime));
                }
            }
        }
        return 0;
    }

    private void check() {
        require(!name.isBlank(), "NAME must not be blank.");
        require(id == null || !id.isBlank(), "--id must not be blank.");
        require(
                expires > 0 && expires <= TEN_YEARS,
                "--expires must be 1 to %d seconds.".formatted(TEN_YEARS));
        require(
                count == null || count > 0 && count <= MOST_TOKENS,
                "--count must be 1 to %d.".formatted(MOST_TOKENS));
        String longest = (id == null ? name : id) + (count == null ? "" : count - 1);
        require(
                longest.codePointCount(0, longest.length()) <= LONGEST_ID
                        && !longest.equals(".")
                        && !longest.equals("..")
                        && longest.codePoints().noneMatch(Character::isISOControl),
                "A player id must have at most 80 characters, without control characters, and must"
                        + " not be . or ..: choose another one with --id.");
        require(
                rooms.stream().noneMatch(room -> room.isBlank() || room.contains("/")),
                "--rooms: a room id must not be blank and must not have a slash.");
        for (String role : roles) {
            require(
                    ROLES.contains(role),
                    "--roles: '%s' is not a role. Roles: %s."
                            .formatted(role, String.join(", ", ROLES)));
        }
    }

    private void require(boolean holds, String otherwise) {
        Usage.require(spec, holds, otherwise);
    }

    private SignedToken.Player player(String playerId, String nickname) {
        return new SignedToken.Player(playerId, nickname, rooms, roles);
    }
}
