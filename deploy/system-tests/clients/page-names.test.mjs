/** Names and texts that would turn their line round, as Chromium lays them out. Needs no stack. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { launch } from './browser.mjs';
import { ROOT } from './stack.mjs';

const RESOURCES = `${ROOT}gateway-service/src/main/resources/META-INF/resources`;
const TYPES = { js: 'text/javascript', css: 'text/css' };

let server;
let browser;
let page;

before(async () => {
    server = createServer(async (request, response) => {
        if (request.url === '/') {
            response.setHeader('Content-Type', 'text/html; charset=utf-8');
            response.end('<link rel=stylesheet href=/page/talk.css><div id=tale style="width:600px">');
            return;
        }
        response.setHeader('Content-Type', TYPES[request.url.split('.').at(-1)] ?? 'text/plain');
        response.end(await readFile(RESOURCES + request.url).catch(() => ''));
    });
    await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
    browser = await launch();
    page = await browser.newPage({ locale: 'en-GB' });
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
});

after(async () => {
    await browser?.close();
    server?.close();
});

/** Puts a line into the page; answers what each of the selected elements holds and where it is. */
function laidOut(message, selector) {
    return page.evaluate(
        async ([one, wanted]) => {
            const { lineOf } = await import('/page/view/message.js');
            const room = { me: { playerId: 'me' }, nameOf: () => one.senderNickname };
            const line = lineOf(
                { messageId: 'm', senderId: 'p-1', createdAt: new Date().toISOString(), ...one },
                { state: 'stored', follows: false, room, acts: {} },
            );
            document.getElementById('tale').replaceChildren(line);
            return [...line.querySelectorAll(wanted)].map((it) => ({
                tag: it.nodeName,
                text: it.textContent,
                left: it.getBoundingClientRect().left,
                direction: getComputedStyle(it).direction,
            }));
        },
        [message, selector],
    );
}

describe('a line of the tale', () => {
    test('is not turned round by an override in a name', async () => {
        const joined = (senderNickname) => laidOut({ type: 'JOIN', senderNickname }, 'bdi, time');
        const [name, time] = await joined('\u202eMira');
        assert.equal(name.tag, 'BDI');
        assert.equal(name.text, 'Mira');
        assert.ok(name.left < time.left);
        const plain = await joined('Mira');
        assert.equal(time.left, plain.at(-1).left);
    });

    test('keeps a Hebrew name to itself', async () => {
        const [name, time] = await laidOut(
            { type: 'JOIN', senderNickname: '\u05de\u05d9\u05e8\u05d4' },
            'bdi, time',
        );
        assert.equal(name.direction, 'rtl');
        assert.ok(name.left < time.left);
    });

    test('isolates the name and the text of what is said', async () => {
        const said = await laidOut(
            { type: 'TALK', senderNickname: '\u202eariM', content: '\u202etext \u05d0' },
            '.speaker, .bubble, .seal',
        );
        assert.deepEqual(
            said.map(({ tag }) => tag),
            ['SPAN', 'BDI', 'BDI'],
        );
        assert.equal(said[0].text, 'a');
        assert.equal(said[1].text, 'ariM');
        assert.equal(said[2].text, '\u202etext \u05d0');
    });
});
