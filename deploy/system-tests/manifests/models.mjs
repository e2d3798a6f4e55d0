import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const here = dirname(fileURLToPath(import.meta.url));

const PACKAGES = [
    [/^gateway\.networking\.k8s\.io\//, '@kubernetes-models/gateway-api/'],
    [/^external-secrets\.io\//, '@kubernetes-models/external-secrets/'],
    [/^monitoring\.coreos\.com\//, '@kubernetes-models/prometheus-operator/'],
    [
        /^(v1|(apps|batch|policy|autoscaling|[a-z]+(\.[a-z]+)*\.k8s\.io)\/v\d+)$/,
        'kubernetes-models/',
    ],
];

/** The module of an object's kind; undefined if no package has kinds of that group. */
export function moduleOf(object) {
    const found = PACKAGES.find(([group]) => group.test(object.apiVersion));
    return found && `${found[1]}${object.apiVersion}/${object.kind}`;
}

/**
 * What is wrong with objects of built-in kinds, of Gateway API, of the Prometheus and the External Secrets operator. Fields that a kind does not have are found
 * by TypeScript, which refuses them in an object literal; wrong values by the packages' own validation.
 *
 * @returns for each object its errors
 */
export async function modelErrors(objects) {
    const errors = unknownFields(objects);
    for (const [index, object] of objects.entries()) {
        const Model = (await import(moduleOf(object)))[object.kind];
        try {
            new Model(structuredClone(object)).validate();
        } catch (error) {
            errors[index].push(error.message);
        }
    }
    return errors;
}

function unknownFields(objects) {
    const name = join(here, 'manifests.ts');
    const starts = [];
    let text = '';
    for (const [index, object] of objects.entries()) {
        starts.push(text.length);
        text += `export const object${index}: import("${moduleOf(object)}").I${object.kind} = ${JSON.stringify(object)};\n`;
    }
    const options = {
        noEmit: true,
        strict: true,
        skipLibCheck: true,
        types: [],
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
    };
    const host = ts.createCompilerHost(options);
    const { fileExists, readFile, getSourceFile } = host;
    host.fileExists = (file) => file === name || fileExists(file);
    host.readFile = (file) => (file === name ? text : readFile(file));
    host.getSourceFile = (file, target) =>
        file === name ? ts.createSourceFile(file, text, target) : getSourceFile(file, target);
    const program = ts.createProgram([name], options, host);
    const found = objects.map(() => []);
    for (const error of ts.getPreEmitDiagnostics(program, program.getSourceFile(name))) {
        const index = starts.findLastIndex((start) => start <= error.start);
        found[index].push(ts.flattenDiagnosticMessageText(error.messageText, ' '));
    }
    return found;
}
