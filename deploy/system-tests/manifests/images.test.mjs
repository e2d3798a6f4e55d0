import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { entrypointOf, instructionsOf } from './images.mjs';
import { root } from './render.mjs';
import { settingsOf } from './settings.mjs';

const SERVICES = ['gateway-service', 'persistence-service', 'analytics-service'];

for (const service of SERVICES) {
    for (const kind of ['jvm', 'native-micro']) {
        const instructions = instructionsOf(service, kind);
        const all = (name) => instructions.filter((it) => it.name === name).map((it) => it.rest);

        test(`${service}, ${kind}: a pinned base, no root, no shell, no root's files`, () => {
            assert.match(all('FROM')[0], /^[a-z.]+\/[\w./-]+:[\w.-]*\d[\w.-]*$/);
            assert.match(all('USER').at(-1), /^[1-9]\d*:[1-9]\d*$/);
            assert.deepEqual(all('RUN'), [], 'a build needs no shell');
            const [executable, ...flags] = entrypointOf(service, kind);
            assert.ok(!/sh$/.test(executable), executable);
            assert.ok(flags.includes('-XX:+ExitOnOutOfMemoryError'));
        });

        test(`${service}, ${kind}: labels and ports are the service's`, () => {
            const settings = settingsOf(service);
            assert.equal(
                all('EXPOSE')[0],
                `${settings.value('quarkus.http.port')} ${settings.value('quarkus.management.port')}`,
            );
            for (const label of ['title', 'description', 'licenses', 'version']) {
                assert.ok(all('LABEL')[0].includes(`org.opencontainers.image.${label}=`), label);
            }
            assert.ok(all('LABEL')[0].includes(`title="${service}"`));
        });
    }

    test(
        `${service}: what a JVM image copies is what the build makes`,
        {
            skip:
                !existsSync(join(root, service, 'target/quarkus-app')) &&
                process.env.CI === undefined,
        },
        () => {
            const copied = instructionsOf(service, 'jvm')
                .filter((it) => it.name === 'COPY')
                .map((it) => it.rest.split(' ')[0].replace('*.jar', 'quarkus-run.jar'));
            assert.deepEqual(
                copied.filter((path) => !existsSync(join(root, service, path))),
                [],
            );
        },
    );

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
