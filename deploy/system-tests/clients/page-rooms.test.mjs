/** Several rooms on one page: unread words, whispers, an AI game, a stream that breaks. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { PHONE } from './browser.mjs';
import { Player } from './player.mjs';
import { eventually, newRoom, stored, tokenFor, tokensFor, urlsOf } from './stack.mjs';
import { visits } from './visits.mjs';

describe('the rooms of the page', { timeout: 600_000 }, () => {
    const visit = visits();
    const { come, seat } = visit;

    async function withPlayer(gateway, name, options, act) {
        const player = await Player.withToken(
            urlsOf(gateway).ws,
            await tokenFor(name, '--id', `p-${name}`, ...options),
        );
        try {
            await act(player);
        } finally {
            await player.close();
        }
    }

    /** So many players at once, half of them at each gateway. */
    async function withPlayers(count, act) {
        const tokens = await tokensFor(newRoom('bard'), count);
        const players = await Promise.all(
            tokens.map((token, i) => Player.withToken(urlsOf(`gateway-${1 + (i % 2)}`).ws, token)),
        );
        try {
            await act(players);
        } finally {
            await Promise.all(players.map((player) => player.close()));
        }
    }

    test('lie side by side on one connection, count what is unread, and are there after a reload', async () => {
        const market = newRoom('market');
        const mira = await seat('gateway-1', 'Mira');
        await mira.say('First words here.');
        await mira.hears('First words here.');
        const sockets = [];
        mira.page.on('websocket', (socket) => sockets.push(new URL(socket.url())));
        await mira.sitDownAt(market);
        await mira.notices('Mira took a seat');
        const tom = await seat('gateway-2', 'Tom');
        await tom.say('Are you there?');
        await tom.say('Hello?');
        await mira.table(visit.room).locator('.badge').getByText('2').waitFor();
        assert.match(await mira.table(visit.room).innerText(), /Tom: Hello\?/);
        assert.match(await mira.page.title(), /^\(2\) /);
        assert.deepEqual(sockets, []);

        await stored(visit.room, await tokenFor('Clerk'), ['Are you there?', 'Hello?']);
        await mira.page.reload();
        await mira.seated();
        await mira.page.locator('#room-title').filter({ hasText: market }).waitFor();
        assert.equal(sockets[0].searchParams.get('room'), market, 'an ingress can tell the room');
        await mira.table(visit.room).locator('.badge').getByText('2').waitFor();
        await mira.table(visit.room).click();
        await mira.hears('Hello?');
        await mira.page.getByText('New since you left').waitFor();
        assert.deepEqual(await mira.texts(), ['First words here.', 'Are you there?', 'Hello?']);
        await mira.table(visit.room).locator('.badge').waitFor({ state: 'hidden' });
        await mira.say('Here I am.');
        await tom.hears('Here I am.');
    });

    test('keep what is being written, and are changed and left by keyboard alone', async () => {
        const market = newRoom('market');
        const mira = await seat('gateway-1', 'Mira');
        const { keyboard } = mira.page;
        await keyboard.type('half a sentence');
        await mira.sitDownAt(market);
        assert.equal(await mira.page.locator('#words').inputValue(), '');
        await keyboard.press('Alt+ArrowUp');
        await mira.page.locator('#room-title').filter({ hasText: visit.room }).waitFor();
        assert.equal(await mira.page.locator('#words').inputValue(), 'half a sentence');
        await mira.table(visit.room).focus();
        await keyboard.press('ArrowDown');
        await keyboard.press('Enter');
        await mira.page.locator('#room-title').filter({ hasText: market }).waitFor();
        await mira.current(market);
        await mira.page.getByRole('button', { name: 'Leave' }).focus();
        await keyboard.press('Enter');
        await mira.page.locator('#room-title').filter({ hasText: visit.room }).waitFor();
        await mira.tables(1);
    });

    test('carry whispers to one player and to nobody else', async () => {
        const mira = await seat('gateway-1', 'Mira');
        const tom = await seat('gateway-2', 'Tom');
        const lea = await seat('gateway-2', 'Lea');
        await mira.notices('Lea took a seat');
        await mira.page.locator('#members-list button').filter({ hasText: 'Tom' }).click();
        await mira.page.locator('#whispering').getByText('Whisper to Tom').waitFor();
        await mira.say('The innkeeper lies.');
        await mira.page.keyboard.press('Escape');
        await mira.page.locator('#whispering').waitFor({ state: 'hidden' });
        await tom.page.locator('.whispered').filter({ hasText: 'The innkeeper lies.' }).waitFor();
        await tom.page.getByText('Whispers to you').waitFor();
        await tom.meets('Mira');
        await tom.say('/w mira I know.');
        await mira.page.locator('.whispered').filter({ hasText: 'I know.' }).waitFor();
        await mira.say('/w Nobody hush');
        await mira.page.getByText('Nobody here is called Nobody.').waitFor();
        assert.equal(await mira.page.locator('#words').inputValue(), '/w Nobody hush');
        await mira.say('Aloud.');
        await lea.hears('Aloud.');
        await mira.hears('Aloud.');
        assert.deepEqual(await lea.texts(), ['Aloud.']);
        assert.deepEqual(await mira.texts(), ['The innkeeper lies.', 'I know.', 'Aloud.']);
    });

    test('show who is here, also after a page is gone without a word', async () => {
        const mira = await seat('gateway-1', 'Mira');
        const tom = await seat('gateway-2', 'Tom');
        const names = async (expected) =>
            eventually(async () => {
                const found = await mira.texts('.member-name');
                return { ok: found.join() === expected.join(), found };
            });
        await names(['Mira', 'Tom']);
        await mira.page.getByText('2 players').waitFor();
        await mira.page.locator('#members-list button').filter({ hasText: 'Tom' }).click();
        await tom.page.close();
        await names(['Mira']);
        await mira.say('Tom?');
        await mira.page.getByText('Tom is not at this table.').waitFor();
        assert.equal(await mira.page.locator('#words').inputValue(), 'Tom?');
        await mira.page.keyboard.press('Escape');
        await mira.page.keyboard.press('Enter');
        await mira.hears('Tom?');
    });

    test('play an AI game in turns, which the game master alone can change', async () => {
        const place = { game: newRoom('crypt') };
        const token = await tokenFor('Gwen', '--id', 'p-gwen', '--roles', 'gm');
        const gwen = await come('gateway-1', { place, token });
        await gwen.page.locator('#door-enter').click();
        await gwen.seated();
        const mira = await seat('gateway-2', 'Mira', { place });
        await gwen.notices('Mira took a seat');
        await mira.page.getByText('No turn yet').waitFor();
        assert.ok(await mira.page.locator('#turn-next').isHidden());
        await gwen.page.getByRole('button', { name: 'Start turn 1' }).click();
        await mira.page.locator('.rule.turn').getByText('Turn 1 begins').waitFor();
        const thinking = mira.page.locator('#thinking');
        await mira.say('I read the inscription.');
        await mira.hears('I read the inscription.');
        assert.ok(await thinking.isHidden(), 'no game master that answers is known of');
        await withPlayer('gateway-1', 'AI_GM', ['--roles', 'service'], (master) =>
            master.send('/pub/aichat/send', {
                aiGameRoomId: place.game,
                messageType: 'AI',
                content: 'It is older than the kingdom.',
                turnNumber: 1,
                messageOrder: 1,
                aiResponseTime: 1_840,
                aiSources: ['Chronicle of Ash'],
            }),
        );
        await mira.page.locator('.master').getByText('It is older than the kingdom.').waitFor();
        await mira.say('I step back.');
        await thinking.getByText('The game master is thinking…').waitFor();
        await mira.page.getByText('answered in 1.8 s').waitFor();
        await mira.page.getByText('One source').click();
        await mira.page.getByText('Chronicle of Ash').waitFor();
        await gwen.page.getByRole('button', { name: 'End turn 1' }).click();
        await mira.page.locator('#turn-state').getByText('Turn 1 is over').waitFor();
        await thinking.waitFor({ state: 'hidden' });
        assert.doesNotMatch(await mira.page.locator('#composer-hint').textContent(), /\/w/);
        await mira.say('/w Gwen Who wrote this?');
        await mira.page.getByText('You cannot whisper here.').waitFor();
        await mira.page.locator('#words').fill('');
        await gwen.page.getByRole('button', { name: 'Start turn 2' }).waitFor();
        await mira.picture('ai-game');
        assert.deepEqual(await mira.barriers(), []);
        await stored(place.game, token, ['It is older than the kingdom.'], 'aichat');
        await mira.page.reload();
        await mira.page.locator('.master').getByText('It is older than the kingdom.').waitFor();
        await mira.page.locator('#turn-state').getByText('Turn 1 is over').waitFor();
    });

    test('say so where messages could not be recovered', async () => {
        const mira = await come('gateway-1');
        await mira.page.route('**/api/chat/room/*/messages?*', async (route) => {
            const response = await route.fetch();
            const page = await response.json();
            for (const message of page.messages) {
                message.cursor = message.cursor.replace(/^\w+/, '00000000');
            }
            await route.fulfill({ response, json: page });
        });
        await withPlayer('gateway-2', 'Tom', [], (tom) => tom.talk(visit.room, 'Before.'));
        await stored(visit.room, await tokenFor('Clerk'), ['Before.']);
        await mira.sitDown('Mira');
        await mira.page.getByText('Messages may be missing here').waitFor();
        await mira.page.getByText('some messages could not be recovered').waitFor();
        await mira.picture('gap');
        await mira.say('After.');
        await mira.hears('After.');
        assert.deepEqual(await mira.texts(), ['Before.', 'After.']);
        await mira.page.unrouteAll({ behavior: 'ignoreErrors' });
    });

    test('keep a long tale light, and the reader’s place in it', async () => {
        const mira = await seat('gateway-1', 'Mira');
        await withPlayers(20, (bards) =>
            Promise.all(
                bards.map(async (bard, i) => {
                    for (let n = 0; n < 20; n++) {
                        await bard.talk(visit.room, `verse ${i}.${n}`);
                    }
                }),
            ),
        );
        await withPlayer('gateway-2', 'Tom', [], (tom) => tom.talk(visit.room, 'The last verse.'));
        await mira.hears('The last verse.');
        const lines = () => mira.page.locator('#log > *').count();
        assert.ok((await lines()) < 300, `${await lines()} lines`);
        const scroller = mira.page.locator('#scroller');
        const seen = new Set(await mira.texts());
        await eventually(async () => {
            await scroller.evaluate((e) => (e.scrollTop = 0));
            (await mira.texts()).forEach((text) => seen.add(text));
            return { ok: seen.size === 401, seen: seen.size };
        });
        assert.ok((await lines()) < 300);
        const place = () =>
            mira.page.evaluate(async () => {
                const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
                await frame();
                await frame();
                const top = document.getElementById('scroller').getBoundingClientRect().top;
                const line = [...document.querySelectorAll('.bubble')].find(
                    (bubble) => bubble.getBoundingClientRect().top > top,
                );
                return { text: line.textContent, top: line.getBoundingClientRect().top };
            });
        await scroller.evaluate((e) => (e.scrollTop = 2_000));
        const before = await eventually(async () => {
            const one = await place();
            return { ok: isDeepStrictEqual(one, await place()), one };
        });
        await withPlayer('gateway-2', 'Tom', [], (tom) => tom.talk(visit.room, 'A new verse.'));
        await mira.page.getByRole('button', { name: 'One new message' }).waitFor();
        const after = await place();
        assert.equal(after.text, before.one.text);
        assert.ok(Math.abs(after.top - before.one.top) <= 1, `${before.one.top} to ${after.top} px`);
        await mira.page.getByRole('button', { name: 'One new message' }).click();
        await mira.hears('A new verse.');
    });

    test('slide in on a phone and give the focus back', async () => {
        const market = newRoom('market');
        const mira = await seat('gateway-1', 'Mira', PHONE);
        const { keyboard } = mira.page;
        const rooms = mira.page.locator('#rooms-toggle');
        await rooms.click();
        await mira.page.getByRole('button', { name: 'Close your tables' }).waitFor();
        await mira.sitDownAt(market);
        await mira.page.locator('#rooms').waitFor({ state: 'hidden' });
        await withPlayer('gateway-2', 'Tom', [], (tom) => tom.talk(visit.room, 'Mira?'));
        await rooms.getByText('1').waitFor();
        assert.equal(await rooms.getAttribute('aria-label'), 'Your tables, 1 unread elsewhere');
        await rooms.click();
        await keyboard.press('Escape');
        await mira.page.locator('#rooms').waitFor({ state: 'hidden' });
        assert.equal(await mira.page.evaluate(() => document.activeElement.id), 'rooms-toggle');
        await rooms.click();
        assert.deepEqual(await mira.barriers(), []);
        await mira.picture('phone-rooms');
        await mira.table(visit.room).click();
        await mira.hears('Mira?');
        await mira.page.locator('#rooms').waitFor({ state: 'hidden' });
    });

    test('that do not open leave the others alone', async () => {
        const token = await tokenFor('Kai', '--id', `p-${visit.room}`, '--rooms', visit.room);
        const kai = await come('gateway-1', { token });
        await kai.page.locator('#door-enter').click();
        await kai.seated();
        await kai.page.locator('#rooms-add').click();
        await kai.page.locator('#add-room').fill('somewhere/else');
        await kai.page.locator('#add-dialog .primary').click();
        await kai.page.getByText('A table’s name has no slash').waitFor();
        await kai.page.locator('#add-room').fill('somewhere-else');
        await kai.page.locator('#add-dialog .primary').click();
        await kai.page.getByRole('alert').getByText('This table is not open to you.').waitFor();
        await kai.page.locator('#room-title').filter({ hasText: visit.room }).waitFor();
        await kai.tables(1);
        kai.problems.length = 0;
    });
});
