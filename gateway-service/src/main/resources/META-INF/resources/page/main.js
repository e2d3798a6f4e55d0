/** Starts the page, and switches between the entrance and the rooms. */
import { Connection } from './connection.js';
import { History } from './history.js';
import { JoinedRooms } from './joined-rooms.js';
import {
  becomeGuest,
  currentIdentity,
  forgetIdentity,
  pageSettings,
  takeGuestToken,
  takeTokenFromAddress,
} from './identity.js';
import { keyOf, placeInQuery, queryOf } from './kinds.js';
import { SavedRooms } from './saved-rooms.js';
import { Tabs } from './tabs.js';
import { nextTheme, putTheme, theme } from './theme.js';
import { language, putWords, say, sayError, switchLanguage } from './words.js';
import { showKeys } from './view/dialogs.js';
import { Door } from './view/door.js';
import { byId } from './view/element.js';
import { Table } from './view/table.js';
import { putTitle } from './view/title.js';
import { toast } from './view/toasts.js';

const door = new Door(enterFromDoor);
let settings = { guest: false, historyUrl: '' };
let visit = null;
const tabs = new Tabs({
  opened: () => visit?.connection.retrySoon(),
  session: currentIdentity,
});

/** Names the room looked at, so that an ingress can bring a room's players to one gateway. */
function gatewayAddress() {
  const address = new URL('ws-chat', document.baseURI);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const room = visit?.joinedRooms.current?.place.roomId;
  address.search = room === undefined ? '' : new URLSearchParams({ room });
  address.hash = '';
  return address.href;
}

async function enterFromDoor(nickname, place) {
  let me = currentIdentity();
  if (settings.guest && (me === null || (me.guest && me.nickname !== nickname))) {
    const token = await tabs.guest(nickname);
    me = token === null ? await becomeGuest(nickname) : takeGuestToken(token);
  }
  if (me === null) {
    showDoor('door.expired');
    return;
  }
  sitDown(me, (joinedRooms) => joinedRooms.arrive(place, true));
}

/** @param {(joinedRooms: JoinedRooms) => void} arrive takes the seats */
function sitDown(me, arrive) {
  const connection = new Connection({ url: gatewayAddress, token: me.token });
  const joinedRooms = new JoinedRooms({
    me,
    connection,
    history: new History({ base: settings.historyUrl, token: me.token }),
    savedRooms: new SavedRooms(me),
  });
  visit = { connection, joinedRooms, table: new Table({ joinedRooms, me, connection }) };
  door.hide();
  joinedRooms.addEventListener('current', ({ detail }) => replaceAddress(detail.room.place));
  joinedRooms.addEventListener('refused', ({ detail }) => refused(detail.error));
  joinedRooms.addEventListener('empty', () => visit && standUp(null));
  connection.addEventListener('open', () => tabs.opened());
  connection.addEventListener('refused', () => {
    const expired = currentIdentity() === null;
    forgetIdentity();
    standUp(expired ? (me.guest ? 'door.guestExpired' : 'door.expired') : 'door.refused');
  });
  arrive(joinedRooms);
  connection.open();
}

function refused(error) {
  if (visit.joinedRooms.rooms.length > 1) {
    toast(sayError(error), 'lasting');
  } else {
    standUp(`error.${error.code}`);
  }
}

function replaceAddress(place) {
  const query = place === null ? '' : queryOf(place);
  history.replaceState(null, '', location.pathname + query + location.hash);
}

/** Ends the visit; what is unsent stays kept in this tab. */
function standUp(notice) {
  const ended = visit;
  visit = null;
  ended?.table.close();
  ended?.joinedRooms.close();
  ended?.connection.close();
  replaceAddress(null);
  putTitle(null);
  showDoor(notice);
}

function showDoor(notice) {
  const me = currentIdentity();
  const open = settings.guest || me !== null;
  door.show({
    nickname: me && !me.guest ? me.nickname : null,
    place: placeInQuery(location.search),
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
  byId('theme-name').textContent = say(`theme.${theme()}`);
  door.reword();
  visit?.table.reword();
}

function listen() {
  addEventListener('hashchange', () => location.hash.includes('token=') && location.reload());
  addEventListener('pagehide', () => visit?.joinedRooms.remember());
  byId('keys').addEventListener('click', showKeys);
  byId('theme').addEventListener('click', () => {
    nextTheme();
    reword();
  });
  document.querySelectorAll('[data-action=language]').forEach((toggle) =>
    toggle.addEventListener('click', () => {
      switchLanguage();
      reword();
    }),
  );
}

async function start() {
  putTheme();
  reword();
  takeTokenFromAddress();
  listen();
  try {
    settings = await pageSettings();
  } catch {
    showDoor('door.away');
    return;
  }
  const me = currentIdentity();
  const seat = me && new SavedRooms(me).current;
  const asked = placeInQuery(location.search);
  if (seat && (asked === null || keyOf(asked) === keyOf(seat))) {
    sitDown(me, (joinedRooms) => joinedRooms.arrive(seat, false));
  } else {
    showDoor(null);
  }
}

start();
