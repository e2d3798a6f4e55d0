package org.dungeontalk.gateway.identity;

import java.io.IOException;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jose4j.http.Get;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.VerificationJwkSelector;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * The keys of a JWKS at a URL. They are cached for an hour, and for another hour while the URL does
 * not answer. One thread at a time fetches them, at most once in five seconds, also for an unknown
 * key. So neither unknown tokens nor an outage delay callers for longer than one response may take.
 * The beginning and the end of an outage are logged once each.
 */
final class RemoteKeys implements VerificationKeyResolver {
    private static final Logger LOG = Logger.getLogger(RemoteKeys.class);
    private static final long FRESH = TimeUnit.HOURS.toNanos(1);
    private static final long USABLE = TimeUnit.HOURS.toNanos(2);
    private static final long BETWEEN_FETCHES = TimeUnit.SECONDS.toNanos(5);

    private final String url;
    private final long waitMillis;
    private final Get http = new Get();
    private final VerificationJwkSelector selector = new VerificationJwkSelector();
    private final ReentrantLock fetching = new ReentrantLock();
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile Fetched fetched;
    private volatile String failure;
    private long tried;

    private record Fetched(List<JsonWebKey> keys, long at) {

        boolean younger(long age) {
            return System.nanoTime() - at < age;
        }
    }

    /**
     * @param timeout for a connection, and for a response
     */
    RemoteKeys(String url, Duration timeout) {
        this.url = url;
        this.waitMillis = 2 * timeout.toMillis();
        http.setConnectTimeout((int) timeout.toMillis());
        http.setReadTimeout((int) timeout.toMillis());
        http.setRetries(0);
        tried = System.nanoTime() - BETWEEN_FETCHES;
    }

    /**
     * @throws KeysUnavailable if the key is not cached and the URL does not answer
     */
    @Override
    public Key resolveKey(JsonWebSignature signed, List<JsonWebStructure> nesting)
            throws UnresolvableKeyException {
        boolean ended = true;
        try {
            JsonWebKey key = select(signed);
            if (key == null || !fetched.younger(FRESH)) {
                ended = fetch();
                key = select(signed);
            }
            if (key != null) {
                return key.getKey();
            }
        } catch (JoseException e) {
            throw new UnresolvableKeyException("no key fits", e);
        }
        if (!ended) {
            logAway("no answer in time");
            throw new KeysUnavailable();
        }
        if (failure != null) {
            throw new KeysUnavailable();
        }
        throw new UnresolvableKeyException("no such key");
    }

    private JsonWebKey select(JsonWebSignature signed) throws JoseException {
        Fetched known = fetched;
        return known == null || !known.younger(USABLE)
                ? null
                : selector.select(signed, known.keys());
    }

    /** False if another thread fetches them and has not ended in time. */
    private boolean fetch() {
        try {
            if (!fetching.tryLock(waitMillis, TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            if (System.nanoTime() - tried >= BETWEEN_FETCHES) {
                List<JsonWebKey> keys = new JsonWebKeySet(http.get(url).getBody()).getJsonWebKeys();
                fetched = new Fetched(keys, System.nanoTime());
                failure = null;
                tried = System.nanoTime();
                logBack();
            }
        } catch (IOException | JoseException | RuntimeException e) {
            failure = e.getClass().getSimpleName();
            logAway(failure);
            tried = System.nanoTime();
        } finally {
            fetching.unlock();
        }
        return true;
    }

    private void logAway(String why) {
        if (away.compareAndSet(false, true)) {
            LOG.warnf("The token keys can't be fetched; tokens with unknown keys get 503: %s", why);
        }
    }

    private void logBack() {
        if (away.compareAndSet(true, false)) {
            LOG.info("The token keys can be fetched again");
        }
    }
}
