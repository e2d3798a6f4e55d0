/**
 * The page's storage. All calls are safe in a browser that forbids storage: then nothing is
 * stored.
 */
const PREFIX = 'dungeontalk.';

function keep(area) {
  return {
    /** @returns {any} the kept value, or null */
    read(name) {
      try {
        return JSON.parse(area().getItem(PREFIX + name));
      } catch {
        return null;
      }
    },
    /** Keeps a value; null removes it. */
    write(name, value) {
      try {
        if (value === null) {
          area().removeItem(PREFIX + name);
        } else {
          area().setItem(PREFIX + name, JSON.stringify(value));
        }
      } catch {
        return;
      }
    },
  };
}

/** Lives as long as the tab: the token, the room, messages not yet accepted. */
export const tab = keep(() => sessionStorage);

/** Lives on this device: nickname, last room, language. Never a token. */
export const device = keep(() => localStorage);
