/** Rankings, the heat map and the figures beside the charts. */
import { nameOf, plainName } from './names.js';
import { current, duration, number, word } from './words.js';

const SHOWN = 10;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Fills a table of the busiest with a bar for each. */
export function showRanking(target, rows, name, other) {
    const most = rows[0]?.messages ?? 1;
    const made = rows.slice(0, SHOWN).map((row) => {
        const line = document.createElement('tr');
        const first = line.insertCell();
        first.title = plainName(row[name]);
        const bar = document.createElement('progress');
        bar.max = most;
        bar.value = row.messages;
        bar.ariaHidden = 'true';
        first.append(nameOf(row[name]), bar);
        line.insertCell().textContent = number(row.messages);
        line.insertCell().textContent = number(row[other]);
        return line;
    });
    if (made.length === 0) {
        sayInTable(target, 'rooms.none');
        return;
    }
    document.querySelector(target).replaceChildren(...made);
}

/** Says in a table why it has no rows. */
export function sayInTable(target, text) {
    const line = document.createElement('tr');
    const cell = line.insertCell();
    cell.colSpan = 3;
    cell.className = 'soft';
    cell.textContent = word(text);
    document.querySelector(target).replaceChildren(line);
}

function weekday(day) {
    const monday = Date.UTC(2024, 0, 1);
    const format = new Intl.DateTimeFormat(current(), { weekday: 'short', timeZone: 'UTC' });
    return format.format(new Date(monday + (day - 1) * 86_400_000));
}

/** Turns hours of the week in UTC into the viewer's own. */
function local(cells) {
    const shift = -Math.round(new Date().getTimezoneOffset() / 60);
    const found = new Map();
    for (const { weekday: day, hour, messages } of cells) {
        const place = ((day - 1) * 24 + hour + shift + 168) % 168;
        found.set(place, (found.get(place) ?? 0) + messages);
    }
    return found;
}

/** «Asia/Seoul, GMT+9»: whose hours they are. */
function zone() {
    const format = new Intl.DateTimeFormat(current(), { timeZoneName: 'shortOffset' });
    const offset = format.formatToParts(new Date()).find((part) => part.type === 'timeZoneName');
    return [format.resolvedOptions().timeZone, offset?.value].filter(Boolean).join(', ');
}

function heading(scope, text, hidden = false) {
    const cell = document.createElement('th');
    cell.scope = scope;
    const label = document.createElement('span');
    label.className = hidden ? 'hidden' : '';
    label.textContent = text;
    cell.append(label);
    return cell;
}

function heatCell(day, hour, messages, most) {
    const cell = document.createElement('td');
    cell.style.setProperty('--heat', String(Math.sqrt(messages / most)));
    cell.title = word('heat.cell', { day: weekday(day), hour, n: number(messages) });
    const said = document.createElement('span');
    said.className = 'hidden';
    said.textContent = number(messages);
    cell.append(said);
    return cell;
}

const DAYS = [1, 2, 3, 4, 5, 6, 7];
const narrow = matchMedia('(width < 900px)');
let shownHeat = null;

/** Hours run across; on a phone they run down, so that all of them are seen. */
export function showHeat({ cells, weeks }) {
    shownHeat = { cells, weeks };
    const found = local(cells);
    const most = Math.max(0, ...found.values());
    const at = (day, hour) => heatCell(day, hour, found.get((day - 1) * 24 + hour) ?? 0, most || 1);
    const table = document.createElement('table');
    const head = table.createTHead().insertRow();
    const body = table.createTBody();
    head.append(document.createElement('td'));
    if (narrow.matches) {
        head.append(...DAYS.map((day) => heading('col', weekday(day))));
        for (const hour of HOURS) {
            const name = heading('row', String(hour), hour % 3 !== 0);
            body.insertRow().append(name, ...DAYS.map((day) => at(day, hour)));
        }
    } else {
        head.append(...HOURS.map((hour) => heading('col', String(hour), hour % 3 !== 0)));
        for (const day of DAYS) {
            const name = heading('row', weekday(day));
            body.insertRow().append(name, ...HOURS.map((hour) => at(day, hour)));
        }
    }
    document.querySelector('#heat').replaceChildren(...table.children);
    document.querySelector('#heat-most').textContent = number(most);
    document.querySelector('#heat-zone').textContent =
        most === 0 ? word('heat.none') : word('heat.zone', { zone: zone() });
}

narrow.addEventListener('change', () => shownHeat && showHeat(shownHeat));

/** Writes figures such as «median 1.2 s». @param {[string, string][]} pairs label and value */
export function showFigures(target, pairs, none) {
    const made = pairs.map(([label, value]) => {
        const figure = document.createElement('span');
        const bold = document.createElement('b');
        bold.textContent = value;
        figure.append(`${label} `, bold);
        return figure;
    });
    document.querySelector(target).replaceChildren(...(made.length > 0 ? made : [word(none)]));
}

export function showSessions({ seconds }) {
    const pairs = [
        [word('sessions.count'), number(seconds.count)],
        [word('answers.median'), duration(seconds.p50 * 1_000)],
        ['p90', duration(seconds.p90 * 1_000)],
        ['p99', duration(seconds.p99 * 1_000)],
    ];
    showFigures('#sessions-figures', seconds.count > 0 ? pairs : [], 'sessions.none');
}
