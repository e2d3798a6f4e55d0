// Says one thing in a room and prints the room until the message has come back.
// TOKEN=… node hello.mjs ROOM TEXT
import { Client } from '@stomp/stompjs';
import WebSocket from 'ws';

const { TOKEN, GATEWAY = 'ws://localhost:8080' } = process.env;
const [room, text] = process.argv.slice(2);
let cursor; // the last message of the room: a reconnect goes on after it
let open = 2; // the receipt, and the message itself

const client = new Client({
    webSocketFactory: () => new WebSocket(`${GATEWAY}/ws-chat`), // in a page: brokerURL instead
    connectHeaders: { Authorization: `Bearer ${TOKEN}` },
    onConnect() {
        const headers = cursor ? { after: cursor } : { receipt: 'joined' };
        // From the receipt on the room's messages come.
        client.watchForReceipt('joined', say);
        client.subscribe(`/sub/chat/room/${room}`, received, headers);
    },
    onUnhandledMessage: ({ body }) => console.error(`refused: ${body}`),
    onStompError: ({ headers }) => console.error(headers.message),
});

function say() {
    client.watchForReceipt('said', () => {
        console.log('The log has the message.');
        done();
    });
    client.publish({
        destination: '/pub/chat/send',
        headers: { receipt: 'said' },
        body: JSON.stringify({ roomId: room, type: 'TALK', content: text }),
    });
}

function received({ headers, body }) {
    const message = JSON.parse(body);
    if (message.connectedCount) {
        console.log(`In the room: ${message.connectedCount}`);
    } else if (message.resumed === false) {
        console.log('Some messages are in the history only.');
    } else {
        cursor = headers['message-id'];
        console.log(`${message.senderNickname}: ${message.content}`);
        if (message.content === text) {
            done();
        }
    }
}

function done() {
    open -= 1;
    if (open === 0) {
        client.deactivate();
    }
}

client.activate();
