/** How the page looks and speaks: by day and night, on a desk and a phone, in both languages. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PHONE } from './browser.mjs';
import { newRoom, tokenFor } from './stack.mjs';
import { visits } from './visits.mjs';

describe('the page’s looks', { timeout: 600_000 }, () => {
    const visit = visits();
    const { come, seat } = visit;

    for (const colorScheme of ['dark', 'light']) {
        test(`has no barriers that axe knows of, ${colorScheme}`, async () => {
            const mira = await come('gateway-1', { colorScheme });
            await mira.page.getByLabel('Your name').waitFor();
            assert.deepEqual(await mira.barriers(), []);
            await mira.sitDown('Mira');
            await mira.say('I open the door.');
            await mira.hears('I open the door.');
            const tom = await seat('gateway-2', 'Tom', { ...PHONE, colorScheme });
            await tom.say('Behind you.');
            await mira.hears('Behind you.');
            assert.deepEqual(await mira.barriers(), []);
            assert.deepEqual(await tom.barriers(), []);
        });
    }

    test('shows a pass’s own name, and says when it does not open the room', async () => {
        const token = await tokenFor('Kai', '--id', 'p-kai', '--rooms', 'somewhere-else');
        const kai = await come('gateway-1', { token });
        const name = kai.page.getByLabel('Your name');
        await name.waitFor();
        assert.equal(await name.inputValue(), 'Kai');
        assert.equal(await name.getAttribute('readonly'), '');
        assert.doesNotMatch(kai.page.url(), /token/);
        await kai.page.locator('#door-enter').click();
        await kai.page.getByText('This table is not open to you.').waitFor();
        kai.problems.length = 0;
    });

    test('speaks Korean to those who do, and changes on request', async () => {
        const haru = await seat('gateway-2', '하루', { locale: 'ko-KR' });
        await haru.notices('하루 님이 자리에 앉았습니다');
        assert.equal(await haru.page.locator('html').getAttribute('lang'), 'ko');
        await haru.page.locator('#room .language').click();
        await haru.notices('하루 took a seat');
    });

    test('fits a phone and a desk, by day and by night', async () => {
        visit.room = newRoom('lantern-inn');
        const grog = await seat('gateway-1', 'Grog', { colorScheme: 'light' });
        const haru = await seat('gateway-2', '하루', { ...PHONE, locale: 'ko-KR' });
        const keyleth = await seat('gateway-2', 'Keyleth', { ...PHONE, colorScheme: 'light' });
        const mira = await seat('gateway-1', 'Mira');
        const script = [
            [keyleth, 'The innkeeper says nobody has gone down there since winter.'],
            [grog, 'Good. Then the ale is still there.'],
            [haru, '계단 아래에서 뭔가 소리가 들려요. 촛불을 끌까요?'],
            [mira, 'Not yet. Hold the lantern low, and stay behind me.'],
            [mira, 'I open the door. Slowly.'],
            [keyleth, 'It creaks like an old ship. Something down there stops breathing.'],
            [grog, 'I say hello.'],
            [haru, '그로그, 제발…'],
            [mira, 'Seventeen on the dice. What do I see?'],
        ];
        for (const [player, text] of script) {
            await player.say(text);
            await Promise.all(visit.visitors.map((visitor) => visitor.hears(text)));
        }
        for (const visitor of visit.visitors) {
            const wide = await visitor.page.evaluate(
                () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
            );
            assert.equal(wide, 0);
        }
        await mira.sitDownAt(newRoom('crypt-of-ash'), 'aichat');
        await mira.sitDownAt(newRoom('market'));
        await grog.meets('Mira');
        await grog.say('/w Mira I think the innkeeper lies.');
        await mira.table(visit.room).locator('.badge.to-me').waitFor();
        await mira.table(visit.room).click();
        await mira.hears('I think the innkeeper lies.');
        await mira.page.locator('#words').fill('Not a word to Keyleth.');
        await mira.picture('desktop-dark');
        await grog.picture('desktop-light');
        await haru.picture('phone-dark');
        await keyleth.picture('phone-light');
        await keyleth.page.getByRole('button', { name: 'At the table' }).click();
        await keyleth.page.getByRole('button', { name: 'Close the list' }).waitFor();
        await keyleth.picture('phone-members');
        await keyleth.page.keyboard.press('Escape');
        await keyleth.page.locator('#members').waitFor({ state: 'hidden' });
        await mira.page.setViewportSize({ width: 768, height: 1024 });
        await mira.page.locator('#theme').click();
        await mira.page.locator('html[data-theme=light]').waitFor();
        await mira.picture('tablet-light');
        assert.deepEqual(await mira.barriers(), []);
        const door = await come('gateway-1');
        await door.page.getByLabel('Your name').waitFor();
        await door.picture('door-dark');
    });
});
