#!/usr/bin/env node
/**
 * Counts the messages of each room, in a consumer group of its own.
 *
 * Guarantee: every message of the log is counted once, also after kill -9. The counts of a partition
 * and the offset up to which they hold are one file, replaced as a whole; the group's offset is
 * committed after that. What is read a second time lies before the file's offset and is passed over.
 * A record that nobody can read is put aside with the reason, and the rest goes on.
 *
 * Run one process for each FOLDER: two would write the same files.
 */
import { appendFile, mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';

const TOPIC = 'game-messages';

/** An id that a sender chose may come again for two minutes, by clocks two minutes apart. */
const REPEATED_WITHIN_MS = 4 * 60 * 1000;

const { KAFKA_BOOTSTRAP_SERVERS, GROUP = 'room-counts', FOLDER = 'room-counts' } = process.env;

/** What is known of one partition: the next offset, each room's count, ids that may come again. */
async function load(partition) {
    try {
        return JSON.parse(await readFile(fileOf(partition), 'utf8'));
    } catch (failure) {
        if (failure.code === 'ENOENT') {
            return { next: '0', rooms: {}, ids: {} };
        }
        throw failure;
    }
}

/** The work is durable when this resolves. */
async function save(partition, counts) {
    const written = `${fileOf(partition)}.new`;
    const file = await open(written, 'w');
    try {
        await file.writeFile(JSON.stringify(counts));
        await file.sync();
    } finally {
        await file.close();
    }
    await rename(written, fileOf(partition));
}

function fileOf(partition) {
    return join(FOLDER, `${partition}.json`);
}

/** The room of a record. @throws if nobody can use the record */
function roomOf({ key, value }) {
    if (key === null || value === null) {
        throw new Error('The record has no key or no value.');
    }
    const body = JSON.parse(value.toString('utf8'));
    if (typeof body?.messageId !== 'string') {
        throw new Error('The body has no messageId.');
    }
    return key.toString('utf8');
}

/** Header `id` marks a message that may come a second time; within its room the first one counts. */
function isRepeated(counts, room, { headers, timestamp }) {
    const id = headers?.id && `${room} ${headers.id}`;
    if (!id) {
        return false;
    }
    if (counts.ids[id] !== undefined) {
        return true;
    }
    counts.ids[id] = Number(timestamp);
    return false;
}

function forgetOldIds(counts, newest) {
    for (const [id, time] of Object.entries(counts.ids)) {
        if (newest - time > REPEATED_WITHIN_MS) {
            delete counts.ids[id];
        }
    }
}

async function putAside(partition, { offset, key, value }, reason) {
    const line = JSON.stringify({
        partition,
        offset,
        reason,
        key: key && key.toString('base64'),
        value: value && value.toString('base64'),
    });
    await appendFile(join(FOLDER, 'aside.ndjson'), `${line}\n`);
    console.warn(`Put aside ${partition}/${offset}: ${reason}`);
}

async function count(partition, counts, record) {
    try {
        const room = roomOf(record);
        if (!isRepeated(counts, room, record)) {
            counts.rooms[room] = (counts.rooms[room] ?? 0) + 1;
        }
    } catch (failure) {
        await putAside(partition, record, failure.message);
    }
    counts.next = String(BigInt(record.offset) + 1n);
}

const kafka = new Kafka({
    clientId: 'room-counts',
    brokers: (KAFKA_BOOTSTRAP_SERVERS ?? 'localhost:8140').split(','),
    logLevel: logLevel.WARN,
});
const consumer = kafka.consumer({ groupId: GROUP });
const all = new Map();

/** kafkajs calls this for one batch of a partition at a time. */
async function onBatch({ batch: { partition, messages } }) {
    if (!all.has(partition)) {
        all.set(partition, await load(partition));
    }
    const counts = all.get(partition);
    for (const record of messages) {
        if (BigInt(record.offset) >= BigInt(counts.next)) {
            await count(partition, counts, record);
        }
    }
    forgetOldIds(counts, Number(messages.at(-1).timestamp));
    await save(partition, counts);
    await consumer.commitOffsets([{ topic: TOPIC, partition, offset: counts.next }]);
    console.log(`partition ${partition} up to ${counts.next}:`, counts.rooms);
}

await mkdir(FOLDER, { recursive: true });
// A restart reads again what was not saved; a failure that stays shows in the exit code.
consumer.on(consumer.events.CRASH, ({ payload }) => {
    console.error(payload.error.message);
    process.exit(1);
});
consumer.on(consumer.events.GROUP_JOIN, () => console.log('Counting.'));
for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => consumer.disconnect().then(() => process.exit(0)));
}
await consumer.connect();
await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
await consumer.run({ autoCommit: false, eachBatchAutoResolve: true, eachBatch: onBatch });
