package org.dungeontalk.analytics.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** All settings of this service. Durations are ISO-8601 or as in {@code 10S}. */
@ConfigMapping(prefix = "dungeontalk")
public interface AnalyticsConfig {

    /** Who may ask for activity. */
    @WithDefault("operator")
    Access access();

    /** The log that is counted. */
    Log log();

    /** Which tokens are believed. */
    Token token();

    /** How the counts are written. */
    Store store();

    /** How questions are answered. */
    Query query();

    /** Event time and what is remembered. */
    Windows windows();

    /** What is an anomaly. Other settings find other alerts in the same log. */
    AnomalySettings anomaly();

    /** What follows from an alert. */
    PolicySettings policy();

    /** How long numbers are kept. */
    Retention retention();

    /** Whom alerts are told besides the topic. */
    WebhookSettings webhook();

    /** Where the spans of traced messages go. */
    TraceSettings trace();

    /** Who may ask for activity. */
    enum Access {
        /** Everybody, without a token. For the local stack. */
        OPEN,
        /**
         * Bearers of a token with role {@code operator} or {@code moderator}; for one room, bearers
         * of a token that may read the room.
         */
        OPERATOR
    }

    /** The log that is counted. */
    interface Log {
        /** Its topic. The dead letters go to the topic of this name and {@code .analytics.dlt}. */
        @WithDefault("game-messages")
        String topic();

        /** The consumer group. */
        @WithDefault("analytics")
        String group();

        /**
         * Bytes for which the broker waits before it answers, unless {@link #fetchWait} is over.
         */
        @WithDefault("65536")
        int fetchMinBytes();

        /**
         * How long the broker waits at most; counts and alerts lag by that much. Without it every
         * message would cost a fetch and a transaction of its own.
         */
        @WithDefault("0.1S")
        Duration fetchWait();

        /**
         * How long a thread that reads or watches the log may give no sign of life; past it
         * liveness is false and Kubernetes restarts the process. Asking Kafka for the log's ends
         * takes up to 24 s, so less than 30 s restarts a service whose Kafka is away.
         */
        @WithDefault("60S")
        Duration heartbeatLimit();

        /** Where alerts are told. */
        @WithDefault("game-alerts")
        String alerts();

        /** Where mutes are told, compacted by player. */
        @WithDefault("moderation")
        String moderation();

        /** Where erasures of players are asked for, compacted by player. */
        @WithDefault("erasures")
        String erasures();
    }

    /** Which tokens are believed. One of {@code secret} and {@code jwks} has to be set. */
    interface Token {
        /**
         * The HS256 secret, at least 32 bytes. One that begins with {@code local-} is refused
         * outside the profiles local, dev and test.
         */
        Optional<String> secret();

        /** URL or file of a JWKS with RS256 or ES256 keys, instead of the secret. */
        Optional<String> jwks();

        /** Longest wait for the URL of the keys to answer; past it the caller gets 503. */
        @WithDefault("3S")
        Duration jwksTimeout();

        /** What claim {@code iss} has to be. Absent: not looked at. */
        Optional<String> issuer();

        /** What claim {@code aud} has to hold. Absent: not looked at. */
        Optional<String> audience();

        /** Whether a token without {@code rooms} may read every room. */
        @WithDefault("true")
        boolean roomsOpen();

        /** The compacted topic that says whose tokens are void. */
        @WithDefault("revocations")
        String revocationsTopic();
    }

    /** How the counts are written. */
    interface Store {
        /** First wait after a failure; it doubles up to {@link #retryAtMost}, with jitter. */
        @WithDefault("0.2S")
        Duration retryFirst();

        /** Longest wait between two tries. There is no last try. */
        @WithDefault("5S")
        Duration retryAtMost();

        /** How long a transaction may take; past it the batch is tried again. */
        @WithDefault("30S")
        Duration transactionLimit();

        /**
         * How long ids that senders chose and sayings of texts are kept, to count a client's retry
         * once and to find raids. Longer than the log is kept, so that copies lying in the log
         * together count once. About 100 bytes of disk each.
         */
        @WithDefault("P8D")
        Duration seenRetention();
    }

    /**
     * How long numbers are kept. The players themselves are kept for ever: who is new depends on
     * it.
     */
    interface Retention {
        /**
         * Minutes per room and player, at least 10 days: until then hours and days are made of
         * them.
         */
        @WithDefault("P90D")
        Duration minutes();

        /** Hours per room. */
        @WithDefault("P400D")
        Duration hours();

        /** Days per room. */
        @WithDefault("P3650D")
        Duration days();

        /** Stays of players and answers of the AI. */
        @WithDefault("P90D")
        Duration stays();

        /** Alerts, and the audit of mutes. */
        @WithDefault("P400D")
        Duration alerts();

        /** How often what is past its time is deleted. */
        @WithDefault("60S")
        Duration every();
    }

    /** Whom alerts are told besides the topic. */
    interface WebhookSettings {
        /** Where alerts are posted, as JSON like in the topic. Absent: nowhere. */
        Optional<URI> url();

        /** What is sent as header {@code Authorization}. */
        Optional<String> authorization();

        /** Alerts that wait at most; past it new ones are dropped and counted. */
        @WithDefault("100")
        int queue();

        /** How long an answer may take. */
        @WithDefault("5S")
        Duration timeLimit();

        /** Tries after the first, at least 1; then the alert is given up and counted. */
        @WithDefault("5")
        int retries();

        /** First wait before another try; it doubles, up to a minute. */
        @WithDefault("1S")
        Duration retryFirst();
    }

    /** How questions are answered. */
    interface Query {
        /** How long an answer may take; past it 503. */
        @WithDefault("11S")
        Duration timeLimit();

        /** How many questions are worked on at once; past it 503. Counting keeps the rest. */
        @WithDefault("4")
        int concurrent();

        /**
         * Rows (a minute's player in a room, a stay, an answer) that a question may read; past it
         * 400, which says to ask for less.
         */
        @WithDefault("3000000")
        int mostRows();
    }

    /** Event time and what is remembered. */
    interface Windows {
        /**
         * How long after others of its time a message may come and still meet the state of its
         * time. Counts wait for nobody: a message counts in its minute however late it is.
         */
        @WithDefault("40S")
        Duration lateness();

        /** How long nothing may happen until an alert is over. */
        @WithDefault("60S")
        Duration quiet();

        /** How long a player may be silent until the stay in a room is over. */
        @WithDefault("30M")
        Duration sessionGap();

        /**
         * Players, or rooms, that a detector remembers per partition; past it the one that was
         * silent longest is forgotten first. About 1 KiB each.
         */
        @WithDefault("10000")
        int remembered();

        /** How old a partition's snapshot may grow, in time. What came after it is read again. */
        @WithDefault("15S")
        Duration snapshotEvery();

        /** How old a partition's snapshot may grow, in records. */
        @WithDefault("100000")
        int snapshotRecords();
    }

    /** What follows from an alert. */
    interface PolicySettings {
        /**
         * {@code none}, {@code warn} or {@code mute} by kind of alert: flood, repeat, near-repeat,
         * raid, surge, join-flood, link-flood, silence, drop. Unnamed: none.
         */
        Map<String, PolicyAction> actions();

        /** How long a mute by policy lasts, from the message that raised the alert. */
        @WithDefault("10M")
        Duration muteFor();
    }
}
