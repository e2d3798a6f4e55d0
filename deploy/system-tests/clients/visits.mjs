/** Visitors of one test file: a browser for all tests, players who come and go with each. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach } from 'node:test';
import { Visitor, launch } from './browser.mjs';
import { newRoom, urlsOf } from './stack.mjs';

/**
 * Registers the hooks of a `describe`. After each test no visitor's page may have complained.
 *
 * @returns {object} `room`, a new one for each test; `come` to the door; `seat` at the table
 */
export function visits() {
    let browser;
    let visitors = [];
    const all = {
        room: null,

        /** @param {object} options those of a browser context, and `place`: `{kind, roomId}` */
        async come(gateway, { place = { room: all.room }, token, ...options } = {}) {
            const hash = token ? `#token=${token}` : '';
            const address = `${urlsOf(gateway).http}/?${new URLSearchParams(place)}${hash}`;
            const visitor = await Visitor.come(browser, address, options);
            visitors.push(visitor);
            return visitor;
        },

        async seat(gateway, nickname, options) {
            const visitor = await all.come(gateway, options);
            await visitor.sitDown(nickname);
            return visitor;
        },

        get visitors() {
            return visitors;
        },
    };

    before(async () => (browser = await launch()));
    after(() => browser.close());
    beforeEach(() => {
        visitors = [];
        all.room = newRoom('tavern');
    });
    afterEach(async () => {
        const problems = visitors.flatMap((visitor) => visitor.problems);
        await Promise.all(visitors.map((visitor) => visitor.leave()));
        assert.deepEqual(problems, []);
    });
    return all;
}
