package org.dungeontalk.persistence.store;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of persistence.message. Read only: rows are written by {@link MessageWriter} alone. */
@Entity
@Immutable
@IdClass(StoredMessage.Key.class)
@Table(schema = "persistence", name = "message")
public class StoredMessage {

    /** Two rooms may hold messages of one id: somebody copied it. */
    @RegisterForReflection
    public record Key(UUID messageId, String roomId) {}

    @Id
    @Column(name = "message_id")
    public UUID messageId;

    @Column(name = "kind")
    public String kind;

    @Id
    @Column(name = "room_id")
    public String roomId;

    @Column(name = "sender_id")
    public String senderId;

    @Column(name = "receiver_id")
    public String receiverId;

    @Column(name = "sender_nickname")
    public String senderNickname;

    @Column(name = "content")
    public String content;

    @Column(name = "type")
    public String type;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "game_id")
    public String gameId;

    @Column(name = "turn_number")
    public Long turnNumber;

    @Column(name = "message_order")
    public Long messageOrder;

    @Column(name = "ai_response_time")
    public Long aiResponseTime;

    @Column(name = "ai_sources")
    public String[] aiSources;

    @Column(name = "erased")
    public boolean erased;

    @Column(name = "log_epoch")
    public int logEpoch;

    @Column(name = "log_partition")
    public int logPartition;

    @Column(name = "log_offset")
    public long logOffset;
}
