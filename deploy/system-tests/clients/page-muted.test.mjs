/** What a muted player sees: until when, why, and that it is over. On a running stack. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventually, tokenFor, urlsOf } from './stack.mjs';
import { visits } from './visits.mjs';

async function rule(method, playerId, body) {
    const { http } = urlsOf('analytics');
    const token = await tokenFor('Warden', '--roles', 'moderator');
    const response = await fetch(`${http}/api/analytics/mutes/${encodeURIComponent(playerId)}`, {
        method,
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: body && JSON.stringify(body),
    });
    assert.equal(response.status, 200);
}

describe('a muted player', { timeout: 300_000 }, () => {
    const { seat } = visits();

    test('is told when, why and until when, keeps what was begun, and speaks again', async () => {
        const mira = await seat('gateway-1', 'Mira');
        const line = mira.page.locator('#muted');
        assert.equal(await line.isVisible(), false);
        await mira.page.locator('#words').fill('I was about to say');
        await rule('PUT', await mira.playerId(), { minutes: 10, reason: 'Shouting in the hall' });
        await line.getByText('Reason: Shouting in the hall').waitFor();
        assert.match(await line.innerText(), /You may not speak until .*\d:\d\d:\d\d/);
        await mira.page.locator('#words').press('Enter');
        assert.equal(await mira.page.locator('#send').isDisabled(), true);
        await mira.picture("muted");
        await mira.page.reload();
        await mira.seated();
        await line.getByText('Reason: Shouting in the hall').waitFor();
        await rule('DELETE', await mira.playerId());
        await line.getByText('You may speak again.').waitFor();
        assert.equal(await mira.page.locator('#words').inputValue(), 'I was about to say');
        await mira.page.locator('#words').press('Enter');
        await mira.hears('I was about to say');
        await eventually(async () => ({ ok: !(await line.isVisible()) }));
    });
});
