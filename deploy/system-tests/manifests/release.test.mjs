import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { programs, run } from './fakes.mjs';
import { found, root } from './render.mjs';

const SERVICES = ['gateway-service', 'persistence-service', 'analytics-service'];
const IMAGES = [...SERVICES, 'load', 'tools'];
const REGISTRY = 'registry.example.org:5000/chat';

/** Where the version of images stands. */
const FILES = execFileSync('git', ['-C', root, 'ls-files'], { encoding: 'utf8' })
    .split('\n')
    .filter((it) => /pom\.xml$|\/Dockerfile\.|kustomization\.yaml$|Chart\.yaml$|compose\.yaml$|^deploy\/(kubernetes|load)\/README\.md$/.test(it))
    .filter((it) => existsSync(join(root, it)));

const folder = programs(
    {
        mvn: '',
        npm: '',
        cosign: '',
        docker: `
[[ $1 != "\${BROKEN:-}" ]] || exit 1
if [[ $2 == inspect ]]; then
  name=\${!#}
  echo "elsewhere.example.org/\${name##*/}@sha256:0"
  echo "\${name%:*}@sha256:of-\${name##*/}"
fi`,
    },
    ['git', 'find'],
);

/** A repository with these scripts and these files, whose tests write down which version they have tested. */
function project() {
    const place = mkdtempSync(join(tmpdir(), 'release-'));
    after(() => rmSync(place, { recursive: true }));
    for (const file of [...FILES, 'deploy/version', 'deploy/release']) {
        mkdirSync(dirname(join(place, file)), { recursive: true });
        cpSync(join(root, file), join(place, file));
    }
    mkdirSync(join(place, '.ci'));
    writeFileSync(
        join(place, '.ci/run'),
        `#!/usr/bin/env bash
echo "tests of $(sed -n '0,/<version>/s|.*<version>\\(.*\\)</version>.*|\\1|p' "$(dirname "$0")/../pom.xml")" >> "$CALLS"
[[ -z \${RED:-} ]] || exit 1
for service in ${SERVICES.join(' ')}; do mkdir -p "$(dirname "$0")/../$service/target" && echo "$service" > "$(dirname "$0")/../$service/target/sbom.json"; done
`,
    );
    chmodSync(join(place, '.ci/run'), 0o755);
    writeFileSync(join(place, '.gitignore'), 'target/\n');
    git(place, 'init', '-q', '-b', 'main');
    git(place, 'config', 'user.name', 'Test');
    git(place, 'config', 'user.email', 'test@example.org');
    git(place, 'add', '.');
    git(place, 'commit', '-qm', 'Everything');
    return place;
}

const git = (place, ...words) => execFileSync('git', ['-C', place, ...words], { encoding: 'utf8' }).trim();

/** Runs the release; the names of its work tree are WORKTREE in what it called. */
function release(place, words, options) {
    const { calls, ...done } = run(folder, join(place, 'deploy/release'), words, options);
    return { ...done, calls: calls.map((it) => it.replaceAll(/\/\S*\/tmp\.\w+/g, 'WORKTREE')) };
}

const OPTIONS = ['1.2.0', '--registry', REGISTRY];
const digestOf = (image) => `${REGISTRY}/${image.split(':')[0]}@sha256:of-${image}`;

const place = project();
const before = git(place, 'rev-parse', 'HEAD');
const first = release(place, OPTIONS);

test('it tests the version, builds it, publishes it and tags it, in this order', () => {
    assert.equal(first.status, 0, first.stderr);
    const names = IMAGES.map((it) => `${REGISTRY}/${it}:1.2.0`);
    const folders = [...SERVICES, 'deploy/load', 'deploy/tools'].map((it) => `WORKTREE/${it}`);
    assert.deepEqual(first.calls, [
        'tests of 1.2.0',
        ...names.map(
            (it, index) =>
                `docker build --build-arg VERSION=1.2.0 -f ${folders[index]}/src/main/docker/Dockerfile.jvm -t ${it} ${folders[index]}`,
        ),
        ...names.flatMap((it) => [
            `docker push --quiet ${it}`,
            `docker image inspect --format {{range .RepoDigests}}{{println .}}{{end}} ${it}`,
        ]),
    ]);
});

test('the digests of this registry are printed, kept, and in the message of the tag', () => {
    const digests = IMAGES.map((it) => `${REGISTRY}/${it}:1.2.0 sha256:of-${it}:1.2.0\n`).join('');
    assert.ok(first.stdout.includes(digests), first.stdout);
    assert.equal(readFileSync(join(place, 'target/release-1.2.0/digests.txt'), 'utf8'), digests);
    assert.equal(git(place, 'tag', '-l', '--format=%(contents)', 'v1.2.0'), `Release 1.2.0\n\n${digests}`.trim());
});

test('the list of what is in a service is kept beside the digests', () => {
    for (const service of SERVICES) {
        const file = join(place, `target/release-1.2.0/${service}.cdx.json`);
        assert.equal(readFileSync(file, 'utf8'), `${service}\n`);
    }
});

test('the branch stays, the tagged commit has the version everywhere, and git gets nothing pushed', () => {
    assert.equal(git(place, 'rev-parse', 'HEAD'), before);
    assert.equal(git(place, 'status', '--porcelain'), '');
    assert.equal(git(place, 'branch', '--format=%(refname:short)'), 'main');
    assert.equal(git(place, 'rev-parse', 'v1.2.0^{commit}^'), before);
    assert.equal(git(place, 'worktree', 'list').split('\n').length, 1, 'the work tree is left');
    assert.match(first.stdout, /git push origin v1\.2\.0\n$/);
    const old = /<version>([^<]+)<\/version>/.exec(readFileSync(join(root, 'pom.xml'), 'utf8'))[1];
    const number = old.replace('-SNAPSHOT', '');
    for (const file of FILES) {
        const had = readFileSync(join(root, file), 'utf8');
        const has = git(place, 'show', `v1.2.0:${file}`);
        // An example of somebody else's image, and no version of ours.
        const ours = (text) => text.replace(/quay\.io\S*|strimzi\S*/gi, '');
        assert.ok(!ours(has).includes(number), `${file} still has ${number}`);
        assert.equal(has.includes('1.2.0'), had.includes(number) || had.includes('1.2.0'), file);
    }
    assert.match(git(place, 'show', 'v1.2.0:pom.xml'), /<version>1\.2\.0<\/version>/);
});

test('--native builds the executables with their tests, as images of their own', () => {
    const { status, stderr, calls } = release(project(), [...OPTIONS, '--native']);
    assert.equal(status, 0, stderr);
    const verify = `mvn -B -ntp -f WORKTREE/pom.xml -pl ${SERVICES.join(',')} verify -Dnative`;
    const at = calls.indexOf(verify);
    const native = calls.filter((it) => it.includes('Dockerfile.native-micro'));
    assert.deepEqual(
        native.map((it) => it.split(' ').at(-2)),
        SERVICES.map((it) => `${REGISTRY}/${it}:1.2.0-native`),
    );
    assert.ok(at > calls.findLastIndex((it) => it.includes('Dockerfile.jvm')) && at < calls.indexOf(native[0]));
    assert.equal(calls.filter((it) => it.startsWith('docker push')).length, IMAGES.length + SERVICES.length);
});

test('each image is signed by its digest, and the list of its contents too', () => {
    const ways = [
        [['--key', 'cosign.key'], '--yes --key cosign.key'],
        [['--keyless'], '--yes'],
    ];
    for (const [words, flags] of ways) {
        const { status, stdout, stderr, calls } = release(project(), [...OPTIONS, ...words]);
        assert.equal(status, 0, stderr);
        const signed = calls.filter((it) => it.startsWith('cosign sign'));
        assert.deepEqual(
            signed,
            IMAGES.map((it) => `cosign sign ${flags} ${digestOf(`${it}:1.2.0`)}`),
        );
        const attested = calls.filter((it) => it.startsWith('cosign attest'));
        assert.equal(attested.length, SERVICES.length);
        attested.forEach((it, index) => {
            const [service] = [SERVICES[index]];
            assert.ok(it.startsWith(`cosign attest ${flags} --type cyclonedx --predicate `), it);
            assert.ok(it.endsWith(`/target/release-1.2.0/${service}.cdx.json ${digestOf(`${service}:1.2.0`)}`), it);
        });
        assert.doesNotMatch(stdout, /Nothing was signed/);
    }
    assert.match(first.stdout, /Nothing was signed: neither --key nor --keyless was given/);
    assert.deepEqual(
        first.calls.filter((it) => it.startsWith('cosign')),
        [],
    );
});

test('--dry-run prints the commands of a release in its order, and runs none', () => {
    const fresh = project();
    const words = [...OPTIONS, '--native', '--key', 'cosign.key'];
    const { status, stdout, stderr, calls } = release(fresh, [...words, '--dry-run']);
    assert.equal(status, 0, stderr);
    assert.deepEqual(calls, []);
    assert.equal(git(fresh, 'tag'), '');
    assert.ok(!existsSync(join(fresh, 'target')));
    const printed = stdout.split('\n').filter((it) => it.startsWith('+ '));
    const real = release(fresh, words).calls.filter((it) => !/^tests|^docker image inspect/.test(it));
    const comparable = (lines) => lines.map((it) => it.replaceAll(/sha256:\S*|\S*\/target\/release/g, ''));
    assert.deepEqual(comparable(printed.map((it) => it.slice(2)).filter((it) => /^(docker|mvn|cosign)/.test(it))), comparable(real));
    for (const part of ['deploy/version 1.2.0', '.ci/run', 'tag --annotate v1.2.0']) {
        assert.ok(printed.some((it) => it.includes(part)), part);
    }
});

test('red tests, and a push that fails, leave no tag', () => {
    for (const [env, last] of [[{ RED: 'yes' }, /^tests of/], [{ BROKEN: 'push' }, /^docker push/]]) {
        const fresh = project();
        const { status, calls } = release(fresh, OPTIONS, { env });
        assert.equal(status, 1);
        assert.match(calls.at(-1), last);
        assert.equal(git(fresh, 'tag'), '');
        assert.equal(git(fresh, 'worktree', 'list').split('\n').length, 1);
    }
});

test('nothing is released from a tree with changes, and no version twice', () => {
    const again = release(place, OPTIONS);
    assert.equal(again.status, 1);
    assert.match(again.stderr, /^release: the tag v1\.2\.0 exists/);
    const changed = project();
    writeFileSync(join(changed, 'new'), '');
    const refused = release(changed, OPTIONS);
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /^release: there are changes that are not committed/);
    assert.deepEqual([...again.calls, ...refused.calls], []);
});

test('a missing tool is named, with where to get it; cosign only if it has to sign', () => {
    for (const [name, words] of [['git', []], ['mvn', []], ['npm', []], ['docker', []], ['cosign', ['--keyless']]]) {
        const { status, stderr, calls } = release(place, ['1.3.0', '--registry', REGISTRY, ...words], { without: [name] });
        assert.equal(status, 1, name);
        assert.match(stderr, new RegExp(`^release: nothing was changed[\\s\\S]*^  ${name}: (https://|apt-get )`, 'm'));
        assert.deepEqual(calls, []);
    }
    assert.equal(release(project(), OPTIONS, { without: ['cosign'] }).status, 0);
});

const WRONG = [
    [[], /'' is not a version/],
    [['1.2', '--registry', REGISTRY], /'1\.2' is not a version/],
    [['1.2.0-SNAPSHOT', '--registry', REGISTRY], /is not a version of a release/],
    [['1.2.0'], /'' is not HOST\/NAME/],
    [['1.2.0', '--registry', 'ghcr.io'], /'ghcr\.io' is not HOST\/NAME/],
    [['1.2.0', '--registry'], /--registry needs a value/],
    [['1.2.0', '--registry', '--native'], /--registry needs a value/],
    [[...OPTIONS, '1.3.0'], /one VERSION/],
    [[...OPTIONS, '--skip-tests'], /'--skip-tests' is not an option/],
    [[...OPTIONS, '--key', 'a', '--keyless'], /not both/],
];

test('a wrong call is refused in one sentence, and does nothing', () => {
    for (const [words, sentence] of WRONG) {
        const { status, stderr, calls } = release(place, words);
        assert.equal(status, 2, words.join(' '));
        assert.match(stderr.split('\n')[0], sentence);
        assert.match(stderr, /^Usage: release VERSION/m);
        assert.deepEqual(calls, []);
    }
    const help = release(place, ['--help']);
    assert.equal(help.status, 0);
    assert.match(help.stdout, /^Makes a release[\s\S]*Usage: release VERSION/);
    for (const words of [[], ['1'], ['1.0.0', 'x']]) {
        const { status, stderr } = run(folder, join(place, 'deploy/version'), words);
        assert.equal(status, 2);
        assert.match(stderr, /^version: '.*' is not a version\. Usage: version VERSION/);
    }
});

test(
    'shellcheck finds nothing',
    { skip: found('shellcheck') || process.env.CI ? false : 'shellcheck is missing: apt-get install shellcheck' },
    () => {
        const scripts = ['version', 'release'].map((it) => join(root, 'deploy', it));
        const { status, stdout } = spawnSync('shellcheck', scripts, { encoding: 'utf8' });
        assert.equal(status, 0, stdout);
    },
);
