/** Asks analytics-service. A token, where one is needed, is kept for this tab. */
const KEPT = 'dungeontalk.operator';
const BASE = 'api/analytics/';
const BUSY = 1_000;

/** The service wants a token, or a better one. */
export class Closed extends Error {}

/** The service refuses this to a good token. */
export class Forbidden extends Error {}

export function keepToken(token) {
    sessionStorage.setItem(KEPT, token.trim());
}

/** The question would have to read too much. */
export class TooMuch extends Error {}

async function ask(path, options = {}, tries = 3) {
    const token = sessionStorage.getItem(KEPT);
    const headers = { ...options.headers };
    if (token) {
        headers.Authorization = `Bearer ${token}`;
    }
    const response = await fetch(BASE + path, { ...options, headers });
    if (response.status === 503 && tries > 1) {
        await new Promise((again) => setTimeout(again, BUSY));
        return ask(path, options, tries - 1);
    }
    if (response.status === 401) {
        throw new Closed();
    }
    if (response.status === 403) {
        throw new Forbidden();
    }
    if (response.status === 400) {
        throw new TooMuch();
    }
    if (!response.ok) {
        throw new Error(`answered ${response.status}`);
    }
    return response;
}

/** @returns {Promise<object>} the JSON at a path, with a query */
export async function get(path, query = {}) {
    const response = await ask(`${path}?${new URLSearchParams(query)}`);
    return response.json();
}

/** @returns {Promise<Blob>} the file at a path */
export async function file(path, query) {
    const response = await ask(`${path}?${new URLSearchParams(query)}`);
    return response.blob();
}

export function mute(playerId, minutes, reason) {
    return ask(`mutes/${encodeURIComponent(playerId)}`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ minutes, reason }),
    });
}

export function unmute(playerId) {
    return ask(`mutes/${encodeURIComponent(playerId)}`, { method: 'DELETE' });
}

/** Calls `take` with each server-sent event until the connection ends. Not EventSource: it knows no token. */
export async function watch(take) {
    const response = await ask('live/stream');
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
        const { value, done } = await reader.read();
        if (done) {
            return;
        }
        const events = (rest + value).split('\n\n');
        rest = events.pop();
        for (const event of events) {
            const data = event
                .split('\n')
                .filter((line) => line.startsWith('data:'))
                .map((line) => line.slice(5))
                .join('\n');
            if (data) {
                take(JSON.parse(data));
            }
        }
    }
}
