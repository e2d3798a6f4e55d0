#!/usr/bin/env node
/**
 * A game master for AI rooms: reads the log in a consumer group of its own and answers what players
 * say by the gateway's REST publish. This one only echoes; put a model into `answerTo`.
 *
 * Guarantee: every question that is younger than ten minutes is answered, and within two minutes it
 * is answered once. An offset is committed after the answer is in the log. After a crash between the
 * two the question is read again, and its answer has the same messageId, so it is taken once. A
 * gateway knows an id for two minutes: a later answer gets a new one. Where the group has no offset
 * yet, at its very first start or for a partition whose first question it crashed on, it begins at
 * the log's beginning and passes over what nobody waits for any more: it can't miss a question that
 * is asked while it joins.
 */
import { createHash } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';

const TOPIC = 'game-messages';
const LONGEST_TEXT = 2_000;
const NOBODY_WAITS_AFTER_MS = 10 * 60 * 1000;
const ANSWER_WITHIN_MS = 40_000;
const LONGEST_PAUSE_MS = 30_000;
const DEAD_AFTER_MS = 10_000;

/** The place for a model. @returns {Promise<{content: string, sources?: Array<string>}>} */
async function answerTo({ senderNickname, content }) {
    return {
        content: `${senderNickname} says: “${content}” The dungeon listens, and says it back.`,
    };
}

/** Whether a record asks for an answer; the headers alone tell, nothing is parsed. */
function asks({ headers, value }) {
    return value !== null && String(headers?.kind) === 'aichat' && String(headers?.type) === 'USER';
}

/**
 * The same id for the same question and time: a UUIDv7 with that time and, where a fresh one has
 * chance, a hash of the question's id.
 */
function answerId(questionId, time) {
    const bytes = createHash('sha256').update(`answer to ${questionId}`).digest().subarray(0, 16);
    bytes.writeUIntBE(time, 0, 6);
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The body of the answer: in the question's turn, behind the question. */
function bodyOf(question, { content, sources }, tookMs) {
    return {
        messageId: answerId(question.messageId, Date.parse(question.createdAt)),
        messageType: 'AI',
        content: content.slice(0, LONGEST_TEXT),
        gameId: question.gameId,
        turnNumber: question.turnNumber,
        messageOrder: question.messageOrder === undefined ? undefined : question.messageOrder + 1,
        aiResponseTime: tookMs,
        aiSources: sources,
    };
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * Posts until the log has it or it is refused for good. An answer that comes too late for its id gets
 * a new one; one that is refused because its id is used was given before.
 *
 * @throws if the token is not good: a restart with a new one answers the question
 */
async function publish({ gateway, token }, question, body) {
    const roomId = question.aiGameRoomId;
    const url = `${gateway}/api/aichat/room/${encodeURIComponent(roomId)}/message`;
    for (let wait = 1_000; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
        const response = await fetch(url, {
            method: 'POST',
            headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
            body: JSON.stringify(body),
            signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        }).catch(() => null);
        if (response?.ok) {
            return;
        }
        if (response?.status === 401) {
            throw new Error('The gateway does not accept the token.');
        }
        if (response && response.status < 500 && response.status !== 429) {
            const { code } = await response.json().catch(() => ({}));
            if (code === 'MESSAGE_ID_EXPIRED') {
                body.messageId = answerId(question.messageId, Date.now());
                continue;
            }
            if (code === 'MESSAGE_ID_REUSED') {
                return;
            }
            console.warn(
                `Room ${roomId}: the answer was refused, ${response.status} ${code ?? ''}`,
            );
            return;
        }
        await pause(Number(response?.headers.get('Retry-After')) * 1_000 || wait);
    }
}

/** @returns {object|null} what was asked; null for a record that nobody can read */
function questionOf({ partition, message }) {
    try {
        const question = JSON.parse(message.value);
        return typeof question.messageId === 'string' && question.aiGameRoomId ? question : null;
    } catch {
        console.warn(`Passed over what can't be read at ${partition}/${message.offset}.`);
        return null;
    }
}

async function answer(settings, question) {
    const began = Date.now();
    const words = await answerTo(question);
    const body = bodyOf(question, words, Date.now() - began);
    await publish(settings, question, body);
}

/** While a question is worked on, heart-beats tell the group that this process lives. */
async function onRecord(settings, record) {
    const question = asks(record.message) ? questionOf(record) : null;
    if (!question || Date.now() - Date.parse(question.createdAt) > NOBODY_WAITS_AFTER_MS) {
        return;
    }
    const beating = setInterval(() => record.heartbeat().catch(() => {}), DEAD_AFTER_MS / 4);
    try {
        await answer(settings, question);
    } finally {
        clearInterval(beating);
    }
}

async function start() {
    const { KAFKA_BOOTSTRAP_SERVERS, GATEWAY, TOKEN, GROUP } = process.env;
    if (!TOKEN) {
        console.error('TOKEN must hold a token with the role service.');
        process.exit(1);
    }
    const settings = { gateway: GATEWAY ?? 'http://localhost:8080', token: TOKEN };
    const brokers = (KAFKA_BOOTSTRAP_SERVERS ?? 'localhost:8140').split(',');
    const kafka = new Kafka({ clientId: 'ai-game-master', brokers, logLevel: logLevel.WARN });
    const consumer = kafka.consumer({
        groupId: GROUP ?? 'ai-game-master',
        sessionTimeout: DEAD_AFTER_MS,
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
        console.error(payload.error.message);
        process.exit(1);
    });
    consumer.on(consumer.events.GROUP_JOIN, () => console.log('The game master listens.'));
    for (const signal of ['SIGINT', 'SIGTERM']) {
        process.once(signal, () => consumer.disconnect().then(() => process.exit(0)));
    }
    await consumer.connect();
    await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
    await consumer.run({ eachMessage: (record) => onRecord(settings, record) });
}

await start();
