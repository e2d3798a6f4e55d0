#!/usr/bin/env node
/**
 * Counts the messages of each room, in a consumer group of its own.
 *
 * Guarantee: every message that the log still has is counted once, also after kill -9 or a power
 * failure. The counts of a partition and the offset after which they go on are one file, replaced as
 * a whole; it is the truth, and the group's offsets only show how far behind the program is. A
 * record that nobody can read is noted in that file with its offset and the reason, and the rest
 * goes on. If the log no longer continues where a file ends, the program stops and says so.
 *
 * Run one process of it: several would write the same files.
 */
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';

const TOPIC = 'game-messages';

/** A message may be sent again for two minutes, by gateways' clocks that differ; then with rest. */
const SENT_AGAIN_WITHIN_MS = 5 * 60 * 1000;

/** So many unreadable records are noted for each partition, the newest ones. */
const MOST_NOTED = 1_000;

const { KAFKA_BOOTSTRAP_SERVERS, GROUP = 'room-counts', FOLDER = 'room-counts' } = process.env;

/** What is known of one partition. Rooms and ids are maps: a room may be named `constructor`. */
function load(partition) {
    try {
        const { next, rooms, ids, unreadable } = JSON.parse(readFileSync(fileOf(partition)));
        return { next: BigInt(next), rooms: new Map(rooms), ids: new Map(ids), unreadable };
    } catch (failure) {
        if (failure.code === 'ENOENT') {
            return { next: 0n, rooms: new Map(), ids: new Map(), unreadable: [] };
        }
        throw failure;
    }
}

/** The work is durable when this resolves. */
async function save(partition, { next, rooms, ids, unreadable }) {
    const text = JSON.stringify({
        next: String(next),
        rooms: [...rooms],
        ids: [...ids],
        unreadable,
    });
    const written = `${fileOf(partition)}.new`;
    await synced(written, 'w', (file) => file.writeFile(text));
    await rename(written, fileOf(partition));
    await synced(FOLDER, 'r', () => {});
}

async function synced(path, flags, work) {
    const file = await open(path, flags);
    try {
        await work(file);
        await file.sync();
    } finally {
        await file.close();
    }
}

function fileOf(partition) {
    return join(FOLDER, `${partition}.json`);
}

/** The room and the id of a record. @throws if nobody can use the record */
function placeOf({ key, value }) {
    if (key === null || value === null) {
        throw new Error('The record has no key or no value.');
    }
    const utf8 = new TextDecoder('utf-8', { fatal: true });
    const { messageId } = JSON.parse(utf8.decode(value)) ?? {};
    if (typeof messageId !== 'string') {
        throw new Error('The body has no messageId.');
    }
    return { room: utf8.decode(key), messageId };
}

function count(state, record) {
    try {
        const { room, messageId } = placeOf(record);
        const id = JSON.stringify([room, messageId]);
        if (!state.ids.has(id)) {
            state.ids.set(id, Number(record.timestamp));
            state.rooms.set(room, (state.rooms.get(room) ?? 0) + 1);
        }
    } catch (failure) {
        state.unreadable.push({ offset: record.offset, reason: failure.message });
        state.unreadable.splice(0, state.unreadable.length - MOST_NOTED);
        console.warn(`Can't read offset ${record.offset}: ${failure.message}`);
    }
    state.next = BigInt(record.offset) + 1n;
}

function forgetOldIds(ids, oldest) {
    for (const [id, time] of ids) {
        if (oldest - time > SENT_AGAIN_WITHIN_MS) {
            ids.delete(id);
        }
    }
}

const kafka = new Kafka({
    clientId: 'room-counts',
    brokers: (KAFKA_BOOTSTRAP_SERVERS ?? 'localhost:8140').split(','),
    logLevel: logLevel.WARN,
});
const consumer = kafka.consumer({ groupId: GROUP, sessionTimeout: 10_000 });
let states = new Map();

/** Called for one batch of a partition at a time; again with the same batch if it fails. */
async function onBatch({ batch: { partition, messages } }) {
    const state = states.get(partition);
    for (const record of messages) {
        if (BigInt(record.offset) >= state.next) {
            count(state, record);
        }
    }
    forgetOldIds(state.ids, Math.min(...messages.map(({ timestamp }) => Number(timestamp))));
    await save(partition, state);
    await consumer.commitOffsets([{ topic: TOPIC, partition, offset: String(state.next) }]);
    console.log(`partition ${partition} up to ${state.next}:`, Object.fromEntries(state.rooms));
}

/** Goes on where the files end, whatever the group's offsets say. */
function onJoin({ payload: { memberAssignment } }) {
    const partitions = memberAssignment[TOPIC] ?? [];
    states = new Map(partitions.map((partition) => [partition, load(partition)]));
    for (const [partition, { next }] of states) {
        consumer.seek({ topic: TOPIC, partition, offset: String(next) });
    }
    console.log(`Counting ${partitions.length} partitions.`);
}

/** After a week away, or when the topic was created again, a file's end is not in the log. */
async function requireContinuation() {
    const admin = kafka.admin();
    await admin.connect();
    const ends = await admin.fetchTopicOffsets(TOPIC);
    await admin.disconnect();
    for (const { partition, low, high } of ends) {
        const { next } = load(partition);
        if (next > 0n && (next < BigInt(low) || next > BigInt(high))) {
            throw new Error(
                `${fileOf(partition)} ends at ${next}, but the log has ${low} to ${high}. ` +
                    `Messages are missing. To count anew what the log has, move ${FOLDER} away.`,
            );
        }
    }
}

function stop(failure) {
    console.error(failure.message);
    process.exit(1);
}

mkdirSync(FOLDER, { recursive: true });
console.log(`${readdirSync(FOLDER).length} files in ${FOLDER}.`);
await requireContinuation().catch(stop);
consumer.on(consumer.events.GROUP_JOIN, (event) => {
    try {
        onJoin(event);
    } catch (failure) {
        stop(failure);
    }
});
// kafkajs goes on by itself after what may pass, such as a broker that is away.
consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => restart || stop(error));
for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => consumer.disconnect().then(() => process.exit(0)));
}
await consumer.connect();
await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
await consumer.run({ autoCommit: false, eachBatch: onBatch });
