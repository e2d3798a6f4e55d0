package org.dungeontalk.gateway.identity;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.dungeontalk.testing.RemoteKeysRules;

class RemoteKeysTest extends RemoteKeysRules {

    RemoteKeysTest() {
        super(TokenRefused.class, KeysUnavailable.class);
    }

    @Override
    protected UnaryOperator<String> byJwks(String url, Duration timeout) {
        return TokenSignatures.byJwks(url, timeout)::payload;
    }
}
