/** The dashboard: live numbers and alerts by the stream, the rest asked for every 15 seconds. */
import { showActivity, showAnswers, resize, saveCsv } from './charts.js';
import { Closed, TooMuch, get, keepToken, watch } from './api.js';
import { forgetProblem, showAlerts, showMutes, showPulse } from './live.js';
import { sayInTable, showHeat, showRanking, showSessions } from './tables.js';
import { choose, current, duration, fill, word } from './words.js';

const AGAIN = 3_000;
const REFRESH = 15_000;
const STALE = 5_000;
const DAY = 86_400_000;
const PAGE = 100;
const MOST_AT_ONCE = 500;
const SPANS = {
    hour: { seconds: 3_600, by: 'minute' },
    day: { seconds: 86_400, by: 'hour' },
    month: { seconds: 31 * 86_400, by: 'day' },
};
const status = document.querySelector('#status');
const door = document.querySelector('#door');
let last = null;
let lastAt = 0;
let older = [];
let asked = 0;
let round = 0;
let opened = false;

/** What the state is; the numbers on the page turn grey, with their age, when none come any more. */
function say(state) {
    const age = Date.now() - lastAt;
    const stale = last !== null && age > STALE && state !== 'closed';
    status.dataset.state = stale ? 'lost' : state;
    status.textContent = stale
        ? word('status.stale', { age: duration(age) })
        : word(`status.${state}`);
    document.body.classList.toggle('stale', stale || (state === 'closed' && last !== null));
}

function chosen() {
    return SPANS[document.querySelector('[name=span]:checked').value];
}

/** Whole windows, and the one that isn't over. */
function span() {
    const { seconds, by } = chosen();
    const from = new Date(Date.now() - seconds * 1_000 + 60_000);
    return { from: from.toISOString(), by };
}

function show(live) {
    showPulse(live.pulse);
    const known = new Set(live.alerts.map((alert) => alert.alertId));
    const all = [...live.alerts, ...older.filter((alert) => !known.has(alert.alertId))];
    showAlerts(all, Math.max(live.alertsTotal, all.length), live.mutes);
    showMutes(live.mutes);
}

function take(live) {
    last = live;
    lastAt = Date.now();
    say('live');
    forgetProblem();
    show(live);
}

/** The alerts behind those of the stream, as many as were asked for. */
async function moreAlerts() {
    const found = [];
    while (found.length < asked) {
        const limit = Math.min(MOST_AT_ONCE, asked - found.length);
        const page = await get('alerts', { first: 'critical', limit, offset: found.length });
        found.push(...page.alerts);
        if (page.alerts.length < limit) {
            break;
        }
    }
    older = found;
    if (last) {
        show(last);
    }
}

/** A table of the busiest in the span; one that would be too much says so. */
function ranking(path, target, name, other, query) {
    return get(path, query).then(
        (answer) => () => showRanking(target, answer[path], name, other),
        (problem) => {
            if (problem instanceof TooMuch) {
                return () => sayInTable(target, 'rooms.toomuch');
            }
            throw problem;
        },
    );
}

/**
 * One question after the other: the service answers few at once. What fails is asked again next time, and an answer is
 * dropped when something else was asked meanwhile.
 */
async function refresh() {
    const mine = ++round;
    const now = Date.now();
    const day = { from: new Date(now - DAY).toISOString() };
    const query = span();
    const parts = [
        () => get('timeline', query).then((answer) => () => showActivity(answer)),
        () => ranking('rooms', '#rooms', 'roomId', 'players', query),
        () => ranking('players', '#players', 'playerId', 'rooms', query),
        () => get('heatmap').then((answer) => () => showHeat(answer)),
        () => get('answers', day).then((answer) => () => showAnswers(answer, { from: now - DAY, to: now })),
        () => get('sessions', day).then((answer) => () => showSessions(answer)),
        () => moreAlerts().then(() => () => {}),
    ];
    for (const part of parts) {
        const draw = await part().catch(() => null);
        if (mine !== round) {
            return;
        }
        draw?.();
    }
}

function closed() {
    opened = false;
    say('closed');
    door.hidden = false;
}

async function live() {
    for (;;) {
        try {
            await watch((event) => {
                if (!opened) {
                    opened = true;
                    door.hidden = true;
                    refresh();
                }
                take(event);
            });
            say('lost');
        } catch (problem) {
            if (problem instanceof Closed) {
                closed();
                return;
            }
            say('lost');
        }
        await new Promise((again) => setTimeout(again, AGAIN));
    }
}

function speak() {
    fill();
    const other = current() === 'ko' ? 'en' : 'ko';
    const button = document.querySelector('#language');
    button.textContent = other === 'ko' ? '한국어' : 'English';
    button.lang = other;
    say(status.dataset.state);
    if (last) {
        show(last);
    }
}

document.querySelector('#language').addEventListener('click', () => {
    choose(current() === 'ko' ? 'en' : 'ko');
    speak();
    refresh();
});
document.querySelector('#spans').addEventListener('change', refresh);
document.querySelector('#alerts-more').addEventListener('click', () => {
    asked = document.querySelectorAll('#alerts li').length + PAGE;
    moreAlerts().catch(() => {});
});
document.querySelector('#export').addEventListener('click', () => saveCsv(span()));
door.addEventListener('submit', (event) => {
    event.preventDefault();
    keepToken(document.querySelector('#token').value);
    live();
});
document.addEventListener('muted', () => last && show(last));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', refresh);
addEventListener('resize', resize);
setInterval(() => opened && refresh(), REFRESH);
setInterval(() => say(status.dataset.state), 1_000);
speak();
live();
