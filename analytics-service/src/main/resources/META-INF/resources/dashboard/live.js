/** What changes every second: the pulse, the alerts, who is muted. */
import { Forbidden, mute, unmute } from './api.js';
import { isolatedName, nameOf } from './names.js';
import { dayAndTime, number, pieces, time, word } from './words.js';

const MINUTES = 10;
const LOUD_LAG = 10_000;
const PROBLEM_SHOWN = 10_000;

/** Who was erased is a pseudonym, which nobody speaks under: docs/contract/schemas/erasure.json. */
const PSEUDONYM = /^anonymous-[0-9a-f]{16}$/;

/** Rulings that were clicked here and that the stream does not show yet. @type {Map<string, boolean>} */
const clicked = new Map();

function element(tag, className, ...content) {
    const made = document.createElement(tag);
    made.className = className;
    made.append(...content);
    return made;
}

function set(id, text, loud = false) {
    const shown = document.querySelector(id);
    shown.textContent = text;
    shown.parentElement.classList.toggle('loud', loud);
}

export function showPulse(pulse) {
    set('#pulse-rate', number(pulse.messagesPerSecond, pulse.messagesPerSecond < 10 ? 1 : 0));
    set('#pulse-players', number(pulse.players));
    set('#pulse-rooms', number(pulse.rooms));
    set('#pulse-lag', number(pulse.lag), pulse.lag > LOUD_LAG);
    set('#pulse-alerts', number(pulse.openAlerts), pulse.openAlerts > 0);
}

let problemSince = 0;

/** What went wrong with a click is told, and no longer than it matters. */
export function forgetProblem() {
    if (Date.now() - problemSince > PROBLEM_SHOWN) {
        document.querySelector('#problem').hidden = true;
    }
}

async function rule(playerId, muted, reason) {
    const problem = document.querySelector('#problem');
    problem.hidden = true;
    clicked.set(playerId, muted);
    document.dispatchEvent(new Event('muted'));
    try {
        await (muted ? mute(playerId, MINUTES, reason) : unmute(playerId));
    } catch (failure) {
        clicked.delete(playerId);
        problemSince = Date.now();
        problem.hidden = false;
        problem.textContent = word(failure instanceof Forbidden ? 'mutes.refused' : 'mutes.failed');
        document.dispatchEvent(new Event('muted'));
    }
}

function button(playerId, isMuted, reason) {
    const label = word(isMuted ? 'mutes.unmute' : 'mutes.mute');
    const made = element('button', '', label);
    made.type = 'button';
    made.ariaLabel = `${label}: ${isolatedName(playerId)}`;
    made.dataset.player = playerId;
    made.addEventListener('click', () => rule(playerId, !isMuted, reason));
    return made;
}

function alertItem(alert, muted) {
    const item = element('li', `${alert.state} ${alert.severity}`);
    const what = element('p', 'what', ...pieces(`kind.${alert.kind}`, { who: nameOf(alert.subject.id) }));
    if (alert.severity === 'critical') {
        what.append(element('span', 'state grave', word('alerts.critical')));
    }
    what.append(element('span', 'state', word(`alerts.${alert.state}`)));
    const room = alert.roomId ? nameOf(alert.roomId) : word('alerts.rooms');
    const about = pieces('alerts.about', {
        time: dayAndTime(alert.raisedAt),
        messages: number(alert.messages),
        room,
    });
    const players = alert.players > 1 ? ` · ${word('alerts.players', { n: number(alert.players) })}` : '';
    item.append(what, element('p', 'about', ...about, players));
    if (alert.subject.type === 'player' && !PSEUDONYM.test(alert.subject.id)) {
        item.append(button(alert.subject.id, muted.has(alert.subject.id), alert.kind));
    }
    return item;
}

/** Replaces a list's items only where they changed, and keeps the focus on a button. */
function replace(list, items) {
    const focused = document.activeElement?.dataset?.player;
    const inList = list.contains(document.activeElement);
    const before = [...list.children].map((item) => item.outerHTML).join();
    const now = items.map((item) => item.outerHTML).join();
    if (before !== now) {
        list.replaceChildren(...items);
        if (inList && focused) {
            list.querySelector(`[data-player="${CSS.escape(focused)}"]`)?.focus();
        }
    }
}

function mutedNow(mutes) {
    const muted = new Set(mutes.map((one) => one.playerId));
    for (const [playerId, wanted] of clicked) {
        if (muted.has(playerId) === wanted) {
            clicked.delete(playerId);
        } else if (wanted) {
            muted.add(playerId);
        } else {
            muted.delete(playerId);
        }
    }
    return muted;
}

/** @param {number} total how many there are, shown or not */
export function showAlerts(alerts, total, mutes) {
    const muted = mutedNow(mutes);
    const list = document.querySelector('#alerts');
    replace(list, alerts.map((alert) => alertItem(alert, muted)));
    document.querySelector('#alerts-none').hidden = alerts.length > 0;
    document.querySelector('#alerts-count').textContent =
        total === 0 ? '' : word('alerts.count', { shown: number(alerts.length), total: number(total) });
    document.querySelector('#alerts-more').hidden = total <= alerts.length;
}

export function showMutes(mutes) {
    const items = mutes.map((one) => {
        const item = element('li', '');
        const by = nameOf(one.by);
        const until = one.until
            ? pieces('mutes.until', { time: time(one.until), by })
            : pieces('mutes.always', { by });
        item.append(element('p', 'what', nameOf(one.playerId)), element('p', 'about', ...until));
        item.append(button(one.playerId, true, ''));
        return item;
    });
    replace(document.querySelector('#mutes'), items);
    document.querySelector('#mutes-none').hidden = items.length > 0;
}
