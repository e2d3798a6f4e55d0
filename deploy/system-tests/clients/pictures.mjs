/**
 * Takes the pictures of docs/images anew. Needs a stack that nobody has used yet:
 *
 * deploy/local/up --detach --gateways 2 --fresh
 * STACK_JSON=$PWD/deploy/local/target/stack/stack.json npm --prefix deploy/system-tests/clients run pictures
 */
import { Visitor, launch } from './browser.mjs';
import { Player } from './player.mjs';
import { ROOT, tokenFor, urlsOf } from './stack.mjs';

process.env.SCREENSHOTS = `${ROOT}docs/images`;

const GAME = 'crypt-of-ash';
const MARKET = 'market-square';
const INN = 'lantern-inn';

const browser = await launch();
const comes = async (gateway, name, options) => {
    const visitor = await Visitor.come(browser, `${urlsOf(gateway).http}/?game=${GAME}`, options);
    await visitor.sitDown(name);
    return visitor;
};
const keyleth = await comes('gateway-2', 'Keyleth');
const grog = await comes('gateway-2', 'Grog');
const mira = await comes('gateway-1', 'Mira', { colorScheme: 'light' });
const haru = await Visitor.come(browser, `${urlsOf('gateway-2').http}/?room=${INN}`, {
    locale: 'ko-KR',
});
const master = await Player.withToken(
    urlsOf('gateway-1').ws,
    await tokenFor('AI_GM', '--id', 'AI_GM', '--roles', 'service'),
);

/** Each line in its turn: when Mira has read it. */
async function play(script) {
    for (const [player, text] of script) {
        await player.say(text);
        await mira.hears(text);
    }
}

for (const player of [keyleth, grog, mira]) {
    await player.sitDownAt(MARKET);
    await player.sitDownAt(INN);
    await player.table(GAME).click();
    await player.current(GAME);
}
await haru.sitDown('하루');
await master.send('/pub/aichat/turn/start', { aiGameRoomId: GAME, turnNumber: 3 });
await mira.page.locator('.rule.turn').waitFor();
await play([
    [grog, 'I knock. Politely, with the axe.'],
    [mira, 'While everyone looks at Grog, I read the inscription above the door.'],
]);
const answer =
    'The letters are older than the kingdom: “Who carries light down here shall be seen.” Behind the' +
    ' door something very large turns over in its sleep, and a little dust falls from the ceiling.';
await master.send('/pub/aichat/send', {
    aiGameRoomId: GAME,
    messageType: 'AI',
    content: answer,
    turnNumber: 3,
    messageOrder: 2,
    aiResponseTime: 1_840,
    aiSources: ['Chronicle of Ash', 'The Under-Gate'],
});
await mira.page.locator('.master').getByText(answer).waitFor();
await play([[keyleth, 'Grog. Put. The axe. Down.']]);
for (const player of [keyleth, grog]) {
    await player.table(MARKET).click();
    await player.current(MARKET);
}
await keyleth.say('The smith has closed early.');
await keyleth.hears('The smith has closed early.');
await grog.say('Who wants to trade a shield for a goat?');
await mira.table(MARKET).locator('.badge').getByText('2').waitFor();
await mira.picture('page-game');

await mira.page.emulateMedia({ colorScheme: 'dark' });
for (const player of [keyleth, grog, mira]) {
    await player.table(INN).click();
    await player.current(INN);
}
await play([
    [keyleth, 'The innkeeper says nobody has gone down there since winter.'],
    [grog, 'Good. Then the ale is still there.'],
    [haru, '계단 아래에서 뭔가 소리가 들려요. 촛불을 끌까요?'],
    [mira, 'Not yet. Hold the lantern low, and stay behind me.'],
    [mira, 'I open the door. Slowly.'],
    [keyleth, 'It creaks like an old ship. Something down there stops breathing.'],
]);
await mira.say('/roll 1d20+3');
await grog.page.locator('.talk.stored').filter({ hasText: '1d20+3' }).waitFor();
await grog.meets('Mira');
await grog.say('/w Mira Mira, the innkeeper is lying. His boots are wet.');
await mira.hears('His boots are wet.');
await mira.page.locator('#members-list button').filter({ hasText: 'Grog' }).click();
await mira.page.locator('#words').fill('I know. Keep smiling.');
await mira.picture('page');

await master.close();
await browser.close();
