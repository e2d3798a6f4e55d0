import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './render.mjs';

const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The variable that sets a property. */
export const variable = (property) => property.replace(/[^A-Za-z0-9]/g, '_').toUpperCase();

/** A Java duration of the settings, in seconds. */
export function seconds(text) {
    const [, number, unit] = /^(?:PT?)?([\d.]+)(ms|[smhdSMHD])$/.exec(text);
    return (
        Number(number) *
        { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400 }[unit === 'ms' ? unit : unit.toLowerCase()]
    );
}

/** What application.properties says, without what holds in a profile only. */
function properties(service) {
    const text = readFileSync(
        join(root, service, 'src/main/resources/application.properties'),
        'utf8',
    );
    const found = new Map();
    for (const line of text.split('\n').filter((it) => /^[^#%\s].*=/.test(it))) {
        const at = line.indexOf('=');
        found.set(line.slice(0, at).replaceAll('"', ''), line.slice(at + 1));
    }
    return found;
}

/** The Java sources of a service, by the name of their type. */
function sources(service) {
    const found = new Map();
    const visit = (folder) => {
        for (const entry of readdirSync(folder, { withFileTypes: true })) {
            if (entry.isDirectory()) {
                visit(join(folder, entry.name));
            } else if (/(Config|Settings)\.java$/.test(entry.name)) {
                found.set(
                    entry.name.replace('.java', ''),
                    readFileSync(join(folder, entry.name), 'utf8'),
                );
            }
        }
    };
    visit(join(root, service, 'src/main/java'));
    return found;
}

/** A Javadoc comment as Markdown in one line, without its tags. */
function markdown(javadoc) {
    return javadoc
        .replace(/^\s*\*( |$)/gm, '')
        .replace(/^@\w[\s\S]*/m, '')
        .replace(/\{@link\s+#(\w+)[^}]*\}/g, (_, method) => `\`${kebab(method)}\``)
        .replace(/\{@(?:code|link)\s+([^}]*)\}/g, '`$1`')
        .replace(/<\/?\w+>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim();
}

/** The types of a source and their methods: name, return type, default, Javadoc. */
function types(source) {
    const text = source
        .replace(/\/\*\*([\s\S]*?)\*\//g, (_, doc) => `@J"${encodeURIComponent(markdown(doc))}"`)
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(
            /@WithDefault\(\s*((?:"[^"]*"\s*\+?\s*)+)\)/g,
            (_, value) => `@D${JSON.stringify(value.replace(/"\s*\+?\s*"?/g, ''))}`,
        );
    const found = new Map();
    const open = [];
    let next = {};
    for (const [, brace, type, value, doc, returns, name] of text.matchAll(
        /([{}])|(?:interface|enum|class|record) (\w+)[^{]*(?=\{)|@D("[^"]*")|@J"([^"]*)"|([\w<>, .]+?) (\w+)\(\);/g,
    )) {
        if (type) {
            open.push({ type, methods: [] });
            found.set(type, open.at(-1).methods);
            next = {};
        } else if (brace === '}') {
            open.pop();
        } else if (value) {
            next.value = JSON.parse(value);
        } else if (doc !== undefined) {
            next.doc = decodeURIComponent(doc);
        } else if (name) {
            open.at(-1).methods.push({ name, returns: returns.trim(), ...next });
            next = {};
        }
    }
    return found;
}

/** The properties of the service's own mapping: default (undefined where there is none), Javadoc. */
function mapping(service) {
    const files = sources(service);
    const main = [...files].find(([, text]) =>
        text.includes('@ConfigMapping(prefix = "dungeontalk")'),
    );
    const known = new Map([...files.values()].flatMap((text) => [...types(text)]));
    const found = new Map();
    const visit = (type, prefix) => {
        for (const method of known.get(type)) {
            const name = `${prefix}.${kebab(method.name)}`;
            if (known.has(method.returns) && known.get(method.returns).length > 0) {
                visit(method.returns, name);
            } else {
                found.set(name, method);
            }
        }
    };
    visit(main[0], 'dungeontalk');
    return found;
}

/** The variables that the service's README names, "…_URL" completed by what stands before it. */
function documented(service) {
    return new Set(
        readFileSync(join(root, service, 'README.md'), 'utf8').match(
            /\b(?:[A-Z]+_)+[A-Z_]*[A-Z]\b/g,
        ),
    );
}

/** Everything that can be set for a service, and what holds if nothing is. */
export function settingsOf(service) {
    const own = mapping(service);
    const defaults = [...own].map(([name, { value }]) => [name, value]);
    const all = new Map([...defaults, ...properties(service)]);
    const resolved = (name, environment) =>
        environment[variable(name)] ??
        all
            .get(name)
            ?.replace(
                /\$\{([^:}]+)(?::([^}]*))?\}/g,
                (_, other, otherwise) => resolved(other, environment) ?? otherwise,
            );
    const variables = new Set([...[...all.keys()].map(variable), ...documented(service)]);
    return {
        /** What the Javadoc says of the service's own settings, by property. */
        own: new Map([...own].map(([name, { doc }]) => [name, doc])),
        /** Whether there is such a setting. */
        knows: (name) => variables.has(name),
        /** A property's value under an environment. */
        value: (property, environment = {}) => resolved(property, environment),
    };
}
