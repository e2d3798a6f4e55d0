package org.dungeontalk.persistence.lifecycle;

/** Everything that this service needs. The label is the one of the gauge, the probe and the log. */
public enum DependencyName {
    /** PostgreSQL, as the bulk write finds it. */
    WRITES("postgresql-writes", true),
    /** PostgreSQL, as readers of history and the readiness probe find it. */
    READS("postgresql-reads", true),
    /** Kafka's answer about the topic, and the number of the topic in the database. */
    LOG("log", true),
    /** Kafka's answer about the end of every partition. */
    LOG_PARTITIONS("log-partitions", true),
    /** The transactions in the log: away while one is open for too long. */
    LOG_TRANSACTIONS("log-transactions", true),
    /** The records of the log: away while one cannot be read and is not passed yet. */
    RECORDS("records", true),
    /** The topic for dead letters. */
    DEAD_LETTERS("dead-letters", true),
    /** The maintenance of partitions. */
    PARTITIONS("partitions", false),
    /** The topic that tells other services of erasures. */
    ERASURES("erasures", false),
    /** What changing the rows of an erasure needs. */
    ERASING("erasing", false),
    /** What a replay needs. */
    REPLAYS("replays", false);

    private final String label;
    private final boolean required;

    DependencyName(String label, boolean required) {
        this.label = label;
        this.required = required;
    }

    String label() {
        return label;
    }

    /** Whether no message is stored without it: only then it counts for readiness. */
    boolean required() {
        return required;
    }
}
