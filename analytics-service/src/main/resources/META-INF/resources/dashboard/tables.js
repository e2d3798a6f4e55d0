/** Rankings, the heat map and the figures beside the charts. */
import { current, duration, number, word } from './words.js';

const SHOWN = 10;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Fills a table of the busiest with a bar for each. */
export function showRanking(target, rows, name, other) {
    const most = rows[0]?.messages ?? 1;
    const made = rows.slice(0, SHOWN).map((row) => {
        const line = document.createElement('tr');
        const first = line.insertCell();
        first.textContent = row[name];
        first.title = row[name];
        const bar = document.createElement('progress');
        bar.max = most;
        bar.value = row.messages;
        bar.ariaHidden = 'true';
        first.append(bar);
        line.insertCell().textContent = number(row.messages);
        line.insertCell().textContent = number(row[other]);
        return line;
    });
    document.querySelector(target).replaceChildren(...made);
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

export function showHeat({ cells }) {
    const found = local(cells);
    const most = Math.max(1, ...found.values());
    const table = document.createElement('table');
    const head = table.createTHead().insertRow();
    head.append(document.createElement('td'));
    for (const hour of HOURS) {
        const cell = document.createElement('th');
        cell.scope = 'col';
        const label = document.createElement('span');
        label.className = hour % 3 === 0 ? '' : 'hidden';
        label.textContent = String(hour);
        cell.append(label);
        head.append(cell);
    }
    const body = table.createTBody();
    for (let day = 1; day <= 7; day++) {
        const line = body.insertRow();
        const name = document.createElement('th');
        name.scope = 'row';
        name.textContent = weekday(day);
        line.append(name);
        for (const hour of HOURS) {
            const messages = found.get((day - 1) * 24 + hour) ?? 0;
            const cell = line.insertCell();
            cell.style.setProperty('--heat', String(Math.sqrt(messages / most)));
            cell.title = word('heat.cell', { day: weekday(day), hour, n: number(messages) });
            const said = document.createElement('span');
            said.className = 'hidden';
            said.textContent = number(messages);
            cell.append(said);
        }
    }
    document.querySelector('#heat').replaceChildren(...table.children);
}

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
