/**
 * The running stack that the tests talk to: described by STACK_JSON, as deploy/local/up writes it.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const LOCAL = fileURLToPath(new URL('../../local/', import.meta.url));

/** The folder of the repository. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

function stackFile() {
    if (!process.env.STACK_JSON) {
        throw new Error('STACK_JSON must name the stack.json of a running stack');
    }
    return process.env.STACK_JSON;
}

/** @returns {{http: string, ws: string}} the addresses of a process, such as gateway-1 */
export function urlsOf(name) {
    const { processes } = JSON.parse(readFileSync(stackFile(), 'utf8'));
    const found = processes.find((process) => process.name === name);
    if (!found) {
        throw new Error(`the stack has no ${name}; start it with --gateways 2`);
    }
    return { ...found.urls, http: found.urls.http.replace(/\/$/, '') };
}

/** @returns {string} where the stack's Kafka is */
export function kafka() {
    return JSON.parse(readFileSync(stackFile(), 'utf8')).kafka.bootstrapServers;
}

async function local(command, ...args) {
    const all = [...args, '--data', dirname(stackFile())];
    const { stdout } = await run(join(LOCAL, command), all, { timeout: 200_000 });
    return stdout.trim();
}

/** @returns {Promise<string>} a token of the stack for a player, by deploy/local/token */
export function tokenFor(name, ...options) {
    return local('token', name, ...options);
}

/** @returns {Promise<Array<string>>} tokens of several players at once */
export async function tokensFor(prefix, count) {
    return (await local('token', '--count', String(count), prefix)).split('\n');
}

/** Stops a process and starts it again; resolves when it is ready. */
export function restart(name) {
    return local('restart', name);
}

/** Lets a process end as an operator would, and resolves when it is gone; `restart` brings it back. */
export async function stop(name) {
    const { processes } = JSON.parse(readFileSync(stackFile(), 'utf8'));
    const { pid } = processes.find((process) => process.name === name);
    process.kill(pid, 'SIGTERM');
    await eventually(
        () => {
            try {
                process.kill(pid, 0);
                return { ok: false, pid };
            } catch {
                return { ok: true };
            }
        },
        { within: 90_000 },
    );
}

/** @returns {string} a room nobody else uses */
export function newRoom(name) {
    return `${name}-${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
}

/** Asks again until the answer is there. Fails after `within` milliseconds with the last answer. */
export async function eventually(ask, { within = 30_000, every = 100 } = {}) {
    const end = Date.now() + within;
    for (;;) {
        const { ok, ...answer } = await ask();
        if (ok) {
            return answer;
        }
        if (Date.now() > end) {
            throw new Error(`not within ${within} ms; last: ${JSON.stringify(answer)}`);
        }
        await new Promise((again) => setTimeout(again, every));
    }
}

/**
 * Waits until persistence-service has stored these texts of a room: from there on a page that comes
 * in finds them, and a cursor to go on from.
 */
export async function stored(room, token, texts, kind = 'chat') {
    await eventually(async () => {
        const found = (await history(room, token, kind)).map(({ content }) => content);
        return { ok: texts.every((text) => found.includes(text)), found };
    });
}

/** Reads a room's stored messages, newest first. */
export async function history(room, token, kind = 'chat') {
    const { http } = urlsOf('persistence');
    const address = `${http}/api/${kind}/room/${encodeURIComponent(room)}/messages?limit=200`;
    const response = await fetch(address, { headers: { Authorization: `Bearer ${token}` } });
    if (!response.ok) {
        throw new Error(`history answered ${response.status}`);
    }
    return (await response.json()).messages;
}
