/**
 * Writes the definitions of this folder anew, from files of the projects that publish them, without descriptions:
 * `node crds/renew.mjs "SOURCE AND VERSION" FILE…`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAll } from '../render.mjs';

const TEXTS = ['description', 'x-kubernetes-validations'];

/** A schema without what is for people, and without rules that only an API server can check. */
function shorten(schema) {
    if (Array.isArray(schema)) {
        return schema.map(shorten);
    }
    if (schema === null || typeof schema !== 'object') {
        return schema;
    }
    return Object.fromEntries(
        Object.entries(schema)
            .filter(([key]) => !TEXTS.includes(key))
            .map(([key, value]) => [key, key === 'properties' ? shortenAll(value) : shorten(value)]),
    );
}

/** Properties may have any name, also that of a text. */
const shortenAll = (properties) =>
    Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, shorten(value)]));

const [source, ...files] = process.argv.slice(2);
for (const { spec } of files.flatMap((file) => parseAll(readFileSync(file, 'utf8')))) {
    const { group, names, versions } = spec;
    const served = versions
        .filter((version) => version.served)
        .map(({ name, schema }) => {
            const openAPIV3Schema = shorten(schema.openAPIV3Schema);
            delete openAPIV3Schema.properties.status;
            return { name, served: true, schema: { openAPIV3Schema } };
        });
    const definition = { source, spec: { group, names: { kind: names.kind }, versions: served } };
    const file = join(dirname(fileURLToPath(import.meta.url)), `${names.kind}.json`);
    writeFileSync(file, `${JSON.stringify(definition)}\n`);
}
