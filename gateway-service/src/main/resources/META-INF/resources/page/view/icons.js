/** Line drawings; decoration, hidden from screen readers. */
const SVG = 'http://www.w3.org/2000/svg';
const PATHS = {
  waiting: 'M8 2.6a5.4 5.4 0 1 0 0 10.8A5.4 5.4 0 0 0 8 2.6M8 5.2V8l1.9 1.3',
  sending: 'M8 2.6a5.4 5.4 0 1 0 0 10.8A5.4 5.4 0 0 0 8 2.6M8 5.2V8l1.9 1.3',
  accepted: 'm3 8.6 3.3 3.3L13 4.7',
  refused: 'M8 2.6a5.4 5.4 0 1 0 0 10.8A5.4 5.4 0 0 0 8 2.6M8 5.2v3.4M8 10.6v.2',
  chat: 'M2.6 4.2h10.8v6.6H8.2l-3 2.6v-2.6H2.6z',
  aichat:
    'm8 1.6 5.6 3.2v6.4L8 14.4l-5.6-3.2V4.8zM8 4.6l3 5.2H5zM8 1.6v3M2.4 11.2 5 9.8m8.6 1.4L11 9.8',
};

/** @param {keyof PATHS} name @returns {SVGElement} 16 by 16 */
export function icon(name, className = 'mark') {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', PATHS[name]);
  svg.append(line);
  return svg;
}
