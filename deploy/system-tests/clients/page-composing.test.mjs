/** Input methods on the player's page: the browser composes as it does for a Korean or Japanese keyboard. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventually } from './stack.mjs';
import { visits } from './visits.mjs';

describe('writing with an input method', { timeout: 300_000 }, () => {
    const { seat } = visits();

    /** Composes a text in the field; Enter comes while it is composed, as a keyboard sends it. */
    async function compose(visitor, text) {
        const keyboard = await visitor.page.context().newCDPSession(visitor.page);
        await visitor.page.locator('#words').focus();
        await keyboard.send('Input.imeSetComposition', {
            text,
            selectionStart: text.length,
            selectionEnd: text.length,
        });
        await keyboard.send('Input.dispatchKeyEvent', {
            type: 'rawKeyDown',
            key: 'Enter',
            code: 'Enter',
            windowsVirtualKeyCode: 229,
        });
        await keyboard.send('Input.insertText', { text });
        await keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'Enter', code: 'Enter' });
    }

    const field = (visitor) => visitor.page.locator('#words').inputValue();

    test('one Enter sends the whole of a Korean text, once', async () => {
        const mira = await seat('gateway-1', 'Mira');
        await compose(mira, '안녕하세요');
        await mira.hears('안녕하세요');
        assert.equal(await field(mira), '');
        await mira.say('둘');
        await mira.hears('둘');
        assert.deepEqual(await mira.texts(), ['안녕하세요', '둘']);
    });

    test('Enter takes a Japanese candidate, and a second one sends', async () => {
        const mira = await seat('gateway-1', 'Mira');
        await compose(mira, '日本');
        await eventually(async () => ({ ok: (await field(mira)) === '日本' }));
        assert.deepEqual(await mira.texts(), []);
        await mira.page.locator('#words').press('Enter');
        await mira.hears('日本');
        assert.deepEqual(await mira.texts(), ['日本']);
    });

    test('a phone that tells of Enter only as a line break sends', async () => {
        const mira = await seat('gateway-1', 'Mira');
        await mira.page.locator('#words').fill('안녕');
        await mira.page.locator('#words').evaluate((words) => {
            const unknown = { key: 'Unidentified', keyCode: 229, bubbles: true };
            words.dispatchEvent(new KeyboardEvent('keydown', unknown));
            const how = { inputType: 'insertLineBreak', bubbles: true, cancelable: true };
            words.dispatchEvent(new InputEvent('beforeinput', how));
        });
        await mira.hears('안녕');
        assert.deepEqual(await mira.texts(), ['안녕']);
    });

    test('what is begun is there after a reload', async () => {
        const mira = await seat('gateway-1', 'Mira');
        await mira.page.locator('#words').fill('half a sen');
        await mira.page.reload();
        await mira.seated();
        assert.equal(await field(mira), 'half a sen');
        await mira.say('a whole one');
        await mira.page.reload();
        await mira.seated();
        assert.equal(await field(mira), '');
    });
});
