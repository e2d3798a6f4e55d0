import { definitionErrors, isDefined } from './schemas.mjs';
import { modelErrors, moduleOf } from './models.mjs';
import { named } from './render.mjs';

/**
 * Validates objects as strictly as an API server does. Kinds that nothing is known of are an error too.
 *
 * @returns one line for each thing that is wrong
 */
export async function errorsOf(objects) {
    const lines = [];
    const models = objects.filter((object) => moduleOf(object));
    for (const object of objects.filter((it) => !moduleOf(it))) {
        const errors = isDefined(object)
            ? definitionErrors(object)
            : [`nothing is known of ${object.apiVersion} ${object.kind}`];
        lines.push(...errors.map((error) => `${named(object)}: ${error}`));
    }
    for (const [index, errors] of (await modelErrors(models)).entries()) {
        lines.push(...errors.map((error) => `${named(models[index])}: ${error}`));
    }
    return lines;
}
