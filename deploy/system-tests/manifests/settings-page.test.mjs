import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SERVICES } from './deployed.mjs';
import { root } from './render.mjs';
import { PAGE, settingsPage } from './settings-page.mjs';
import { settingsOf, variable } from './settings.mjs';

test('docs/settings.md is up to date: npm --prefix deploy/system-tests/manifests run settings', () => {
    assert.equal(readFileSync(PAGE, 'utf8'), settingsPage());
});

test('every setting says what it is', () => {
    for (const service of SERVICES) {
        const silent = [...settingsOf(service).own].filter(([, doc]) => !doc);
        assert.deepEqual(silent, [], service);
    }
});

/** The settings that a README states with a default: variable, default as it is written. */
function stated(service) {
    const readme = readFileSync(join(root, service, 'README.md'), 'utf8');
    const [, section] = /\n## Settings\n(.*?)\n## /s.exec(readme);
    return [...section.matchAll(/^\| (`DUNGEONTALK_[^|]*) \| ([^|]*) \|/gm)].flatMap(([, names, defaults]) => {
        const all = [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
        const values = defaults.replaceAll('`', '').split(', ');
        return all.length === values.length ? all.map((name, index) => [name, values[index]]) : [];
    });
}

const same = (one, other) => one.toLowerCase() === other.toLowerCase();

test('the READMEs state the defaults that the services have', () => {
    for (const service of SERVICES) {
        const { own, value } = settingsOf(service);
        const defaults = [...own.keys()].map((name) => [variable(name), value(name)]).filter(([, it]) => it);
        const checked = stated(service).flatMap(([name, told]) => {
            const ending = name.replace('…', '');
            const found = defaults.filter(([known]) => known === name || (name !== ending && known.endsWith(ending)));
            return found.length === 1 ? [[name, told.split(' ')[0], found[0][1]]] : [];
        });
        assert.ok(checked.length >= 5, `${service}: ${checked.length}`);
        assert.deepEqual(
            checked.filter(([, told, is]) => !same(told, is)),
            [],
            service,
        );
    }
});
