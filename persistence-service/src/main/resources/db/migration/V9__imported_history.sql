-- Number 0 stands for messages that were never in a log: deploy/tools/import writes them, before those of every log. No topic of
-- Kafka has this id. The row is here, and not written by the import, because the service remembers the numbers that it has read.
INSERT INTO persistence.log_epoch (seq, epoch, topic_id) OVERRIDING SYSTEM VALUE
VALUES (0, '00000000', 'imported');
