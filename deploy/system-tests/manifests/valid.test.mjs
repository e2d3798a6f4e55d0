import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applied, named, objects } from './render.mjs';
import { errorsOf } from './validate.mjs';

test(`every object of ${applied.join(', ')} is valid`, async () => {
    const all = applied.flatMap(objects);
    const different = [
        ...new Map(all.map((object) => [JSON.stringify(object), object])).values(),
    ];
    assert.deepEqual(await errorsOf(different), []);
});

test('no overlay has an object twice, and each has a namespace', () => {
    for (const overlay of applied) {
        const all = objects(overlay);
        const names = all.map((object) => `${object.apiVersion} ${named(object)}`);
        assert.deepEqual(names, [...new Set(names)], overlay);
        for (const object of all.filter((it) => it.kind !== 'Namespace')) {
            assert.equal(object.metadata.namespace, 'dungeontalk', `${overlay}: ${named(object)}`);
        }
    }
});

/** Every place of an object that may be given a field: its objects, nested ones too, unless any name may stand there. */
function* places(value, path = '') {
    if (value !== null && typeof value === 'object') {
        if (!Array.isArray(value)) {
            yield [path, value];
        }
        for (const [key, inner] of Object.entries(value)) {
            yield* places(inner, `${path}/${key}`);
        }
    }
}

/** Where any name may stand: settings, labels, quantities, and the like. */
const OPEN =
    /\/(labels|annotations|matchLabels|selector|data|config|parameters|requests|limits|values|properties|metadata\/metadata|authentication|additionalProperties|podSelector|actions|metadata)$/;

test('a field that a kind does not have is an error, wherever it stands', async () => {
    const seen = new Set();
    const wrong = [];
    const expected = [];
    for (const object of [...objects('region-b'), ...objects('load')]) {
        for (const [path] of places(object)) {
            const where = `${object.apiVersion} ${object.kind} ${path.replace(/\/\d+(?=\/|$)/g, '/*')}`;
            if (seen.has(where) || (OPEN.test(path) && path !== '/metadata')) {
                continue;
            }
            seen.add(where);
            const copy = structuredClone(object);
            const place = path
                .split('/')
                .slice(1)
                .reduce((at, key) => at[key], copy);
            place.replicaz = 3;
            copy.metadata.name = `wrong-${wrong.length}`;
            wrong.push(copy);
            expected.push(`${copy.metadata.name} ${where}`);
        }
    }
    const errors = await errorsOf(wrong);
    const missed = expected.filter(
        (it) =>
            !errors.some(
                (line) => line.includes(` ${it.split(' ')[0]}: `) && line.includes('replicaz'),
            ),
    );
    assert.deepEqual(missed, []);
    assert.ok(expected.length > 100, `only ${expected.length} places were tried`);
});

test('a value of the wrong type, an unknown kind and a missing field are errors', async () => {
    const all = objects('production');
    const deployment = all.find((object) => object.kind === 'Deployment');
    const topic = all.find((object) => object.kind === 'KafkaTopic');
    const several = structuredClone(deployment);
    several.spec.replicas = 'two';
    const unknown = { ...structuredClone(topic), kind: 'KafkaTopik' };
    const partitions = structuredClone(topic);
    partitions.spec.partitions = 'thirty';
    const unselected = structuredClone(deployment);
    delete unselected.spec.selector;
    for (const object of [several, unknown, partitions, unselected]) {
        assert.notDeepEqual(await errorsOf([object]), [], named(object));
    }
});
