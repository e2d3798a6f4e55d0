/** The dashboard: live numbers and alerts by the stream, the rest asked for every 15 seconds. */
import { showActivity, showAnswers, resize, saveCsv } from './charts.js';
import { Closed, get, keepToken, watch } from './api.js';
import { showAlerts, showMutes, showPulse } from './live.js';
import { showHeat, showRanking, showSessions } from './tables.js';
import { choose, current, fill, word } from './words.js';

const AGAIN = 3_000;
const REFRESH = 15_000;
const SPANS = {
    hour: { seconds: 3_600, by: 'minute' },
    day: { seconds: 86_400, by: 'hour' },
    month: { seconds: 31 * 86_400, by: 'day' },
};
const status = document.querySelector('#status');
const door = document.querySelector('#door');
let last = null;
let opened = false;

function say(state) {
    status.dataset.state = state;
    status.textContent = word(`status.${state}`);
}

function span() {
    const { seconds, by } = SPANS[document.querySelector('[name=span]:checked').value];
    const from = new Date(Date.now() - seconds * 1_000 + 60_000);
    return { from: from.toISOString(), by };
}

function show(live) {
    last = live;
    say('live');
    showPulse(live.pulse);
    showAlerts(live.alerts, live.mutes);
    showMutes(live.mutes);
}

/** One question after the other: the service answers few at once. What fails is asked again next time. */
async function refresh() {
    const day = { from: new Date(Date.now() - 86_400_000).toISOString() };
    const chosen = span();
    const parts = [
        () => get('timeline', chosen).then(showActivity),
        () => get('activity', day).then(({ rooms }) => showRanking('#rooms', rooms, 'roomId', 'players')),
        () => get('players', day).then(({ players }) => showRanking('#players', players, 'playerId', 'rooms')),
        () => get('heatmap').then(showHeat),
        () => get('answers', day).then(showAnswers),
        () => get('sessions', day).then(showSessions),
    ];
    for (const part of parts) {
        await part().catch(() => say('lost'));
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
                show(event);
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
speak();
live();
