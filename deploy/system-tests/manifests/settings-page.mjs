/** Writes docs/settings.md from the services' own settings: their names, defaults and Javadoc. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SERVICES } from './deployed.mjs';
import { root } from './render.mjs';
import { settingsOf, variable } from './settings.mjs';

/** The page's file. */
export const PAGE = join(root, 'docs/settings.md');

const HEAD = `# Settings

All settings of the three services that begin with \`DUNGEONTALK_\`, as environment variables. Written from the services'
\`config\` packages by \`npm --prefix deploy/system-tests/manifests run settings\`; don't edit it here.

A duration is \`30s\`, \`2m\` or \`P90D\`; sizes are in bytes; – means that there is no default. The services' READMEs say
which settings a deployment needs, and name those of Quarkus, Kafka's clients and PostgreSQL:
[gateway](../gateway-service/README.md#settings), [persistence](../persistence-service/README.md#settings),
[analytics](../analytics-service/README.md#settings). What happens past each limit is in [limits](limits.md), next to those
that can't be set.
`;

const cell = (text) => text.replaceAll('|', '\\|');

function rows(service) {
    const { own, value } = settingsOf(service);
    return [...own].map(([property, doc]) => {
        const standard = value(property);
        return `| \`${variable(property)}\` | ${standard ? `\`${cell(standard)}\`` : '–'} | ${cell(doc ?? '')} |`;
    });
}

/** The page as the sources have it. */
export function settingsPage() {
    const tables = SERVICES.map((service) =>
        [`## ${service}`, '', '| variable | default | meaning |', '|---|---|---|', ...rows(service), ''].join('\n'),
    );
    return [HEAD, ...tables].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
    writeFileSync(PAGE, settingsPage());
}
