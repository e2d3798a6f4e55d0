import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './render.mjs';

/** The instructions of a Dockerfile, continued lines joined. */
export function instructionsOf(service, kind) {
    const text = readFileSync(join(root, service, `src/main/docker/Dockerfile.${kind}`), 'utf8');
    const lines = text
        .replace(/^#.*\n/gm, '')
        .replaceAll('\\\n', ' ')
        .split('\n')
        .filter((line) => line.trim() !== '');
    return lines.map((line) => ({
        name: line.split(' ')[0],
        rest: line.slice(line.indexOf(' ') + 1),
    }));
}

/** What the image of a service starts: its ENTRYPOINT. */
export const entrypointOf = (service, kind) =>
    JSON.parse(instructionsOf(service, kind).find((it) => it.name === 'ENTRYPOINT').rest);
