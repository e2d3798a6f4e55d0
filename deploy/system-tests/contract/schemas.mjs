/** The JSON Schemas of the contract. */
import { readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCHEMAS = fileURLToPath(new URL('../../../docs/contract/schemas/', import.meta.url));

/**
 * A validator for each schema, by its name. The library is given, because each folder of tests installs its own.
 *
 * @param Ajv2020 the class of `ajv/dist/2020.js`
 * @param addFormats of `ajv-formats`
 */
export function schemaValidators(Ajv2020, addFormats) {
    const ajv = new Ajv2020({
        strict: true,
        strictRequired: false,
        allowUnionTypes: true,
        allErrors: true,
    });
    addFormats(ajv);
    return new Map(
        readdirSync(SCHEMAS).map((file) => [
            basename(file, '.json'),
            ajv.compile(JSON.parse(readFileSync(SCHEMAS + file, 'utf8'))),
        ]),
    );
}
