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

    /** Who may query activity. */
    @WithDefault("operator")
    Access access();

    /** The log that is counted. */
    Log log();

    /** How tokens are verified. */
    Token token();

    /** How the counts are written. */
    Store store();

    /** How queries are answered. */
    Query query();

    /** Event time, and the state that is kept. */
    Windows windows();

    /** The thresholds of anomalies. Other thresholds find other alerts in the same log. */
    AnomalySettings anomaly();

    /** The actions that follow from alerts. */
    PolicySettings policy();

    /** How long data is kept. */
    Retention retention();

    /** Where alerts are sent besides the topic. */
    WebhookSettings webhook();

    /** Where the spans of traced messages are sent. */
    TraceSettings trace();

    /** Who may query activity. */
    enum Access {
        /** Everybody, without a token. For the local stack. */
        OPEN,
        /**
         * Bearers of a token with role {@code operator} or {@code moderator}. For one room also
         * bearers of a token that may read it.
         */
        OPERATOR
    }

    /** The log that is counted. */
    interface Log {
        /**
         * Its topic. Dead letters go to the topic of this name with the suffix {@code
         * .analytics.dlt}.
         */
        @WithDefault("game-messages")
        String topic();

        /** The consumer group. */
        @WithDefault("analytics")
        String group();

        /** Bytes for which the broker waits before it responds, at most for {@link #fetchWait}. */
        @WithDefault("65536")
        int fetchMinBytes();

        /**
         * Longest wait of the broker. Counts and alerts lag by it. Without it every message would
         * cost a fetch and a transaction.
         */
        @WithDefault("0.1S")
        Duration fetchWait();

        /**
         * Longest time without a sign of life from a thread that reads or watches the log. Past it
         * liveness fails and Kubernetes restarts the process. Asking Kafka for the log's ends takes
         * up to 24 s, so less than 30 s restarts a service whose Kafka is away.
         */
        @WithDefault("60S")
        Duration heartbeatLimit();

        /** Topic of alerts. */
        @WithDefault("game-alerts")
        String alerts();

        /** Topic of mutes, compacted by player. */
        @WithDefault("moderation")
        String moderation();

        /** Topic of erasures, compacted by player. */
        @WithDefault("erasures")
        String erasures();
    }

    /** How tokens are verified. One of {@code secret} and {@code jwks} must be set. */
    interface Token {
        /**
         * The HS256 secret, at least 32 bytes. A secret with the prefix {@code local-} is refused
         * outside the profiles local, dev and test.
         */
        Optional<String> secret();

        /** URL or file of a JWKS with RS256 or ES256 keys, instead of the secret. */
        Optional<String> jwks();

        /** Longest wait for a response of the JWKS URL. Past it callers get 503. */
        @WithDefault("3S")
        Duration jwksTimeout();

        /** Required value of claim {@code iss}. Absent: not checked. */
        Optional<String> issuer();

        /** Required value in claim {@code aud}. Absent: not checked. */
        Optional<String> audience();

        /** Whether a token without {@code rooms} may read every room. */
        @WithDefault("true")
        boolean roomsOpen();

        /** The compacted topic of revocations. */
        @WithDefault("revocations")
        String revocationsTopic();
    }

    /** How the counts are written. */
    interface Store {
        /** First wait after a failure. It doubles up to {@link #retryAtMost}, with jitter. */
        @WithDefault("0.2S")
        Duration retryFirst();

        /** Longest wait between two attempts. The number of attempts has no limit. */
        @WithDefault("5S")
        Duration retryAtMost();

        /** Longest duration of a transaction. Past it the batch is retried. */
        @WithDefault("30S")
        Duration transactionLimit();

        /**
         * How long message ids that senders chose and texts that may be part of a raid are kept. It
         * must exceed the retention of the log, so that all copies in the log count once. About 100
         * bytes of disk each.
         */
        @WithDefault("P8D")
        Duration seenRetention();
    }

    /**
     * How long data is kept. The list of players is kept for ever, because it tells which players
     * are new.
     */
    interface Retention {
        /**
         * Minutes per room and player. At least 10 days, because hours and days are made from them.
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

        /** Interval of the deletion of expired rows. */
        @WithDefault("60S")
        Duration every();
    }

    /** Where alerts are sent besides the topic. */
    interface WebhookSettings {
        /** The URL to which alerts are posted, with the topic's JSON. Absent: none. */
        Optional<URI> url();

        /** Value of header {@code Authorization}. */
        Optional<String> authorization();

        /** Most alerts that wait. Past it new ones are dropped and counted. */
        @WithDefault("100")
        int queue();

        /** Longest wait for a response. */
        @WithDefault("5S")
        Duration timeLimit();

        /**
         * Retries after the first attempt, at least 1. After the last one the alert is dropped and
         * counted.
         */
        @WithDefault("5")
        int retries();

        /** First wait before a retry. It doubles, up to a minute. */
        @WithDefault("1S")
        Duration retryFirst();
    }

    /** How queries are answered. */
    interface Query {
        /** Longest duration of a query. Past it 503. */
        @WithDefault("11S")
        Duration timeLimit();

        /** Most concurrent queries. Past it 503. The other connections are left for counting. */
        @WithDefault("4")
        int concurrent();

        /**
         * Most rows that a query may read (a player's minute in a room, a stay, an answer). Past it
         * 400, with the advice to ask for less.
         */
        @WithDefault("3000000")
        int mostRows();
    }

    /** Event time, and the state that is kept. */
    interface Windows {
        /**
         * How late a message may come, after others of its time, and still meet the detectors'
         * state of that time. Counts do not depend on it: a message counts in its minute however
         * late it is.
         */
        @WithDefault("40S")
        Duration lateness();

        /** Time without a finding after which an alert is over. */
        @WithDefault("60S")
        Duration quiet();

        /** A player's silence after which the stay in a room is over. */
        @WithDefault("30M")
        Duration sessionGap();

        /**
         * Players, or rooms, that a detector remembers per partition. Past it the one that was
         * silent longest is dropped first. About 1 KiB each.
         */
        @WithDefault("10000")
        int remembered();

        /** Largest age of a partition's snapshot, in time. Later records are read again. */
        @WithDefault("15S")
        Duration snapshotEvery();

        /** Largest age of a partition's snapshot, in records. */
        @WithDefault("100000")
        int snapshotRecords();
    }

    /** The actions that follow from alerts. */
    interface PolicySettings {
        /**
         * The action by kind of alert: {@code none}, {@code warn} or {@code mute}. {@code
         * AlertKind} has the kinds. Default: none.
         */
        Map<String, PolicyAction> actions();

        /** Duration of a mute by policy, from the message that raised the alert. */
        @WithDefault("10M")
        Duration muteFor();
    }
}
