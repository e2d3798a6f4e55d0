/** The parts that all pages of the reference have. */
import { code } from './fields.mjs';
import { examplesOf, text } from './documents.mjs';

/** The anchor that GitHub gives a heading. */
const anchor = (heading) =>
    heading
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-');

/**
 * A page: its sections follow a table of contents.
 *
 * @param sections {{heading: string, parts: string[], inner?: {heading: string, parts: string[]}[]}[]}
 */
export function page({ title, source, intro, sections }) {
    const contents = sections.flatMap(({ heading, inner = [] }) => [
        `- [${heading}](#${anchor(heading)})`,
        ...inner.map((it) => `  - [${it.heading}](#${anchor(it.heading)})`),
    ]);
    const body = sections.flatMap(({ heading, parts, inner = [] }) => [
        `## ${heading}`,
        ...parts,
        ...inner.flatMap((it) => [`### ${it.heading}`, ...it.parts]),
    ]);
    return `${[
        `# ${title}`,
        `Written from [${source}](../${source}) by \`npm --prefix deploy/system-tests/contract run reference\`; don't edit it here.`,
        intro,
        contents.join('\n'),
        ...body,
    ]
        .filter(Boolean)
        .map((it) => it.trim())
        .join('\n\n')}\n`;
}

/** A paragraph of a description. */
export const paragraph = (description) => description?.trim().replaceAll(/\s+/g, ' ') ?? '';

/** A block of code. */
export const block = (content, language = '') => `\`\`\`${language}\n${content.trimEnd()}\n\`\`\``;

/** The longest example of a schema as a block, and links to the others. */
export function example(schema, shown = (json) => block(JSON.stringify(json, null, 2), 'json')) {
    const [first, ...others] = examplesOf(schema);
    const more = others.map((it) => `[${name(it)}](../${it})`).join(', ');
    return [
        `Example: [${name(first)}](../${first})${more && `; others: ${more}`}`,
        shown(JSON.parse(text(first))),
    ];
}

const name = (path) => path.split('/').at(-1).replace('.json', '').replaceAll('-', ' ');

/** A link to a schema. */
export const schemaLink = (schema) => `[${code(`${schema}.json`)}](../schemas/${schema}.json)`;
