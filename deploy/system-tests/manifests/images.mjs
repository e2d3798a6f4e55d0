import { cpSync, existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { root } from './render.mjs';

/** The instructions of a folder's Dockerfile, continued lines joined. */
export function instructionsOf(folder, kind) {
    const text = readFileSync(join(root, folder, `src/main/docker/Dockerfile.${kind}`), 'utf8');
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

/** What an image starts: its ENTRYPOINT. */
export const entrypointOf = (folder, kind) =>
    JSON.parse(instructionsOf(folder, kind).find((it) => it.name === 'ENTRYPOINT').rest);

/** What an image copies, and the files or folders there are of it after a build. */
export const copiedBy = (folder, kind) =>
    instructionsOf(folder, kind)
        .filter((it) => it.name === 'COPY')
        .map(({ rest }) => {
            const [source, target] = rest.split(' ');
            return { source, target, files: matches(join(root, folder, source)) };
        });

function matches(path) {
    const name = new RegExp(`^${basename(path).replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
    return existsSync(dirname(path))
        ? readdirSync(dirname(path))
              .filter((it) => name.test(it))
              .map((it) => join(dirname(path), it))
        : [];
}

/** Makes a folder the work folder of an image. */
export function unpack(folder, kind, workFolder) {
    for (const { target, files } of copiedBy(folder, kind)) {
        for (const file of files) {
            const place = statSync(file).isDirectory() ? target : join(target, basename(file));
            cpSync(file, join(workFolder, place), { recursive: true });
        }
    }
}
