/** The page of a service's OpenAPI document. */
import { document, resolved } from './documents.mjs';
import { code, fieldTable, table } from './fields.mjs';
import { example, page, paragraph, schemaLink } from './markdown.mjs';

/** Schemas of services' documents that have examples under another name. */
const EXAMPLES = { Activity: 'activity', HistoryPageChatLine: 'history-page' };

/** Which tokens a service accepts, where its document only says that one is needed. */
const ACCESS = {
    analytics:
        'Outside the local profiles each request needs a token with the role operator or moderator, in `Authorization: Bearer …`. For what concerns one `room`, a token that may read the room is enough. Only a moderator may mute and unmute.',
};

/** What a service answers over HTTP. */
export function httpPage(service) {
    const path = `openapi/${service}.yaml`;
    const { info, paths } = document(path);
    const access = (operation) =>
        operation.security ? 'Needs a token in `Authorization: Bearer …`.' : 'Needs no token.';
    return page({
        title: `Reference: HTTP of ${service}-service`,
        source: path,
        intro: `${paragraph(info.description)} ${ACCESS[service] ?? ''} How tokens are sent, and what a refusal looks like: [HTTP requests](../README.md#http-requests).`.trim(),
        sections: Object.entries(paths).flatMap(([route, methods]) =>
            Object.entries(methods).map(([method, operation]) => ({
                heading: `${method.toUpperCase()} ${route}`,
                parts: parts(operation, path, access(operation)),
            })),
        ),
    });
}

function parts(operation, path, access) {
    const parameters = (operation.parameters ?? []).map((it) => resolved(it, path).value);
    return [
        `${paragraph(operation.summary)}. ${paragraph(operation.description)}`,
        access,
        table(
            ['parameter', 'in', 'required', 'type', 'meaning'],
            parameters.map((it) => [
                code(it.name),
                it.in,
                it.required ? 'yes' : '',
                kind(resolved(it.schema, path).value),
                it.description,
            ]),
        ),
        ...content(operation.requestBody, path, 'Fields of the request'),
        table(
            ['status', 'meaning', 'body'],
            Object.entries(operation.responses).map(([status, response]) => {
                const { value, path: own } = resolved(response, path);
                return [status, value.description, bodies(value, own)];
            }),
        ),
        ...Object.entries(operation.responses)
            .filter(([status]) => status < 300)
            .flatMap(([, response]) => {
                const { value, path: own } = resolved(response, path);
                return content(value, own, 'Fields of the answer');
            }),
    ];
}

function kind(schema) {
    const known = schema.enum?.map(code).join(', ') ?? schema.format ?? schema.type;
    return schema.default === undefined ? known : `${known}; default ${code(schema.default)}`;
}

/** The media types of a response, with the schema where the contract has one of its own. */
function bodies({ content: types = {} }, path) {
    return Object.entries(types)
        .map(([media, { schema }]) => {
            const { path: own, name } = resolved(schema, path);
            return own.startsWith('schemas/') ? `${media}, ${schemaLink(name)}` : media;
        })
        .join(' or ');
}

function content(from, path, title) {
    return Object.values(from?.content ?? {}).flatMap(({ schema }) => {
        const { value, path: own, name } = resolved(schema, path);
        const known = own.startsWith('schemas/') ? name : EXAMPLES[name];
        const fields = fieldTable(value, own);
        return [fields && `${title}:`, fields, ...(known ? example(known) : [])];
    });
}
