/** The pages of asyncapi.yaml: STOMP, and the topics. */
import { document, resolved } from './documents.mjs';
import { code, fieldTable, table } from './fields.mjs';
import { block, example, page, paragraph, schemaLink } from './markdown.mjs';

const PATH = 'asyncapi.yaml';
const DUTIES = {
    resume: 'reconnects at once, with jitter, and resumes from its cursor',
    'come-back-later': 'reconnects after some seconds',
    'renew-token': 'gets a new token, reconnects and resumes',
    'stay-away': 'stays away',
};

const REFUSED =
    'What is not carried out is answered on [/user/queue/errors](#subscribe-userqueueerrors) with one of the [error codes](#error-codes).';

const contract = document(PATH);
const channels = Object.entries(contract.channels);
const isFor = (server) => ([, it]) => it.servers[0].$ref.endsWith(server);

/** A message with what its traits add. */
function message(reference) {
    const found = resolved(reference, PATH).value;
    return [...(found.traits ?? []).map((it) => resolved(it, PATH).value), found].reduce(merged, {});
}

function merged(into, from) {
    const object = (it) => it !== null && typeof it === 'object' && !Array.isArray(it);
    return Object.entries(from).reduce(
        (all, [key, value]) => ({
            ...all,
            [key]: object(value) && object(all[key]) ? merged(all[key], value) : value,
        }),
        into,
    );
}

const schemaOf = (payload) => payload?.$ref?.match(/schemas\/(.+)\.json$/)?.[1];

/** The parts about a body: its schema, its fields, an example. */
function body({ payload }, shown) {
    const schema = schemaOf(payload);
    if (!schema) {
        return payload?.properties ? ['Fields of the body:', fieldTable(payload, PATH)] : [];
    }
    return [
        `Fields of the body, ${schemaLink(schema)}. ${paragraph(resolved(payload, PATH).value.description)}`,
        fieldTable(payload, PATH),
        ...example(schema, shown),
    ];
}

function frame(command, destination) {
    return (json) => {
        const text = JSON.stringify(json);
        const length = Buffer.byteLength(text);
        const address = destination
            .replace('{action}', 'send')
            .replace('{roomId}', json.roomId ?? json.aiGameRoomId);
        const head =
            command === 'SEND'
                ? [`destination:${address}`, 'content-type:application/json', 'receipt:r-17']
                : [
                      'subscription:sub-0',
                      `destination:${address}`,
                      'content-type:application/json',
                      `message-id:${messageId(json)}`,
                      `content-length:${length}`,
                  ];
        return block([command, ...head, '', text].join('\n'));
    };
}

function messageId(json) {
    if ('messageId' in json) {
        return '5f0c2a91-17-42';
    }
    return 'connectedCount' in json ? 'presence-7' : 'muted' in json ? 'moderation-3a-1' : 'refused-3a-1';
}

const headers = (it, title = 'Headers:') =>
    it.headers ? [title, fieldTable(it.headers, PATH, 'header')] : [];

/** The headers that a message has besides those of its trait, or with another meaning. */
function ownHeaders(reference) {
    const { headers: own } = resolved(reference, PATH).value;
    const frame = message(reference)['x-frame'];
    return own
        ? headers({ headers: own }, `Headers, besides those of every [${frame}](#${frame.toLowerCase()}):`)
        : [];
}

function connection() {
    const it = contract.channels.connection;
    const { query } = it.bindings.ws;
    return [
        {
            heading: 'The handshake',
            parts: [
                `\`ws://HOST${contract.servers.gateway.pathname}\`. ${paragraph(contract.servers.gateway.description)}`,
                fieldTable(query, PATH, 'parameter'),
                `Sub-protocols: ${it.bindings.ws.headers.properties['Sec-WebSocket-Protocol'].enum.map(code).join(', ')}. A handshake may be refused:`,
                table(['status', 'when'], it['x-refused-handshakes'].map((row) => [row.status, row.when])),
            ],
        },
        {
            heading: 'Frames of the connection',
            parts: [paragraph(it.description.replace(/`x-frame`.*?command\. /s, ''))],
            inner: [
                ...Object.values(it.messages).map((reference) => {
                    const found = message(reference);
                    return {
                        heading: found['x-frame'],
                        parts: [paragraph(found.description), ...headers(found)],
                    };
                }),
                ...['send', 'frame'].map((it) => {
                    const trait = contract.components.messageTraits[it];
                    return {
                        heading: trait['x-frame'],
                        parts: [paragraph(trait.description), ...headers(trait)],
                    };
                }),
                {
                    heading: 'Other frames',
                    parts: [table(['frame', 'answer'], Object.entries(it['x-other-frames']))],
                },
            ],
        },
    ];
}

/** A section with its messages; one that is alone needs no heading of its own. */
function section(heading, parts, messages) {
    return messages.length === 1
        ? { heading, parts: [...parts, ...messages[0].parts] }
        : { heading, parts, inner: messages };
}

/** Whether the gateway receives or sends what is in a channel. */
const actionOf = (id) =>
    Object.values(contract.operations).find((it) => it.channel.$ref.endsWith(`/${id}`)).action;

function destinations() {
    return channels
        .filter(isFor('gateway'))
        .filter(([, it]) => it.address)
        .map(([id, it]) => {
            const parameters = Object.entries(it.parameters ?? {}).map(([name, parameter]) => [
                code(name),
                (parameter.enum ?? []).map(code).join(', '),
                parameter.description,
            ]);
            const messages = Object.entries(it.messages).map(([name, reference]) => {
                const found = message(reference);
                return {
                    heading: `${it.address}: ${spaced(name)}`,
                    parts: [
                        paragraph(found.description),
                        ...ownHeaders(reference),
                        ...body(found, frame(found['x-frame'], it.address)),
                    ],
                };
            });
            return section(
                `${actionOf(id) === 'receive' ? 'SEND' : 'SUBSCRIBE'} ${it.address}`,
                [
                    paragraph(it.description),
                    table(['in the address', 'values', 'meaning'], parameters),
                    it.address.startsWith('/user/') ? '' : REFUSED,
                ],
                messages,
            );
        });
}

/** What players and the gateway exchange. */
export function stompPage() {
    return page({
        title: 'Reference: STOMP',
        source: PATH,
        intro:
            'What clients and the gateway send each other. How it is meant to be used: [for authors of clients](../../protocol.md); numbers that may be set: [limits](../../limits.md).',
        sections: [
            ...connection(),
            ...destinations(),
            {
                heading: 'Error codes',
                parts: [
                    'The field `code` of a refusal. What each means, and which are temporary: [codes](../../protocol.md#codes).',
                    document('schemas/error.json').properties.code.enum.map(code).join(', '),
                ],
            },
            {
                heading: 'Close codes',
                parts: [
                    table(
                        ['code', 'reason', 'when', 'the client'],
                        contract.channels.connection['x-close-codes'].map((it) => [
                            it.code,
                            code(it.reason),
                            it.when,
                            DUTIES[it.duty],
                        ]),
                    ),
                ],
            },
        ],
    });
}

/** "gatewayWritesTheLog" as words. */
const spaced = (name) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const sentence = (name) => spaced(name)[0].toUpperCase() + spaced(name).slice(1);

/** The topics of the log. */
export function topicsPage() {
    const operations = Object.entries(contract.operations);
    return page({
        title: 'Reference: topics of Kafka',
        source: PATH,
        intro:
            'Keys, partitions and what readers must know are in [the contract](../README.md). Values are JSON; keys and headers are UTF-8 texts.',
        sections: channels.filter(isFor('log')).map(([id, it]) =>
            section(
                it.address,
                [
                    paragraph(it.description),
                    table(
                        ['who', 'does', 'how'],
                        operations
                            .filter(([, operation]) => operation.channel.$ref.endsWith(`/${id}`))
                            .map(([name, { action, summary }]) => [
                                sentence(name),
                                action === 'send' ? 'writes' : 'reads',
                                summary,
                            ]),
                    ),
                ],
                Object.entries(it.messages).map(([name, reference]) => {
                    const found = message(reference);
                    return {
                        heading: `${it.address}: ${spaced(name)}`,
                        parts: [paragraph(found.description), ...headers(found), ...body(found)],
                    };
                }),
            ),
        ),
    });
}
