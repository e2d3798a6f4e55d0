/**
 * The server's time. A device's clock may be hours wrong, and may be corrected while the page is
 * open, so the difference is updated whenever the server sends its time.
 */
let ahead = 0;

/** @param {string} serverTime the server's clock, as it just told it; anything else is ignored */
export function learn(serverTime) {
  const told = Date.parse(serverTime);
  if (!Number.isNaN(told)) {
    ahead = told - Date.now();
  }
}

/** @returns {number} milliseconds since 1970 by the server's clock, as far as it is known */
export function now() {
  return Date.now() + ahead;
}
