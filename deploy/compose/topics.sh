#!/usr/bin/env bash
# Creates the topics that are missing in the Kafka at $1. Topics that are there stay as they are.
set -euo pipefail
PATH=$PATH:/opt/kafka/bin
kafka=$1

topic() {
  local name=$1 partitions=$2 configs=()
  for config in "${@:3}"; do
    configs+=(--config "$config")
  done
  kafka-topics.sh --bootstrap-server "$kafka" --create --if-not-exists --topic "$name" \
    --partitions "$partitions" --replication-factor 1 --config min.insync.replicas=1 "${configs[@]}"
}

topic game-messages 30 retention.ms=604800000 segment.bytes=134217728 cleanup.policy=delete message.timestamp.before.max.ms=1209600000 message.timestamp.after.max.ms=3600000
topic game-messages.db-writer.dlt 1 retention.ms=2592000000 message.timestamp.after.max.ms=3600000
topic game-messages.analytics.dlt 1 retention.ms=2592000000 message.timestamp.after.max.ms=3600000
topic game-alerts 1 retention.ms=604800000 message.timestamp.after.max.ms=3600000
topic presence 1 cleanup.policy=compact segment.bytes=4194304 segment.ms=600000 min.cleanable.dirty.ratio=0.1 delete.retention.ms=3600000 message.timestamp.after.max.ms=3600000
topic moderation 1 cleanup.policy=compact message.timestamp.after.max.ms=3600000
topic revocations 1 cleanup.policy=compact message.timestamp.after.max.ms=3600000
topic erasures 1 cleanup.policy=compact message.timestamp.after.max.ms=3600000
