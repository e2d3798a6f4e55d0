package org.dungeontalk.gateway.moderation;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.dungeontalk.testing.GoldenRevocations;

class GoldenRevocationsTest extends GoldenRevocations {

    @Override
    protected Reader reader() {
        ModerationRules rules = new ModerationRules(Clock.systemUTC());
        return new Reader() {
            @Override
            public boolean apply(byte[] key, byte[] value) {
                Optional<ModerationRule> rule = ModerationRuleDecoder.revocation(key, value);
                rule.ifPresent(rules::apply);
                return rule.isPresent();
            }

            @Override
            public boolean revoked(String player, Instant issued) {
                return rules.revoked(player, issued);
            }
        };
    }
}
