/** The documents of docs/contract. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** The folder of the repository. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** The folder of the contract. */
export const CONTRACT = join(ROOT, 'docs/contract');

/** A YAML or JSON file of the contract, with merged aliases. */
export function document(path) {
    return parse(readFileSync(join(CONTRACT, path), 'utf8'), { merge: true });
}
