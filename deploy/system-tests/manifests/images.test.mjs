import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { copiedBy, entrypointOf, instructionsOf } from './images.mjs';
import { root } from './render.mjs';
import { settingsOf } from './settings.mjs';

const SERVICES = ['gateway-service', 'persistence-service', 'analytics-service'];

const LOAD = 'deploy/load';
const TOOLS = 'deploy/tools';
const PROGRAMS = [LOAD, TOOLS];
const IMAGES = [
    ...SERVICES.flatMap((service) => ['jvm', 'native-micro'].map((kind) => [service, kind])),
    ...PROGRAMS.map((program) => [program, 'jvm']),
];

const all = (folder, kind, name) =>
    instructionsOf(folder, kind)
        .filter((it) => it.name === name)
        .map((it) => it.rest);

for (const [folder, kind] of IMAGES) {
    test(`${folder}, ${kind}: a pinned base, no root, no shell, no root's files`, () => {
        assert.match(all(folder, kind, 'FROM')[0], /^[a-z.]+\/[\w./-]+:[\w.-]*\d[\w.-]*(@sha256:[0-9a-f]{64})?$/);
        assert.match(all(folder, kind, 'USER').at(-1), /^[1-9]\d*:[1-9]\d*$/);
        assert.deepEqual(all(folder, kind, 'RUN'), [], 'a build needs no shell');
        const [executable, ...flags] = entrypointOf(folder, kind);
        assert.ok(!/sh$/.test(executable), executable);
        assert.ok(flags.includes('-XX:+ExitOnOutOfMemoryError'));
    });

    test(`${folder}, ${kind}: labels and ports are the program's`, () => {
        const [label] = all(folder, kind, 'LABEL');
        for (const name of ['title', 'description', 'licenses', 'version']) {
            assert.ok(label.includes(`org.opencontainers.image.${name}=`), name);
        }
        assert.ok(label.includes(`title="${basename(folder)}"`));
        const settings = PROGRAMS.includes(folder) ? undefined : settingsOf(folder);
        const ports = settings && [
            `${settings.value('quarkus.http.port')} ${settings.value('quarkus.management.port')}`,
        ];
        assert.deepEqual(all(folder, kind, 'EXPOSE'), ports ?? []);
    });
}

test('the images for a JVM have one base', () => {
    const bases = IMAGES.filter(([, kind]) => kind === 'jvm').map(
        ([folder, kind]) => all(folder, kind, 'FROM')[0],
    );
    assert.deepEqual(
        bases,
        bases.map(() => bases[0]),
    );
});

for (const folder of [...SERVICES, ...PROGRAMS]) {
    const built = PROGRAMS.includes(folder) ? 'target/lib' : 'target/quarkus-app';
    test(
        `${folder}: what a JVM image copies is what the build makes`,
        { skip: !existsSync(join(root, folder, built)) && process.env.CI === undefined },
        () => {
            const missing = copiedBy(folder, 'jvm').filter((it) => it.files.length === 0);
            assert.deepEqual(missing, []);
        },
    );

    test(`${folder}: what a JVM image copies is sent to the builder`, () => {
        const sent = readFileSync(join(root, folder, '.dockerignore'), 'utf8')
            .split('\n')
            .filter((line) => line.startsWith('!'))
            .map((line) => line.slice(1).replace(/\*$/, ''));
        const ignored = copiedBy(folder, 'jvm').filter(
            ({ source }) => !sent.some((it) => source.startsWith(it)),
        );
        assert.deepEqual(ignored, []);
    });
}

for (const service of SERVICES) {
    test(
        `${service}: the build says what is in it`,
        {
            skip:
                !existsSync(join(root, service, 'target/sbom.json')) &&
                process.env.CI === undefined,
        },
        () => {
            const sbom = JSON.parse(readFileSync(join(root, service, 'target/sbom.json'), 'utf8'));
            assert.equal(sbom.bomFormat, 'CycloneDX');
            assert.equal(sbom.metadata.component.name, service);
            const names = sbom.components.map((it) => it.name);
            assert.ok(
                names.includes('kafka-clients') && !names.includes('junit-jupiter'),
                `${names.length} components`,
            );
        },
    );
}
