/** Starts the page and leads the player from the door to the tables and back. */
import { Connection } from './connection.js';
import { History } from './history.js';
import { House } from './house.js';
import {
  becomeGuest,
  currentIdentity,
  forgetIdentity,
  pageSettings,
  takeGuestToken,
  takeTokenFromAddress,
} from './identity.js';
import { keyOf, placeInQuery, queryOf } from './kinds.js';
import { Seats } from './seats.js';
import { Siblings } from './siblings.js';
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
const siblings = new Siblings({
  opened: () => visit?.connection.retrySoon(),
  session: currentIdentity,
});

/** Names the room looked at, so that an ingress can bring a room's players to one gateway. */
function gatewayAddress() {
  const address = new URL('ws-chat', document.baseURI);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const room = visit?.house.current?.place.roomId;
  address.search = room === undefined ? '' : new URLSearchParams({ room });
  address.hash = '';
  return address.href;
}

async function enterFromDoor(nickname, place) {
  let me = currentIdentity();
  if (settings.guest && (me === null || (me.guest && me.nickname !== nickname))) {
    const token = await siblings.guest(nickname);
    me = token === null ? await becomeGuest(nickname) : takeGuestToken(token);
  }
  if (me === null) {
    showDoor('door.expired');
    return;
  }
  sitDown(me, (house) => house.arrive(place, true));
}

/** @param {(house: House) => void} arrive takes the seats */
function sitDown(me, arrive) {
  const connection = new Connection({ url: gatewayAddress, token: me.token });
  const house = new House({
    me,
    connection,
    history: new History({ base: settings.historyUrl, token: me.token }),
    seats: new Seats(me),
  });
  visit = { connection, house, table: new Table({ house, me, connection }) };
  door.hide();
  house.addEventListener('current', ({ detail }) => replaceAddress(detail.room.place));
  house.addEventListener('refused', ({ detail }) => refused(detail.error));
  house.addEventListener('empty', () => visit && standUp(null));
  connection.addEventListener('open', () => siblings.opened());
  connection.addEventListener('refused', () => {
    const expired = currentIdentity() === null;
    forgetIdentity();
    standUp(expired ? (me.guest ? 'door.guestExpired' : 'door.expired') : 'door.refused');
  });
  arrive(house);
  connection.open();
}

function refused(error) {
  if (visit.house.rooms.length > 1) {
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
  ended?.house.close();
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
  addEventListener('pagehide', () => visit?.house.remember());
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
  const seat = me && new Seats(me).current;
  const asked = placeInQuery(location.search);
  if (seat && (asked === null || keyOf(asked) === keyOf(seat))) {
    sitDown(me, (house) => house.arrive(seat, false));
  } else {
    showDoor(null);
  }
}

start();
