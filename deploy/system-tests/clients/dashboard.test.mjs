/** The operators' dashboard in a real browser, on a running stack. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { PHONE, Visitor, launch } from './browser.mjs';
import { Player } from './player.mjs';
import { eventually, newRoom, tokenFor, urlsOf } from './stack.mjs';

describe('the dashboard', { timeout: 600_000 }, () => {
    let browser;
    let visitors = [];

    before(async () => (browser = await launch()));
    after(() => browser.close());

    afterEach(async () => {
        const problems = visitors.flatMap((visitor) => visitor.problems);
        await Promise.all(visitors.map((visitor) => visitor.leave()));
        visitors = [];
        assert.deepEqual(problems, []);
    });

    async function watch(options) {
        const visitor = await Visitor.come(browser, `${urlsOf('analytics').http}/`, options);
        visitors.push(visitor);
        await visitor.page.locator('#status[data-state=live]').waitFor();
        return visitor;
    }

    async function flood(name) {
        const player = await Player.withToken(urlsOf('gateway-1').ws, await tokenFor(name));
        const room = newRoom('hall');
        const shouts = Array.from({ length: 14 }, (_, i) => `${name} shouts number ${i}`);
        await Promise.all(shouts.map((shout) => player.talk(room, shout)));
        await player.close();
        return { room };
    }

    const api = async (path) => {
        const response = await fetch(`${urlsOf('analytics').http}/api/analytics/${path}`);
        assert.equal(response.status, 200);
        return response.json();
    };

    test('shows an alert as it comes, mutes with one click and unmutes with another', async () => {
        const operator = await watch();
        const name = `Brawler${Date.now().toString(36)}`;
        const { room } = await flood(name);
        const alert = operator.page
            .locator('#alerts li')
            .filter({ hasText: room })
            .filter({ hasText: 'Flood by' });
        await alert.waitFor();
        await alert.getByRole('button', { name: /^Mute/ }).click();
        await alert.getByRole('button', { name: /^Unmute/ }).waitFor();
        const { alerts } = await api('alerts?kind=flood');
        const { subject } = alerts.find((one) => one.roomId === room);
        await eventually(async () => {
            const { mutes } = await api('mutes');
            return { ok: mutes.some((one) => one.playerId === subject.id), mutes };
        });
        await operator.page
            .locator('#mutes li')
            .filter({ hasText: subject.id })
            .getByRole('button', { name: /^Unmute/ })
            .click();
        await eventually(async () => {
            const { mutes } = await api('mutes');
            return { ok: mutes.every((one) => one.playerId !== subject.id), mutes };
        });
        const { rulings } = await api(`mutes/audit?player=${encodeURIComponent(subject.id)}`);
        assert.deepEqual(
            rulings.map((one) => one.muted),
            [false, true],
        );
    });

    test('shows activity, rooms and players, and nothing comes from another host', async () => {
        const asked = [];
        const operator = await watch();
        operator.page.on('request', (request) => asked.push(new URL(request.url()).host));
        await flood(`Talker${Date.now().toString(36)}`);
        await operator.page.reload();
        await operator.page.locator('#status[data-state=live]').waitFor();
        await operator.page.locator('#rooms tr').first().waitFor();
        await operator.page.locator('#players tr').first().waitFor();
        await operator.page.locator('#activity-chart canvas').waitFor();
        assert.match(
            await operator.page.locator('#activity-chart').getAttribute('aria-label'),
            /messages by/,
        );
        await operator.page.locator('#heat tbody td').nth(7 * 24 - 1).waitFor();
        assert.equal(await operator.page.locator('#heat tbody td').count(), 7 * 24);
        const here = new URL(urlsOf('analytics').http).host;
        assert.deepEqual([...new Set(asked)], [here]);
        const saved = operator.page.waitForEvent('download');
        await operator.page.getByRole('button', { name: 'Save as CSV' }).click();
        assert.match((await saved).suggestedFilename(), /^activity-by-minute(-\d+){5}\.csv$/);
        assert.deepEqual(await operator.barriers(), []);
        await operator.picture('dashboard-dark');
    });

    /** The dashboard with these answers to some of its questions; a text is that of a stream. */
    async function watchWith(answers, options = {}) {
        const context = await browser.newContext({ locale: 'en-GB', ...options });
        const visitor = new Visitor(await context.newPage());
        visitors.push(visitor);
        for (const [path, body] of Object.entries(answers)) {
            await visitor.page.route(`**/api/analytics/${path}*`, async (route) => {
                const answer = typeof body === 'function' ? body(new URL(route.request().url())) : body;
                await route.fulfill(
                    typeof answer === 'string'
                        ? { contentType: 'text/event-stream', body: answer }
                        : { json: answer },
                );
            });
        }
        await visitor.page.goto(`${urlsOf('analytics').http}/`);
        return visitor;
    }

    const drawn = (visitor, chart) =>
        visitor.page.evaluate(
            (id) => globalThis.echarts.getInstanceByDom(document.querySelector(id))?.getOption(),
            chart,
        );

    test('turns grey and says how old the numbers are when no updates come, and recovers', async () => {
        const pulse = {
            at: new Date().toISOString(),
            messagesPerSecond: 18,
            players: 7,
            rooms: 2,
            lag: 0,
            openAlerts: 0,
            mutes: 0,
        };
        const once = `data:${JSON.stringify({ pulse, alerts: [], alertsTotal: 0, mutes: [] })}\n\n`;
        const context = await browser.newContext({ locale: 'en-GB' });
        const operator = new Visitor(await context.newPage());
        visitors.push(operator);
        let asked = 0;
        await operator.page.route('**/live/stream', async (route) => {
            asked++;
            if (asked === 1) {
                await route.fulfill({ contentType: 'text/event-stream', body: once });
            } else if (asked < 5) {
                await route.fulfill({ contentType: 'text/event-stream', body: '' });
            } else {
                await route.continue();
            }
        });
        await operator.page.goto(`${urlsOf('analytics').http}/`);
        await operator.page.locator('#pulse-rate').filter({ hasText: '18' }).waitFor();
        await operator.page.locator('body.stale').waitFor();
        assert.match(await operator.page.locator('#status').textContent(), /No update for \d/);
        await operator.page.locator('#status[data-state=live]').waitFor();
        assert.equal(await operator.page.locator('body.stale').count(), 0);
    });

    test('draws no plunge, players on an axis of their own, and no future', async () => {
        const minute = 60_000;
        const now = Math.floor(Date.now() / minute) * minute;
        const at = (minutes) => new Date(now - minutes * minute).toISOString();
        const operator = await watchWith({
            timeline: {
                from: at(60),
                to: at(-1),
                by: 'minute',
                players: 9,
                windows: [
                    { start: at(10), messages: 900, players: 9 },
                    { start: at(0), messages: 3, players: 1 },
                ],
            },
            answers: {
                turns: 1,
                observedMillis: { count: 1, p50: 900, p90: 900, p99: 900 },
                reportedMillis: { count: 0 },
                hours: [{ start: at(60), answers: 1, observedMillis: 900, reportedMillis: null }],
            },
        });
        await operator.page.locator('#answers-chart canvas').waitFor();
        const activity = await drawn(operator, '#activity-chart');
        const messages = activity.series.find((one) => one.name === 'Messages');
        const players = activity.series.find((one) => one.name === 'Players');
        assert.ok(messages.data.some(([, count]) => count === 900));
        assert.ok(messages.data.every(([start]) => start + minute <= Date.now()));
        assert.ok(messages.data.every(([, count]) => count !== 3));
        assert.notEqual(messages.yAxisIndex, players.yAxisIndex);
        const soFar = activity.series.find((one) => one.name === 'Messages, so far');
        const [[from, to]] = soFar.markLine.data;
        assert.deepEqual([from.coord, to.coord], [messages.data.at(-1), soFar.data[0]]);
        for (const chart of [activity, await drawn(operator, '#answers-chart')]) {
            assert.ok(chart.xAxis[0].max <= Date.now());
        }
    });

    test('shows critical alerts first, how many there are, and more of them', async () => {
        const alert = (number) => ({
            alertId: `00000000-0000-0000-0000-${String(number).padStart(12, '0')}`,
            kind: 'surge',
            state: 'closed',
            severity: number < 2 ? 'critical' : 'warning',
            action: 'none',
            subject: { type: 'room', id: `room-${number}` },
            roomId: `room-${number}`,
            raisedAt: new Date().toISOString(),
            messages: 20,
            players: 3,
        });
        const all = Array.from({ length: 168 }, (_, number) => alert(number));
        const operator = await watchWith({
            alerts: (url) => {
                const offset = Number(url.searchParams.get('offset'));
                assert.equal(url.searchParams.get('first'), 'critical');
                const limit = Number(url.searchParams.get('limit'));
                return { alerts: all.slice(offset, offset + limit), total: 168 };
            },
        });
        await operator.page.route('**/live/stream', (route) =>
            route.fulfill({
                contentType: 'text/event-stream',
                body: `data:${JSON.stringify({
                    pulse: { messagesPerSecond: 1, players: 1, rooms: 1, lag: 0, openAlerts: 0 },
                    alerts: all.slice(0, 30),
                    alertsTotal: 168,
                    mutes: [],
                })}\n\n`,
            }),
        );
        await operator.page.reload();
        await operator.page.locator('#alerts-count').filter({ hasText: '30 of 168' }).waitFor();
        assert.match(await operator.page.locator('#alerts li').first().textContent(), /critical/);
        await operator.page.getByRole('button', { name: 'Show more' }).click();
        await operator.page.locator('#alerts-count').filter({ hasText: '130 of 168' }).waitFor();
        await operator.page.getByRole('button', { name: 'Show more' }).click();
        await operator.page.locator('#alerts-count').filter({ hasText: '168 of 168' }).waitFor();
        assert.equal(await operator.page.locator('#alerts-more').isVisible(), false);
    });

    test('offers to mute players, but no pseudonym, and keeps a badge in one line on a phone', async () => {
        const alert = (id) => ({
            alertId: id,
            kind: 'near-repeat',
            state: 'closed',
            severity: 'critical',
            action: 'none',
            subject: { type: 'player', id },
            roomId: 'tavern',
            raisedAt: new Date().toISOString(),
            messages: 20,
            players: 1,
        });
        const ids = ['anonymous-0123456789abcdef', 'anonymous-rider', '한밤중의 방랑자'];
        const context = await browser.newContext({
            ...PHONE,
            viewport: { width: 390, height: 844 },
            locale: 'ko-KR',
        });
        const operator = new Visitor(await context.newPage());
        visitors.push(operator);
        await operator.page.route('**/live/stream', (route) =>
            route.fulfill({
                contentType: 'text/event-stream',
                body: `data:${JSON.stringify({
                    pulse: { messagesPerSecond: 1, players: 1, rooms: 1, lag: 0, openAlerts: 0 },
                    alerts: ids.map(alert),
                    alertsTotal: 3,
                    mutes: [],
                })}\n\n`,
            }),
        );
        await operator.page.goto(`${urlsOf('analytics').http}/`);
        const items = operator.page.locator('#alerts li');
        await items.nth(2).waitFor();
        const buttons = await operator.page
            .locator('#alerts button')
            .evaluateAll((all) => all.map((one) => one.dataset.player));
        assert.deepEqual(buttons, ids.slice(1));
        const lines = await operator.page
            .locator('#alerts .state')
            .evaluateAll((all) => all.map((one) => one.getClientRects().length));
        assert.deepEqual([...new Set(lines)], [1]);
        await operator.picture('dashboard-badges');
    });

    test('isolates names, so that none turns the words around it', async () => {
        const hebrew = '\u05de\u05d9\u05e8\u05d4';
        const closing = `\u2069\u202e${hebrew}`;
        const alert = {
            alertId: '00000000-0000-0000-0000-000000000001',
            kind: 'flood',
            state: 'closed',
            severity: 'warning',
            action: 'none',
            subject: { type: 'player', id: closing },
            roomId: hebrew,
            raisedAt: new Date().toISOString(),
            messages: 20,
            players: 3,
        };
        const live = {
            pulse: { messagesPerSecond: 1, players: 1, rooms: 1, lag: 0, openAlerts: 0 },
            alerts: [alert],
            alertsTotal: 1,
            mutes: [{ playerId: hebrew, muted: true, until: null, reason: '', by: closing }],
        };
        const operator = await watchWith({
            'live/stream': `data:${JSON.stringify(live)}\n\n`,
            rooms: { rooms: [{ roomId: closing, messages: 3, players: 2 }] },
            players: { players: [{ playerId: hebrew, messages: 3, rooms: 2 }] },
        });
        const names = operator.page.locator('#alerts bdi, #mutes bdi, #rooms bdi, #players bdi');
        await names.nth(5).waitFor();
        assert.deepEqual(await names.allTextContents(), Array(6).fill(hebrew));
        for (const [list, label] of [
            ['#alerts', 'Mute 10 min'],
            ['#mutes', 'Unmute'],
        ]) {
            const button = operator.page.locator(`${list} button`);
            assert.equal(await button.getAttribute('aria-label'), `${label}: \u2068${hebrew}\u2069`);
        }
        assert.equal(await operator.page.locator('#rooms td').first().getAttribute('title'), hebrew);
        const order = await operator.page.locator('#alerts .about').evaluate((about) => {
            const name = about.querySelector('bdi');
            const after = document.createRange();
            after.setStartAfter(name);
            after.setEndAfter(about.lastChild);
            const [before, behind] = [name, after].map((it) => it.getBoundingClientRect());
            return { text: about.textContent, turned: before.left > behind.left };
        });
        assert.match(order.text, /3 players$/);
        assert.equal(order.turned, false);
    });

    test('asks the tables of the busiest for the chosen span, and says when they are empty', async () => {
        const spans = new Set();
        const empty = (name) => (url) => {
            spans.add(`${name} by ${url.searchParams.get('by')}`);
            return { [name]: [] };
        };
        const operator = await watchWith({
            rooms: empty('rooms'),
            players: empty('players'),
            heatmap: { weeks: 4, cells: [] },
        });
        for (const table of ['#rooms', '#players']) {
            await operator.page.locator(table).filter({ hasText: 'Nobody has said anything' }).waitFor();
        }
        await operator.page.locator('#heat-zone').filter({ hasText: 'Nobody has said' }).waitFor();
        await operator.page.getByText('31 days').click();
        await eventually(async () => ({
            ok: ['rooms by minute', 'players by minute', 'rooms by day', 'players by day'].every(
                (asked) => spans.has(asked),
            ),
            spans: [...spans],
        }));
    });

    test('shows every hour of the week on a phone, with a legend and whose time it is', async () => {
        const operator = await watchWith(
            { heatmap: { weeks: 4, cells: [{ weekday: 7, hour: 23, messages: 1_400 }] } },
            { ...PHONE, timezoneId: 'Asia/Seoul' },
        );
        const heat = operator.page.locator('#heat tbody td');
        await heat.nth(7 * 24 - 1).waitFor();
        const filled = operator.page.locator('#heat td[title*="1,400"]');
        const { x, width } = await filled.boundingBox();
        assert.ok(x >= 0 && x + width <= 360, `${x} ${width}`);
        assert.match(await filled.getAttribute('title'), /^Mon 8:00/);
        assert.equal(await operator.page.locator('#heat-most').textContent(), '1,400');
        assert.match(await operator.page.locator('#heat-zone').textContent(), /Asia\/Seoul, GMT\+9/);
    });

    test('is readable at phone width, in Korean, by daylight', async () => {
        const operator = await watch({ ...PHONE, locale: 'ko-KR', colorScheme: 'light' });
        await operator.page.getByRole('heading', { name: '가장 붐비는 방' }).waitFor();
        await operator.page.locator('#rooms tr').first().waitFor();
        const wide = await operator.page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.equal(wide, 0);
        assert.deepEqual(await operator.barriers(), []);
        await operator.picture('dashboard-phone-korean');
        await operator.page.getByRole('button', { name: 'English' }).click();
        await operator.page.getByRole('heading', { name: 'Busiest rooms' }).waitFor();
    });
});
