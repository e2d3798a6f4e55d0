import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

/** What a script finds besides its stand-ins. */
const REAL = ['bash', 'base64', 'basename', 'cat', 'cp', 'cut', 'date', 'dirname', 'env', 'grep', 'head', 'mkdir', 'mktemp',
    'readlink', 'rm', 'sed', 'sort', 'tail', 'tr'];

/**
 * A folder of programs for a script under test: `fakes`, by name, are bodies in bash that stand for a program, and `real` are
 * real ones. Nothing else is found. Each stand-in writes its call down first.
 */
export function programs(fakes, real = []) {
    const folder = mkdtempSync(join(tmpdir(), 'fakes-'));
    after(() => rmSync(folder, { recursive: true }));
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    for (const name of [...REAL, ...real]) {
        symlinkSync(pathOf(name), join(bin, name));
    }
    for (const [name, body] of Object.entries(fakes)) {
        const text = `#!/usr/bin/env bash\necho "${name} $*" >> "$CALLS"\n${body}\n`;
        writeFileSync(join(bin, name), text, { mode: 0o755 });
    }
    return folder;
}

const pathOf = (name) =>
    process.env.PATH.split(':')
        .map((it) => join(it, name))
        .find((it) => existsSync(it));

/** Runs a script with these programs only. `without` names those that are missing. */
export function run(folder, script, words, { env = {}, without = [], cwd } = {}) {
    const calls = join(folder, 'calls');
    writeFileSync(calls, '');
    const some = join(folder, 'some');
    rmSync(some, { recursive: true, force: true });
    spawnSync('cp', ['-a', join(folder, 'bin'), some]);
    without.forEach((name) => rmSync(join(some, name)));
    const { status, stdout, stderr } = spawnSync(script, words, {
        encoding: 'utf8',
        cwd,
        env: { HOME: folder, PATH: some, CALLS: calls, FOLDER: folder, ...env },
    });
    return { status, stdout, stderr, calls: readFileSync(calls, 'utf8').split('\n').slice(0, -1) };
}
