/** Writes docs/contract/reference from the contract's documents. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stompPage, topicsPage } from './asyncapi.mjs';
import { CONTRACT } from './documents.mjs';
import { httpPage } from './openapi.mjs';

/** The folder of the pages. */
export const REFERENCE = join(CONTRACT, 'reference');

/** Each page by its file. */
export function pages() {
    return new Map([
        ['stomp.md', stompPage()],
        ['topics.md', topicsPage()],
        ...['gateway', 'persistence', 'analytics'].map((it) => [`http-${it}.md`, httpPage(it)]),
    ]);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
    mkdirSync(REFERENCE, { recursive: true });
    pages().forEach((content, file) => writeFileSync(join(REFERENCE, file), content));
}
