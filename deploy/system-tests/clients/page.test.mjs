/** The player's page in a real browser, on two gateways of a running stack. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Player } from './player.mjs';
import { eventually, history, restart, stop, stored, tokenFor, urlsOf } from './stack.mjs';
import { visits } from './visits.mjs';

describe('the player’s page', { timeout: 600_000 }, () => {
    const visit = visits();
    const { come, seat } = visit;

    test('lets two players on two gateways talk and see each other come and go', async () => {
        const mira = await seat('gateway-1', 'Mira');
        const tom = await seat('gateway-2', 'Tom');
        await mira.notices('Tom took a seat');
        await mira.say('I open the door. Slowly.');
        await tom.hears('I open the door. Slowly.');
        await tom.say('I hold the lantern.');
        await mira.hears('I hold the lantern.');
        await tom.hears('I hold the lantern.');
        await mira.page.locator('.talk.own.stored .mark').waitFor();
        assert.deepEqual(await mira.texts(), await tom.texts());
        await mira.page.locator('#members-list li').nth(1).waitFor();
        assert.deepEqual(await mira.texts('.member-name'), ['Mira', 'Tom']);
        assert.match(await mira.page.locator('#members-list li').first().innerText(), /you/);
        await tom.page.getByRole('button', { name: 'Leave' }).click();
        await mira.notices('Tom left the table');
        await tom.page.getByLabel('Your name').waitFor();
        await eventually(async () => ({
            ok: (await mira.page.locator('#members-list li').count()) === 1,
        }));
    });

    test('shows what players write as text, and only as text', async () => {
        const mira = await seat('gateway-1', 'Mira <b>');
        const tom = await seat('gateway-2', 'Tom');
        const text = '<script>alert(1)</script> <img src=x onerror=alert(2)> & \u001b[31m';
        await mira.say(text);
        await tom.hears('<script>alert(1)</script>');
        const shown = text.replace('\u001b', '\u241b');
        assert.deepEqual(await tom.texts(), [shown]);
        assert.deepEqual(await tom.texts('.speaker'), ['Mira <b>']);
    });

    test('has the room’s history after a reload and on scrolling up, and says JOIN once', async () => {
        const said = await recite(visit.room, 120);
        const token = await tokenFor('Clerk');
        const mira = await seat('gateway-1', 'Mira');
        await mira.hears('verse 119');
        const oldest = await mira.page.locator('.talk').first().textContent();
        assert.doesNotMatch(oldest, /verse 0\b/);
        for (const first of ['verse 30', 'verse 0']) {
            await eventually(async () => {
                await mira.page
                    .locator('#scroller')
                    .evaluate((scroller) => (scroller.scrollTop = 0));
                const [oldest] = await mira.texts();
                return { ok: (await mira.texts()).includes(first), oldest };
            });
        }
        await mira.page.getByText('The tale of this table begins here.').waitFor();
        assert.deepEqual(await mira.texts(), said);
        await mira.page.reload();
        await mira.seated();
        await mira.hears('verse 119');
        await mira.say('The end.');
        await stored(visit.room, token, ['The end.']);
        const all = await history(visit.room, token);
        assert.equal(all.filter((message) => message.type === 'JOIN').length, 1);
    });

    test('reads one page for one press of Home, and keeps the reader’s place', async () => {
        await recite(visit.room, 160);
        const mira = await seat('gateway-1', 'Mira');
        await mira.hears('verse 159');
        const pages = [];
        mira.page.on('request', (request) => {
            if (request.url().includes('before=')) {
                pages.push(request.url());
            }
        });
        const [oldest] = await mira.texts();
        await mira.page.locator('#scroller').focus();
        await mira.page.keyboard.press('Home');
        await eventually(async () => ({ ok: (await mira.texts()).indexOf(oldest) >= 50 }));
        await mira.page.waitForTimeout(2_000);
        assert.equal(pages.length, 1);
        const top = await mira.page.locator('#scroller').evaluate((scroller) => scroller.scrollTop);
        assert.ok(top > 500, `at ${top} px: the place was lost`);
        assert.ok(!(await mira.texts()).includes('verse 0'));
    });

    test('leaves a reader who begins to scroll up where the hand is, whatever comes in', async () => {
        await recite(visit.room, 40);
        const mira = await seat('gateway-1', 'Mira');
        await mira.hears('verse 39');
        const scroller = mira.page.locator('#scroller');
        // The page is drawn anew (in another language) between the hand's move and the browser's scroll event.
        const scrollUp = (by) =>
            scroller.evaluate((it, px) => {
                const before = it.scrollTop;
                it.dispatchEvent(new WheelEvent('wheel', { deltaY: -px }));
                it.scrollTop -= px;
                document.querySelector('#room [data-action=language]').click();
                return new Promise((resolve) => {
                    setTimeout(() => resolve(Math.round(before - it.scrollTop)), 50);
                });
            }, by);
        assert.ok((await scrollUp(40)) >= 35, 'pulled back from the first step');
        await eventually(async () => ({
            ok: await scroller.evaluate(
                ({ scrollTop, scrollHeight, clientHeight }) =>
                    scrollHeight - scrollTop - clientHeight < 5,
            ),
        }));
        assert.ok((await scrollUp(600)) >= 500, 'pulled back from further up');
        await mira.page.waitForTimeout(1_000);
        assert.ok(await mira.page.locator('#newest').isVisible());
    });

    test('shows a text that looks like a throw as the text it is', async () => {
        const mira = await seat('gateway-1', 'Mira');
        const tom = await seat('gateway-2', 'Tom');
        await mira.say('🎲 1d20 = 20 (20)');
        await tom.hears('🎲 1d20 = 20 (20)');
        const bubble = tom.page.locator('.bubble').last();
        assert.equal(await bubble.evaluate((it) => it.children.length), 0);
        assert.equal(await bubble.getAttribute('class'), 'bubble');
    });

    test('is the same guest in a second tab of the browser', async () => {
        const mira = await seat('gateway-1', 'Mira');
        const second = await mira.page.context().newPage();
        await second.goto(mira.page.url());
        await second.getByLabel('Your name').fill('Mira');
        await second.locator('#door-enter').click();
        await second.locator('#room-status[data-state=open]').waitFor();
        await mira.say('Only one of me.');
        await second.locator('.talk.own').filter({ hasText: 'Only one of me.' }).waitFor();
        assert.equal(await second.locator('#members-list li').count(), 1);
    });

    test('tells that the connection is lost, keeps what is written, comes back and misses nothing', async () => {
        const mira = await seat('gateway-1', 'Mira');
        const tom = await seat('gateway-2', 'Tom');
        await mira.say('Before the storm.');
        await tom.hears('Before the storm.');
        await stop('gateway-1');
        try {
            await mira.page.locator('#banner[data-kind=lost]').waitFor();
            await mira.say('Written while away.');
            await mira.hears('Written while away.', 'waiting');
            await mira.picture('connection-lost');
            await tom.say('Mira? Where are you?');
            await tom.hears('Mira? Where are you?');
        } finally {
            await restart('gateway-1');
        }
        await mira.page
            .getByRole('button', { name: 'Try now' })
            .click({ timeout: 2_000 })
            .catch(() => {});
        await mira.seated();
        await mira.hears('Mira? Where are you?');
        await mira.hears('Written while away.');
        await tom.hears('Written while away.');
        const expected = ['Before the storm.', 'Mira? Where are you?', 'Written while away.'];
        assert.deepEqual(await mira.texts(), expected);
        assert.deepEqual(await tom.texts(), expected);
        mira.problems.length = 0;
    });

    test('notices that the network is gone and comes back with it', async () => {
        const mira = await seat('gateway-1', 'Mira');
        const tom = await seat('gateway-2', 'Tom');
        await mira.page.context().setOffline(true);
        await mira.page.locator('#banner[data-kind=lost]').waitFor();
        await mira.say('Into the dark.');
        await mira.hears('Into the dark.', 'waiting');
        await tom.say('Can you hear us?');
        await tom.hears('Can you hear us?');
        await mira.page.context().setOffline(false);
        await mira.seated();
        await tom.hears('Into the dark.');
        await mira.hears('Into the dark.');
        await mira.hears('Can you hear us?');
        assert.deepEqual(await mira.texts(), await tom.texts());
        mira.problems.length = 0;
    });

    test('brings every message of a hasty player across once, in the order it was written', async () => {
        const mira = await seat('gateway-1', 'Mira');
        const tom = await seat('gateway-2', 'Tom');
        const words = Array.from({ length: 30 }, (_, i) => `step ${i}`);
        for (const text of words) {
            await mira.say(text);
        }
        await tom.hears('step 29');
        await mira.hears('step 29');
        assert.deepEqual(await tom.texts(), words);
        assert.deepEqual(await mira.texts(), words);
    });

    test('counts like the gateway and does not send what is too long', async () => {
        const mira = await seat('gateway-1', 'Mira');
        const words = mira.page.locator('#words');
        await words.fill('x'.repeat(1_999) + '🎲');
        await mira.page.getByText('0 characters left').waitFor();
        assert.ok(await mira.page.getByRole('button', { name: 'Send' }).isEnabled());
        await words.press('End');
        await words.pressSequentially('!');
        await mira.page.getByText('1 characters too many').waitFor();
        assert.ok(await mira.page.getByRole('button', { name: 'Send' }).isDisabled());
        await words.press('Backspace');
        await words.press('Enter');
        await mira.hears('🎲');
        assert.equal(await words.inputValue(), '');
    });

    test('breaks the line with Shift+Enter, and is usable without a mouse', async () => {
        const mira = await come('gateway-1');
        await mira.page.locator('#nickname:focus').waitFor();
        await mira.page.keyboard.type('Mira');
        await mira.page.keyboard.press('Tab');
        await mira.page.keyboard.press('Enter');
        await mira.seated();
        await mira.page.keyboard.type('one');
        await mira.page.keyboard.press('Shift+Enter');
        await mira.page.keyboard.type('two');
        await mira.page.keyboard.press('Enter');
        await mira.hears('one\ntwo');
        await mira.page.getByRole('log', { name: 'Messages' }).waitFor();
        await mira.page.getByRole('textbox', { name: 'Your words' }).waitFor();
    });

    test('keeps the text of a refused message and says why', async () => {
        const mira = await seat('gateway-1', 'Mira');
        await mira.say('A text with a NUL \u0000 in it.');
        await mira.hears('A text with a NUL', 'refused');
        await mira.page.getByText('Not sent. A part of the message is not allowed.').waitFor();
        await mira.picture('refused');
        await mira.page.getByRole('button', { name: 'Edit' }).click();
        assert.match(await mira.page.locator('#words').inputValue(), /^A text with a NUL/);
        await mira.page.locator('.talk').waitFor({ state: 'detached' });
        await mira.say('A text without.');
        await mira.hears('A text without.');
    });

    test('counts in its title what was said while it was hidden', async () => {
        const mira = await seat('gateway-1', 'Mira');
        const tom = await seat('gateway-2', 'Tom');
        const hide = (hidden) =>
            mira.page.evaluate((value) => {
                Object.defineProperty(document, 'hidden', { value, configurable: true });
                document.dispatchEvent(new Event('visibilitychange'));
            }, hidden);
        await hide(true);
        await tom.say('one');
        await tom.say('two');
        await mira.page.waitForFunction(() => document.title.startsWith('(2) '));
        await hide(false);
        const title = `${visit.room} · DungeonTalk`;
        await mira.page.waitForFunction((expected) => document.title === expected, title);
    });
});

/** Eight bards on two gateways say verses in turn, and all of them are stored. @returns {Promise<string[]>} */
async function recite(room, count) {
    const bards = await Promise.all(
        Array.from({ length: 8 }, async (_, i) =>
            Player.withToken(urlsOf(`gateway-${1 + (i % 2)}`).ws, await tokenFor(`Bard${i}`)),
        ),
    );
    const said = Array.from({ length: count }, (_, i) => `verse ${i}`);
    for (const [i, verse] of said.entries()) {
        await bards[i % bards.length].talk(room, verse);
    }
    await Promise.all(bards.map((bard) => bard.close()));
    await stored(room, await tokenFor('Clerk'), said);
    return said;
}
