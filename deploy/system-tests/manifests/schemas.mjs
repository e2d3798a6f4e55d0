import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';

/** The published definitions of the operators' and the ingress's kinds. */
const folder = join(dirname(fileURLToPath(import.meta.url)), 'crds');

const METADATA = {
    type: 'object',
    required: ['name'],
    additionalProperties: false,
    properties: {
        name: { type: 'string' },
        namespace: { type: 'string' },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
        annotations: { type: 'object', additionalProperties: { type: 'string' } },
    },
};

/** As strict as an API server that refuses unknown fields: objects are closed, unless the definition says they are open. */
function close(schema, open = false) {
    if (Array.isArray(schema)) {
        return schema.map((inner) => close(inner, open));
    }
    if (schema === null || typeof schema !== 'object') {
        return schema;
    }
    const closed = {};
    for (const [key, value] of Object.entries(schema)) {
        if (key === 'properties') {
            closed.properties = Object.fromEntries(
                Object.entries(value).map(([name, inner]) => [name, close(inner, open)]),
            );
        } else if (!key.startsWith('x-kubernetes-')) {
            // Alternatives name only what differs; what there is at all stands beside them.
            const kept = ['enum', 'required', 'default', 'example'].includes(key);
            closed[key] = kept
                ? value
                : close(value, open || ['oneOf', 'anyOf', 'allOf', 'not'].includes(key));
        }
    }
    if (schema['x-kubernetes-int-or-string']) {
        delete closed.type;
        closed.type = ['integer', 'string'];
    }
    const free =
        open ||
        schema['x-kubernetes-preserve-unknown-fields'] ||
        schema.additionalProperties !== undefined;
    if (schema.properties && !free) {
        closed.additionalProperties = false;
    }
    return closed;
}

function load() {
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
    addFormats(ajv);
    const known = new Map();
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
        const { group, names, versions } = JSON.parse(readFileSync(join(folder, file), 'utf8')).spec;
        for (const version of versions) {
            const schema = close(version.schema.openAPIV3Schema);
            schema.properties.metadata = METADATA;
            schema.required = [
                ...new Set([...(schema.required ?? []), 'apiVersion', 'kind', 'metadata']),
            ];
            known.set(`${group}/${version.name} ${names.kind}`, () => ajv.compile(schema));
        }
    }
    return known;
}

const definitions = load();
const compiled = new Map();

/** Whether a definition of this object's kind lies there. */
export const isDefined = (object) => definitions.has(`${object.apiVersion} ${object.kind}`);

/** What is wrong with an object of a custom kind. */
export function definitionErrors(object) {
    const key = `${object.apiVersion} ${object.kind}`;
    if (!compiled.has(key)) {
        compiled.set(key, definitions.get(key)());
    }
    const validate = compiled.get(key);
    return validate(object)
        ? []
        : validate.errors.map(
              (error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
          );
}
