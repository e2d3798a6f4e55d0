/** The player's identity: the token, from the address or of a guest, and its claims. */
import { learn, now } from './clock.js';
import { tab } from './storage.js';

/**
 * @returns {{playerId: string, nickname: string, roles: Array<string>, expiresAt: number} | null}
 *   the claims, unverified: the gateway verifies
 */
export function readToken(token) {
  try {
    const payload = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(payload), (c) => c.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes));
    const playerId = claims.id ?? claims.sub;
    if (!playerId) {
      return null;
    }
    return {
      playerId: String(playerId),
      nickname: String(claims.nickName ?? playerId),
      roles: Array.isArray(claims.roles) ? claims.roles : [],
      expiresAt: claims.exp ? claims.exp * 1000 : Infinity,
    };
  } catch {
    return null;
  }
}

/**
 * Takes `#token=…` out of the address bar and out of the browser's history, and keeps it for this
 * tab.
 */
export function takeTokenFromAddress() {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const token = fragment.get('token');
  if (!token) {
    return;
  }
  fragment.delete('token');
  const rest = fragment.toString();
  history.replaceState(null, '', location.pathname + location.search + (rest ? `#${rest}` : ''));
  if (readToken(token)) {
    tab.write('session', { token, guest: false });
  }
}

/**
 * @returns {{token: string, guest: boolean, playerId: string, nickname: string,
 *   roles: Array<string>, expiresAt: number} | null}
 */
export function currentIdentity() {
  const session = tab.read('session');
  const claims = session && readToken(session.token);
  if (!claims || claims.expiresAt <= now()) {
    return null;
  }
  return { ...session, ...claims };
}

/** Forgets the token of this tab. */
export function forgetIdentity() {
  tab.write('session', null);
}

/** Asks the gateway for a guest's token; the endpoint exists in the local profile only. */
export async function becomeGuest(nickname) {
  const response = await fetch('api/guest', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ nickname }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) {
    throw new Error(`guest: ${response.status}`);
  }
  const { token, serverTime } = await response.json();
  learn(serverTime);
  return takeGuestToken(token);
}

/** Takes a guest's token for this tab: the gateway's answer, or that of the guest's other tab. */
export function takeGuestToken(token) {
  tab.write('session', { token, guest: true });
  return currentIdentity();
}

/** @returns {Promise<{guest: boolean, historyUrl: string}>} how this gateway serves its page */
export async function pageSettings() {
  const response = await fetch('api/page', { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) {
    throw new Error(`page: ${response.status}`);
  }
  const settings = await response.json();
  learn(settings.serverTime);
  return settings;
}
