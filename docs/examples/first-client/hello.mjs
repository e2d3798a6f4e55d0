// Says one thing in a room and prints the room until the message has come back.
// TOKEN=… node hello.mjs ROOM TEXT
import { Client, ReconnectionTimeMode } from '@stomp/stompjs';
import { randomBytes } from 'node:crypto';
import WebSocket from 'ws';

const { TOKEN, GATEWAY = 'ws://localhost:8080' } = process.env;
const [room, text] = process.argv.slice(2);
const messageId = newId(); // the same for each attempt: the room hears it once
let cursor; // where the room's stream goes on after a reconnect
const open = new Set(['receipt', 'message']);

const client = new Client({
    webSocketFactory: () => new WebSocket(`${GATEWAY}/ws-chat`), // in a page: brokerURL instead
    connectHeaders: { Authorization: `Bearer ${TOKEN}` },
    // Random, so that not all clients come back at once; longer after each attempt that fails.
    reconnectDelay: 500 + Math.random() * 2_000,
    reconnectTimeMode: ReconnectionTimeMode.EXPONENTIAL,
    maxReconnectDelay: 60_000,
    onConnect() {
        // From the receipt on the room's messages come.
        client.watchForReceipt('joined', ({ headers }) => {
            cursor = headers.cursor ?? cursor;
            say();
        });
        const headers = { receipt: 'joined', ...(cursor && { after: cursor }) };
        client.subscribe(`/sub/chat/room/${room}`, received, headers);
    },
    onUnhandledMessage: ({ body }) => refused(JSON.parse(body)),
    onStompError: ({ headers }) => refused(headers), // such as a token that is not valid
});

/** A UUID of version 7: it begins with the time in milliseconds. */
function newId() {
    const bytes = randomBytes(16);
    bytes.writeUIntBE(Date.now(), 0, 6);
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    const hex = bytes.toString('hex');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Without an answer the message may be in the log or not: it is sent again after a reconnect. */
function say() {
    if (!open.has('receipt')) {
        return;
    }
    client.watchForReceipt('said', () => {
        console.log('The log has the message.');
        done('receipt');
    });
    client.publish({
        destination: '/pub/chat/send',
        headers: { receipt: 'said' },
        body: JSON.stringify({ roomId: room, type: 'TALK', content: text, messageId }),
    });
}

function received({ headers, body }) {
    const message = JSON.parse(body);
    if (message.connectedCount !== undefined) {
        console.log(`In the room: ${message.connectedCount}`);
    } else if (message.resumed === false) {
        console.log('Some messages are in the history only.');
    } else {
        cursor = headers['message-id'];
        console.log(`${message.senderNickname}: ${message.content}`);
        if (message.messageId === messageId) {
            done('message');
        }
    }
}

function refused({ message, temporary }) {
    console.error(`refused: ${message}`);
    if (temporary) {
        setTimeout(say, 1_000);
    } else {
        process.exitCode = 1;
        client.deactivate();
    }
}

function done(what) {
    open.delete(what);
    if (open.size === 0) {
        client.deactivate();
    }
}

client.activate();
