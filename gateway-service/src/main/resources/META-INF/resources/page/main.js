/** Starts the page and leads the player from the door to a table and back. */
import { Connection } from './connection.js';
import { History } from './history.js';
import {
  becomeGuest,
  currentIdentity,
  forgetIdentity,
  pageSettings,
  takeTokenFromAddress,
} from './identity.js';
import { Room } from './room.js';
import { tab } from './storage.js';
import { language, putWords, say, switchLanguage } from './words.js';
import { Door } from './view/door.js';
import { byId } from './view/element.js';
import { Table } from './view/table.js';
import { Title } from './view/title.js';

const title = new Title();
const door = new Door(enterFromDoor);
let settings = { guest: false, historyUrl: '' };
let visit = null;

function roomInAddress() {
  return new URLSearchParams(location.search).get('room');
}

function gatewayAddress() {
  const address = new URL('ws-chat', document.baseURI);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  address.search = '';
  address.hash = '';
  return address.href;
}

async function enterFromDoor(nickname, roomId) {
  let me = currentIdentity();
  if (settings.guest && (me === null || (me.guest && me.nickname !== nickname))) {
    me = await becomeGuest(nickname);
  }
  if (me === null) {
    showDoor('door.expired');
    return;
  }
  sitDown(me, roomId, true);
}

function sitDown(me, roomId, join) {
  const connection = new Connection({ url: gatewayAddress(), token: me.token });
  const history = new History({ base: settings.historyUrl, token: me.token });
  const room = new Room({ roomId, me, connection, history });
  visit = { connection, room, table: new Table({ room, connection, title }) };
  door.hide();
  tab.write('room', roomId);
  replaceAddress(roomId);
  room.addEventListener('refused', () => standUp('error.ROOM_FORBIDDEN'));
  connection.addEventListener('refused', () => {
    const expired = currentIdentity() === null;
    forgetIdentity();
    standUp(expired ? (me.guest ? 'door.guestExpired' : 'door.expired') : 'door.refused');
  });
  room.enter({ join });
  connection.open();
}

function replaceAddress(roomId) {
  const query = roomId === null ? '' : `?${new URLSearchParams({ room: roomId })}`;
  history.replaceState(null, '', location.pathname + query + location.hash);
}

/** Ends the visit without a word to the room; what is unsent stays kept in this tab. */
function standUp(notice) {
  visit?.room.close();
  visit?.connection.close();
  visit?.table.close();
  visit = null;
  tab.write('room', null);
  title.enter(null);
  showDoor(notice);
}

async function leave() {
  const leaving = visit;
  if (leaving && (await leaving.table.mayLeave())) {
    byId('leave').disabled = true;
    await leaving.room.leave();
    byId('leave').disabled = false;
    replaceAddress(null);
    standUp(null);
  }
}

function showDoor(notice) {
  const me = currentIdentity();
  const open = settings.guest || me !== null;
  door.show({
    nickname: me && !me.guest ? me.nickname : null,
    roomId: roomInAddress(),
    open,
    notice: open ? notice : (notice ?? 'door.noToken'),
  });
}

function reword() {
  document.documentElement.lang = language();
  putWords();
  document.querySelectorAll('[data-action=language]').forEach((toggle) => {
    toggle.textContent = say('language.other');
    toggle.lang = language() === 'en' ? 'ko' : 'en';
  });
  door.reword();
  visit?.table.reword();
}

async function start() {
  reword();
  takeTokenFromAddress();
  addEventListener('hashchange', () => location.hash.includes('token=') && location.reload());
  byId('leave').addEventListener('click', leave);
  document.querySelectorAll('[data-action=language]').forEach((toggle) =>
    toggle.addEventListener('click', () => {
      switchLanguage();
      reword();
    }),
  );
  try {
    settings = await pageSettings();
  } catch {
    showDoor('door.away');
    return;
  }
  const me = currentIdentity();
  const seat = tab.read('room');
  const asked = roomInAddress();
  if (me !== null && seat !== null && (asked === null || asked === seat)) {
    sitDown(me, seat, false);
  } else {
    showDoor(null);
  }
}

start();
