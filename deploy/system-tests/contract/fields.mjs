/** Tables of the fields of a JSON Schema. */
import { resolved } from './documents.mjs';

/** What the patterns of the contract mean. */
const PATTERNS = new Map([
    ['^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-7[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$', 'UUID of version 7'],
    ['^(?!\\.{1,2}$)[^\\u0000-\\u001f\\u007f-\\u009f/]+$', 'no control character, no slash; neither `.` nor `..`'],
    ['^[^\\u0000]*$', 'no NUL'],
    ['Z$', 'in UTC'],
    ['^[2-9][0-9]{3}-.*Z$', 'in UTC, from 2000 on'],
    ['^[0-9a-f]{8}-[0-9]+-[0-9]+$', 'a cursor'],
    ['^[0-9]+$', 'digits'],
    ['^[0-9]+,[0-9]+$', 'two numbers with a comma'],
    ['^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})$', 'with an offset'],
    ['^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$', 'in UTC'],
    ['^anonymous-[0-9a-f]{16}$', '`anonymous-` and 16 hex digits'],
    ['[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}', ''],
    ['^00-[0-9a-f]{32}-[0-9a-f]{16}-01$', 'version 00, sampled'],
]);

/** A Markdown table without its empty columns; none without rows. */
export function table(head, rows) {
    if (rows.length === 0) {
        return '';
    }
    const used = head.map((_, column) => rows.some((row) => cell(row[column] ?? '') !== ''));
    const line = (cells) =>
        `| ${cells.filter((_, column) => used[column]).map((it) => cell(it ?? '')).join(' | ')} |`;
    return [line(head), `|${'---|'.repeat(used.filter(Boolean).length)}`, ...rows.map(line)].join('\n');
}

const cell = (content) => String(content).trim().replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');

export const code = (value) => `\`${value}\``;

/** The table of a schema's fields, nested ones as `members[].nickname`. */
export function fieldTable(schema, path, name = 'field') {
    return table(
        [name, 'type', 'required', 'limits', 'meaning'],
        fields(schema, path).map((it) => [code(it.name), it.type, it.required ? 'yes' : '', it.limits, it.meaning]),
    );
}

function fields(schema, path, prefix = '', known = []) {
    const { value, path: own } = resolved(schema, path);
    const all = [
        ...Object.entries(value.properties ?? {}),
        ...Object.entries(value.patternProperties ?? {}).map(([name, it]) => [
            name.replace(/^\^/, '').replace(/\[.*$/, '…'),
            it,
        ]),
    ];
    return all.flatMap(([name, field]) => {
        const { value: it, path: there } = resolved(field, own);
        const full = prefix + name;
        const row = {
            name: full,
            type: type(it, there),
            required: (value.required ?? []).includes(name),
            limits: limits(it, there),
            meaning: it.description,
        };
        const inner = it.items ? resolved(it.items, there) : { value: it, path: there };
        if (known.includes(inner.value)) {
            return [row];
        }
        const nested = `${full}${it.items ? '[]' : ''}.`;
        return [row, ...fields(inner.value, inner.path, nested, [...known, inner.value])];
    });
}

function type(schema, path) {
    if (schema.const !== undefined) {
        return code(schema.const);
    }
    if (schema.enum) {
        return schema.enum.map((it) => (it === null ? 'null' : code(it))).join(', ');
    }
    const types = [schema.type].flat().filter(Boolean);
    return types
        .map((it) => {
            if (it === 'array' && schema.items) {
                return `list of ${type(resolved(schema.items, path).value, path) || 'objects'}`;
            }
            return it === 'string' && schema.format ? schema.format : it;
        })
        .map((it) => it.replace(/^list of (object|string)$/, 'list of $1s'))
        .join(' or ');
}

/** The bounds of a value, and those of a list's entries. */
function limits(schema, path) {
    const entries = schema.items ? limits(resolved(schema.items, path).value, path) : '';
    return [
        range(schema.minLength, schema.maxLength, 'characters'),
        range(schema.minItems, schema.maxItems, 'entries'),
        range(schema.minimum, schema.maximum, ''),
        schema.pattern && words(schema.pattern),
        schema.default !== undefined && `default ${code(schema.default)}`,
        entries && `each ${entries}`,
    ]
        .filter(Boolean)
        .join('; ');
}

function range(least, most, unit) {
    if (least === undefined && most === undefined) {
        return '';
    }
    const from = least?.toLocaleString('en');
    const to = most?.toLocaleString('en');
    const bounds = to === undefined ? `at least ${from}` : from === undefined ? `up to ${to}` : `${from} to ${to}`;
    return `${bounds} ${unit}`.trim();
}

function words(pattern) {
    const found = PATTERNS.get(pattern);
    if (found === undefined) {
        throw new Error(`say in fields.mjs what ${pattern} means`);
    }
    return found;
}
