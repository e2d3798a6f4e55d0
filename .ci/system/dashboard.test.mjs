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
        assert.match((await saved).suggestedFilename(), /\.csv$/);
        assert.deepEqual(await operator.barriers(), []);
        await operator.picture('dashboard-dark');
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
