/** Headless Chromium from Debian, driven by playwright-core, and what a player does on the page. */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { eventually } from './stack.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const ARGUMENTS = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
];

/** A phone of 360 by 740 points, to be given to `Visitor.come`. */
export const PHONE = {
    viewport: { width: 360, height: 740 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
};

export function launch() {
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
    return chromium.launch({ executablePath, args: ARGUMENTS });
}

/**
 * One player in a browser context of its own. Everything the page complains about is kept in
 * `problems`.
 */
export class Visitor {
    problems = [];

    constructor(page) {
        this.page = page;
        page.setDefaultTimeout(30_000);
        page.on('pageerror', (error) => this.problems.push(String(error)));
        page.on('console', (line) => {
            if (line.type() === 'error' && !line.text().includes('WebSocket connection to')) {
                this.problems.push(line.text());
            }
        });
        page.on('dialog', (dialog) => {
            this.problems.push(`dialog: ${dialog.message()}`);
            dialog.dismiss();
        });
    }

    /** Opens the page at the door. `options` are those of a browser context. */
    static async come(browser, address, options = {}) {
        const context = await browser.newContext({
            locale: 'en-GB',
            colorScheme: 'dark',
            viewport: { width: 1280, height: 800 },
            ...options,
        });
        const visitor = new Visitor(await context.newPage());
        await visitor.page.goto(address);
        return visitor;
    }

    /** Gives a name at the door and waits until the room is open. */
    async sitDown(nickname) {
        await this.page.getByLabel(/Your name|이름/).fill(nickname);
        await this.page.locator('#door-enter').click();
        await this.seated();
    }

    async seated() {
        await this.page.locator('#room-status[data-state=open]').waitFor();
    }

    /** Takes a seat at another table by the dialog. @param {'chat'|'aichat'} kind */
    async sitDownAt(roomId, kind = 'chat') {
        await this.page.locator('#rooms-add').click();
        await this.page.locator('#add-room').fill(roomId);
        await this.page.locator(`#add-form input[value=${kind}]`).check();
        await this.page.locator('#add-dialog .primary').click();
        await this.page.locator('#room-title').filter({ hasText: roomId }).waitFor();
        await this.current(roomId);
    }

    /** Waits until the list has marked a table as the one looked at: it follows the title. */
    async current(roomId) {
        await this.page
            .locator('#rooms-list button[aria-current=page]')
            .filter({ hasText: roomId })
            .waitFor({ state: 'attached' });
    }

    /** Waits until the list has so many tables: it follows the title. */
    async tables(count) {
        const rows = this.page.locator('#rooms-list button');
        await eventually(async () => {
            const found = await rows.count();
            return { ok: found === count, found };
        });
    }

    /** Waits until the gateways have told the page that somebody is at the table. */
    async meets(nickname) {
        await this.page
            .locator('#members-list button')
            .filter({ hasText: nickname })
            .waitFor({ state: 'attached' });
    }

    /** The row of a table in the list. */
    table(roomId) {
        return this.page.locator('#rooms-list button').filter({ hasText: roomId });
    }

    /** The player's id, from the token of the tab. */
    playerId() {
        return this.page.evaluate(async () => {
            const { currentIdentity } = await import('./page/identity.js');
            return currentIdentity().playerId;
        });
    }

    /** Writes and sends by keyboard. */
    async say(text) {
        await this.page.locator('#words').fill(text);
        await this.page.locator('#words').press('Enter');
    }

    /** Waits for a message with this text. @param {string} state stored, waiting, refused … */
    async hears(text, state = 'stored') {
        await this.page.locator(`.talk.${state}`).filter({ hasText: text }).first().waitFor();
    }

    /** Waits for a line such as «Tom took a seat». */
    async notices(text) {
        await this.page.locator('.event').filter({ hasText: text }).first().waitFor();
    }

    /** @returns {Promise<string[]>} the texts on the page from top to bottom */
    texts(selector = '.talk.stored .bubble') {
        return this.page.locator(selector).allTextContents();
    }

    /** Waits until nothing slides or fades any more; what flickers for ever is left out. */
    async still() {
        await this.page.evaluate(async () => {
            const ending = document
                .getAnimations()
                .filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity);
            await Promise.allSettled(ending.map(({ finished }) => finished));
        });
    }

    /**
     * @returns {Promise<string[]>} what axe finds against WCAG 2.2 A and AA, once all is still:
     *   labels, roles, contrast …
     */
    async barriers() {
        await this.still();
        await this.page.evaluate(AXE);
        return this.page.evaluate(async () => {
            const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
            const { violations } = await globalThis.axe.run({ runOnly: tags });
            return violations.flatMap(({ id, nodes }) =>
                nodes.map((node) => `${id}: ${node.html}`),
            );
        });
    }

    /** Takes a picture into the folder SCREENSHOTS, if there is one. */
    async picture(name) {
        if (process.env.SCREENSHOTS) {
            mkdirSync(process.env.SCREENSHOTS, { recursive: true });
            const path = join(process.env.SCREENSHOTS, `${name}.png`);
            await this.page.screenshot({ path, animations: 'disabled' });
        }
    }

    leave() {
        return this.page.context().close();
    }
}
