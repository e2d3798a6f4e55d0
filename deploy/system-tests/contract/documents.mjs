/** The documents of docs/contract. */
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** The folder of the repository. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** The folder of the contract. */
export const CONTRACT = join(ROOT, 'docs/contract');

/** A YAML or JSON file of the contract, by its path in the folder. */
export function document(path) {
    return parse(readFileSync(join(CONTRACT, path), 'utf8'), { merge: true });
}

/**
 * What a reference of a document leads to, and whatever it refers to in turn. What is no reference
 * stays.
 *
 * @param path of the document that has the reference
 * @returns {{value: object, path: string, name?: string}} with its own document; the name is the
 *     last part of the reference
 */
export function resolved(value, path) {
    if (!value?.$ref) {
        return { value, path };
    }
    const [file, pointer] = value.$ref.split('#');
    const target = file ? posix.join(posix.dirname(path), file) : path;
    const found = (pointer ?? '')
        .split('/')
        .slice(1)
        .reduce((node, key) => node[key.replaceAll('~1', '/').replaceAll('~0', '~')], document(target));
    const name = pointer ? value.$ref.split('/').at(-1) : basename(file, '.json');
    return { name, ...resolved(found, target) };
}

/** The paths of a schema's valid examples; first the one that shows most fields, and no unknown one. */
export function examplesOf(schema) {
    const { properties } = document(`schemas/${schema}.json`);
    const folder = `examples/valid/${schema}`;
    const worth = (path) => {
        const fields = Object.keys(document(path));
        return fields.every((it) => it in properties) ? fields.length : 0;
    };
    return readdirSync(join(CONTRACT, folder))
        .map((file) => `${folder}/${file}`)
        .sort((one, other) => worth(other) - worth(one) || text(one).length - text(other).length);
}

/** A file of the contract as it is. */
export function text(path) {
    return readFileSync(join(CONTRACT, path), 'utf8');
}
