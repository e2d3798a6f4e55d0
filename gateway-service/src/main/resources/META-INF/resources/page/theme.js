/** The light or dark theme: the device's, or the player's choice. */
import { device } from './storage.js';

const CHOICES = ['auto', 'light', 'dark'];

/** @returns {'auto'|'light'|'dark'} */
export function theme() {
  const chosen = device.read('theme');
  return CHOICES.includes(chosen) ? chosen : 'auto';
}

/** Takes the next of device's own, day, night, and remembers it on this device. */
export function nextTheme() {
  device.write('theme', CHOICES[(CHOICES.indexOf(theme()) + 1) % CHOICES.length]);
  putTheme();
}

/** Dresses the page, and the browser's own bar on a phone. */
export function putTheme() {
  document.documentElement.dataset.theme = theme();
  const ground = getComputedStyle(document.documentElement).getPropertyValue('--bar');
  document.querySelector('meta[name=theme-color]').content = ground;
}
