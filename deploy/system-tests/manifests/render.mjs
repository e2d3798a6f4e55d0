import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

/** The project's root. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');

const folder = join(root, 'deploy/kubernetes');

/** The overlays there are, by name, one with the components that are in none, and one with another ingress. */
export const overlays = [
    ...readdirSync(join(folder, 'overlays')).sort(),
    'everything',
    'other-ingress',
];

/** Everything that is applied: the overlays, and the Job that measures a gateway. */
export const applied = [...overlays, 'load'];

const ELSEWHERE = {
    base: join(folder, 'base'),
    everything: join(root, 'deploy/system-tests/manifests/everything'),
    'other-ingress': join(root, 'deploy/system-tests/manifests/other-ingress'),
    load: join(folder, 'load'),
};

const folderOf = (overlay) => ELSEWHERE[overlay] ?? join(folder, 'overlays', overlay);

const rendered = new Map();

/** Every object of an overlay, or of the base, as `kubectl kustomize` renders it. */
export function objects(overlay) {
    if (!rendered.has(overlay)) {
        const text = execFileSync('kubectl', ['kustomize', folderOf(overlay)], {
            encoding: 'utf8',
            maxBuffer: 1 << 26,
        });
        rendered.set(overlay, parseAll(text));
    }
    return structuredClone(rendered.get(overlay));
}

/** Every document of a YAML text. */
export function parseAll(text) {
    return parseAllDocuments(text)
        .map((document) => {
            if (document.errors.length > 0) {
                throw document.errors[0];
            }
            return document.toJS();
        })
        .filter((object) => object !== null);
}

/** Objects of one kind. */
export const ofKind = (all, kind) => all.filter((object) => object.kind === kind);

/** How an object is called in a message. */
export const named = (object) => `${object.kind} ${object.metadata?.name}`;

/** Runs a command; undefined if there is no such command. */
export function found(command) {
    return process.env.PATH.split(':').some((path) => existsSync(join(path, command)));
}
