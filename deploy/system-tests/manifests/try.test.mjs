import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse, stringify } from 'yaml';
import { containerOf } from './compose.mjs';
import { SERVICES } from './deployed.mjs';
import { programs, run } from './fakes.mjs';
import { found, objects, ofKind, root } from './render.mjs';

const script = join(root, 'deploy/kubernetes/try');
const SECRET = '0123456789abcdef0123456789abcdef';
const kind = objects('kind');

/** The cluster has what check-needs asks for, but for what matches LACKS. With HAS it and all in it are there from before. */
const folder = programs(
    {
        docker: '[[ $1 != info || -z ${NO_DOCKER:-} ]]',
        mvn: '',
        javac: '',
        kind: `
case $1 in
  create) cat > "$FOLDER/cluster" ;;
  get) [[ $2 == kubeconfig ]] && echo "$4's"; [[ $2 == clusters && -n \${HAS:-} ]] && echo dungeontalk ;;
esac
exit 0`,
        curl: 'echo "    namespace: $([[ "$*" == *strimzi* ]] && echo myproject || echo cnpg-system)"',
        kubectl: `
echo "\${KUBECONFIG:-user}: $([[ -f \${KUBECONFIG:-} ]] && cat "$KUBECONFIG")" >> "$FOLDER/clusters"
[[ "$*" == *"-f -" ]] && cat >> "$FOLDER/operators"
[[ -n \${LACKS:-} && "$*" =~ $LACKS ]] && exit 1
case "$*" in
  kustomize*) cat "$FOLDER/rendered" ;;
  version*) printf '"serverVersion": {\\n"minor": "33"\\n}\\n' ;;
  *storageclass*) echo '"storageclass.kubernetes.io/is-default-class": "true"' ;;
  *"get secret dungeontalk-token -o jsonpath={.data.secret}") printf ${SECRET} | base64 ;;
  *"get secret"*jsonpath*) echo there ;;
  *"get secret"*) [[ -n \${HAS:-} ]] ;;
  *"get deployment"*) [[ -z \${HAS:-} ]] || echo there ;;
  *) echo there ;;
esac`,
    },
    ['openssl'],
);
writeFileSync(join(folder, 'rendered'), kind.map((it) => stringify(it)).join('---\n'));

function tried({ words = [], ...options } = {}) {
    for (const name of ['clusters', 'operators', 'cluster']) {
        writeFileSync(join(folder, name), '');
    }
    const done = run(folder, script, words, options);
    return { ...done, of: (name) => readFileSync(join(folder, name), 'utf8') };
}

const first = tried();
const calls = (pattern) => first.calls.filter((it) => pattern.test(it));
const place = (pattern, all = first.calls) => {
    const index = all.findIndex((it) => pattern.test(it));
    assert.ok(index >= 0, `no call ${pattern} in\n${all.join('\n')}`);
    return index;
};

test('from nothing, each step comes after those that it needs', () => {
    assert.equal(first.status, 0, first.stderr);
    const steps = [
        /^docker info/,
        /^mvn .* package$/,
        /^docker build/,
        /^kind create cluster/,
        /^kind load docker-image/,
        /^kubectl apply -f .*namespace.yaml/,
        /^curl .*strimzi/,
        /^kubectl .*rollout status deployment\/strimzi-cluster-operator/,
        /^kubectl .*rollout status deployment\/cnpg-controller-manager/,
        /^kubectl .*create secret/,
        /^kubectl get --raw \/apis\/kafka.strimzi.io/,
        /^kubectl apply -k .*overlays\/kind$/,
        /^kubectl .*wait .*Ready kafka/,
        /^kubectl .*rollout status deployment\/analytics-service/,
        /jsonpath=\{.data.secret\}$/,
    ];
    // What check-needs asks for as well is looked for at its end.
    const places = steps.map((it) => first.calls.findLastIndex((call) => it.test(call)));
    assert.ok(!places.includes(-1), first.calls.join('\n'));
    assert.deepEqual(
        places,
        [...places].sort((one, other) => one - other),
        first.calls.join('\n'),
    );
});

test('the images of the overlay are built from their Dockerfiles and loaded', () => {
    const images = SERVICES.map((it) => containerOf(it).image);
    const built = calls(/^docker build/).map((it) => it.split(' -f ')[1]);
    assert.deepEqual(
        built,
        SERVICES.map((it, index) => {
            const service = join(root, it);
            return `${service}/src/main/docker/Dockerfile.jvm -t ${images[index]} ${service}`;
        }),
    );
    assert.deepEqual(calls(/^kind load/), [`kind load docker-image --name dungeontalk ${images.join(' ')}`]);
    assert.ok(calls(/^mvn/)[0].includes(`-pl ${SERVICES.join(',')} `));
});

test('the operators are of the versions that the manifests are validated against', () => {
    const folderOf = join(root, 'deploy/system-tests/manifests/crds');
    const sources = readdirSync(folderOf)
        .filter((it) => it.endsWith('.json'))
        .map((it) => JSON.parse(readFileSync(join(folderOf, it), 'utf8')).source);
    const version = (project) => new RegExp(`${project} v?([\\d.]+),`).exec(sources.join('\n'))[1];
    const [strimzi, postgres] = [version('strimzi-kafka-operator'), version('cloudnative-pg')];
    const releases = (project, tag, file) => `https://github.com/${project}/releases/download/${tag}/${file}`;
    assert.deepEqual(
        calls(/^curl/).map((it) => it.split(' ').at(-1)),
        [
            releases('strimzi/strimzi-kafka-operator', strimzi, `strimzi-cluster-operator-${strimzi}.yaml`),
            releases('cloudnative-pg/cloudnative-pg', `v${postgres}`, `cnpg-${postgres}.yaml`),
        ],
    );
});

test('the secrets are those that the README says to make', () => {
    const given = calls(/create secret/).map((it) =>
        it.replace(/(secret|password)=[0-9a-f]{48,64}$/, '$1=RANDOM').split('generic ')[1],
    );
    const role = (name) =>
        `postgres-${name} --type=kubernetes.io/basic-auth --from-literal=username=${name} --from-literal=password=RANDOM`;
    assert.deepEqual(given, [
        'dungeontalk-token --from-literal=secret=RANDOM',
        role('persistence'),
        role('analytics'),
    ]);
});

test('ports of this machine only lead to the node ports of the services, and the page finds history', () => {
    const again = tried();
    const { nodes } = parse(again.of('cluster'));
    const ways = nodes.flatMap((it) => it.extraPortMappings);
    const services = ofKind(kind, 'Service').filter((it) => it.spec.type === 'NodePort');
    const expected = { 'gateway-service': 8080, 'persistence-service': 8081, 'analytics-service': 8082 };
    assert.deepEqual(
        Object.fromEntries(
            services.map(({ metadata, spec }) => {
                const way = ways.find((it) => it.containerPort === spec.ports[0].nodePort);
                return [metadata.name, way?.hostPort];
            }),
        ),
        expected,
    );
    assert.equal(ways.length, services.length);
    assert.ok(ways.every((it) => it.listenAddress === '127.0.0.1'));
    const settings = (name) => ofKind(kind, 'ConfigMap').find((it) => it.metadata.name.startsWith(name)).data;
    assert.equal(settings('gateway-service').DUNGEONTALK_PAGE_HISTORY_URL, 'http://localhost:8081');
    assert.equal(settings('persistence-service').QUARKUS_HTTP_CORS_ORIGINS, 'http://localhost:8080');
});

test('two players have tokens that the services accept', () => {
    const addresses = [...first.stdout.matchAll(/^(\w+): http:\/\/localhost:8080\/\?room=tavern#token=(\S+)$/gm)];
    const now = Date.now() / 1000;
    for (const [, name, token] of addresses) {
        const [header, claims, signature] = token.split('.');
        const expected = createHmac('sha256', SECRET).update(`${header}.${claims}`).digest('base64url');
        assert.equal(signature, expected);
        assert.deepEqual(decoded(header), { alg: 'HS256', typ: 'JWT' });
        const { id, nickName, iat, exp } = decoded(claims);
        assert.deepEqual([id, nickName], [name, name]);
        assert.ok(Math.abs(iat - now) < 60 && exp === iat + 86_400);
    }
    assert.deepEqual(
        addresses.map(([, name]) => name),
        ['Mira', 'Finn'],
    );
});

const decoded = (part) => JSON.parse(Buffer.from(part, 'base64url').toString());

test('no cluster but that of kind is asked or changed, and kubectl keeps its context', () => {
    const clusters = tried().of('clusters').trim().split('\n');
    const [rendering, ...rest] = clusters;
    assert.equal(rendering, 'user: ');
    assert.ok(rest.length > 20);
    assert.deepEqual(
        rest.filter((it) => !it.endsWith(": dungeontalk's")),
        [],
    );
    const [file] = rest[0].split(': ');
    assert.ok(!existsSync(file), `${file} is left`);
});

test('Strimzi is installed in the namespace of the stack, CloudNativePG in its own', () => {
    const again = tried();
    assert.equal(again.of('operators'), '    namespace: dungeontalk\n    namespace: cnpg-system\n');
});

test('a second run keeps cluster and secrets, and the pods take the new images', () => {
    const { status, stderr, calls: again } = tried({ env: { HAS: 'yes' } });
    assert.equal(status, 0, stderr);
    assert.deepEqual(
        again.filter((it) => /^kind create|create secret/.test(it)),
        [],
    );
    const restart = place(/rollout restart deployment gateway-service persistence-service analytics-service$/, again);
    assert.ok(restart > place(/apply -k/, again));
    assert.ok(restart < place(/rollout status deployment\/gateway-service/, again));
    assert.deepEqual(calls(/rollout restart/), [], 'the first run has nothing to restart');
});

test('what check-needs finds missing ends it before the overlay is applied', () => {
    const { status, stdout, stderr, calls: made } = tried({ env: { LACKS: 'apis/kafka.strimzi.io' } });
    assert.equal(status, 1);
    assert.match(stdout, /^missing .*Strimzi/m);
    assert.match(stderr, /^try: the cluster lacks what check-needs names\.$/m);
    assert.ok(!made.some((it) => it.includes('apply -k')));
});

test('--delete removes the cluster, and needs nothing but kind', () => {
    const { status, calls: made } = tried({ words: ['--delete'], without: ['mvn', 'kubectl', 'curl', 'openssl'] });
    assert.equal(status, 0);
    assert.deepEqual(made, ['docker info', 'kind delete cluster --name dungeontalk']);
});

test('a missing tool is named, with where to get it, and nothing is done', () => {
    for (const name of ['docker', 'kind', 'kubectl', 'mvn', 'javac', 'curl', 'openssl']) {
        const { status, stderr, calls: made } = tried({ without: [name] });
        assert.equal(status, 1, name);
        assert.match(stderr, /^try: nothing was changed/);
        assert.match(stderr, new RegExp(`^  ${name}: (https://|apt-get install )`, 'm'));
        assert.deepEqual(made, [], name);
    }
    const { stderr } = tried({ without: ['kind', 'mvn'] });
    assert.match(stderr, /^ {2}kind: .*\n {2}mvn: /m);
    assert.equal(tried({ without: ['javac'], env: { JAVA_HOME: '/opt/jdk' } }).status, 0);
    const away = tried({ env: { NO_DOCKER: 'yes' } });
    assert.equal(away.status, 1);
    assert.match(away.stderr, /docker does not answer/);
    assert.deepEqual(away.calls, ['docker info']);
});

test('a wrong call is refused in one sentence, and --help says that no real kind has run it', () => {
    for (const words of [['--remove'], ['now'], ['--delete', 'all']]) {
        const { status, stderr, calls: made } = tried({ words });
        assert.equal(status, 2, words.join(' '));
        assert.ok(stderr.startsWith(`try: no such call: try ${words.join(' ')}. Usage: try [--delete].`), stderr);
        assert.deepEqual(made, []);
    }
    const { status, stdout } = tried({ words: ['--help'] });
    assert.equal(status, 0);
    assert.match(stdout, /Nobody has run it with a real kind yet[\s\S]*Exit code[\s\S]*Usage: try/);
});

test(
    'shellcheck finds nothing',
    { skip: found('shellcheck') || process.env.CI ? false : 'shellcheck is missing: apt-get install shellcheck' },
    () => {
        const { status, stdout } = spawnSync('shellcheck', [script], { encoding: 'utf8' });
        assert.equal(status, 0, stdout);
    },
);
