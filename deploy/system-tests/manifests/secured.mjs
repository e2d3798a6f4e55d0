import { execFileSync, spawn } from 'node:child_process';
import { createHmac, randomBytes, randomInt } from 'node:crypto';
import {
    createWriteStream,
    existsSync,
    mkdtempSync,
    readFileSync,
    rmSync,
    writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './render.mjs';

/** Where the packaged services and the local stack's libraries are. */
const built = {
    service: (service) => join(root, service, 'target/quarkus-app/quarkus-run.jar'),
    libraries: join(root, 'deploy/local/target/lib'),
    stack: join(root, 'deploy/local/target/classes'),
    load: join(root, 'deploy/load/target/lib'),
};

/** Whether everything that this needs is built. */
export const isBuilt = (services) =>
    [...services.map(built.service), built.libraries, built.load].every(existsSync);

/** Below these no system takes a port for a connection by itself. */
const [LOWEST, HIGHEST] = [10_000, 32_000];

/** Whether nothing listens on the port now. */
function isFree(port) {
    return new Promise((done) => {
        const server = createServer()
            .once('error', () => done(false))
            .listen(port, '127.0.0.1', () => server.close(() => done(true)));
    });
}

/** Ports that are free now, all different: ask once for all that a run needs. */
export async function freePorts(count) {
    const ports = new Set();
    while (ports.size < count) {
        const port = randomInt(LOWEST, HIGHEST);
        if (await isFree(port)) {
            ports.add(port);
        }
    }
    return [...ports];
}

/** A token for a player, signed with the secret. */
export function token(secret, claims) {
    const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ exp: Math.floor(Date.now() / 1000) + 600, ...claims })}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** Kafka and PostgreSQL with certificates, and the services that use them. */
export class Secured {
    #folder = mkdtempSync(join(tmpdir(), 'secured-'));
    #children = [];
    #answers;

    /** Starts Kafka and PostgreSQL; `users` get certificates. */
    async start(users) {
        this.#openssl(
            'req',
            '-x509',
            '-newkey',
            'rsa:2048',
            '-nodes',
            '-days',
            '2',
            '-subj',
            '/CN=ca',
            '-keyout',
            this.path('ca.key'),
            '-out',
            this.path('ca.crt'),
        );
        for (const name of ['superuser', 'postgres', ...users]) {
            this.#certificate(name);
        }
        const [kafka, controller] = await freePorts(2);
        const java = this.#spawn(
            'secured',
            [
                '-Xmx512m',
                '-XX:+UseSerialGC',
                '-cp',
                `${built.libraries}/*:${built.stack}`,
                join(root, 'deploy/system-tests/manifests/Secured.java'),
                this.#folder,
                String(kafka),
                String(controller),
            ],
            process.env,
        );
        this.#answers = createInterface({ input: java.stdout })[Symbol.asyncIterator]();
        this.kafka = kafka;
        this.postgres = Number((await this.#answer()).split(' ')[1]);
        this.#java = java;
    }

    #java;

    /** Carries out a command of Secured.java. */
    async ask(...words) {
        this.#java.stdin.write(`${words.join(' ')}\n`);
        return this.#answer();
    }

    async #answer() {
        const { value, done } = await this.#answers.next();
        if (done) {
            throw new Error(`Kafka and PostgreSQL ended:\n${this.log('secured')}`);
        }
        return value;
    }

    /** Starts a packaged service with these flags of the JVM and this environment and nothing else. */
    service(service, flags, environment) {
        return this.#spawn(service, [...flags, '-jar', built.service(service)], {
            PATH: process.env.PATH,
            ...environment,
        });
    }

    #spawn(name, args, env) {
        const child = spawn(process.env.JAVA ?? 'java', args, {
            env,
            cwd: this.#folder,
            stdio: ['pipe', 'pipe', 'pipe'],
        });
        const log = createWriteStream(this.path(`${name}.log`));
        child.stderr.pipe(log);
        if (name !== 'secured') {
            child.stdout.pipe(log);
        }
        this.#children.push(child);
        return child;
    }

    /** A file of the run. */
    path(name) {
        return join(this.#folder, name);
    }

    /** What a file of the run holds. */
    read(name) {
        return readFileSync(this.path(name), 'utf8');
    }

    /** What a process has said. */
    log(name) {
        return this.read(`${name}.log`).slice(-4000);
    }

    #certificate(name) {
        const path = (suffix) => this.path(`${name}.${suffix}`);
        writeFileSync(path('ext'), 'subjectAltName=DNS:localhost,IP:127.0.0.1');
        this.#openssl(
            'req',
            '-newkey',
            'rsa:2048',
            '-nodes',
            '-subj',
            `/CN=${name}`,
            '-keyout',
            path('key'),
            '-out',
            path('csr'),
        );
        this.#openssl(
            'x509',
            '-req',
            '-days',
            '2',
            '-in',
            path('csr'),
            '-CA',
            this.path('ca.crt'),
            '-CAkey',
            this.path('ca.key'),
            '-set_serial',
            `0x${randomBytes(8).toString('hex')}`,
            '-extfile',
            path('ext'),
            '-out',
            path('crt'),
        );
    }

    #openssl(...args) {
        execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    }

    /** Ends every process and removes the folder. */
    async stop() {
        const [java, ...services] = this.#children;
        services.forEach((child) => child.kill('SIGKILL'));
        java?.stdin.end();
        await Promise.all(
            this.#children.map(
                (child) =>
                    child.exitCode ??
                    child.signalCode ??
                    new Promise((done) => child.once('exit', done)),
            ),
        );
        rmSync(this.#folder, { recursive: true, force: true });
    }
}
