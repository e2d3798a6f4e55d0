"""Says one thing in a room and prints the room until the message has come back.

TOKEN=… python3 hello.py ROOM TEXT
"""

import json
import os
import sys

from websockets.sync.client import connect

room, text = sys.argv[1:]
gateway = os.environ.get("GATEWAY", "ws://localhost:8080")


def frame(command, body="", **headers):
    lines = [command] + [f"{name}:{value}" for name, value in headers.items()]
    return "\n".join(lines) + "\n\n" + body + "\0"


def escaped(value):
    """A header's value as STOMP 1.2 writes it."""
    return value.replace("\\", "\\\\").replace(":", "\\c").replace("\n", "\\n")


def frames(data):
    """The frames of a WebSocket message: command, headers and body of each."""
    for one in data.split("\0"):
        head, _, body = one.lstrip("\n").partition("\n\n")
        if head:
            command, *headers = head.split("\n")
            yield command, dict(line.split(":", 1) for line in headers), body


with connect(f"{gateway}/ws-chat", subprotocols=["v12.stomp"]) as socket:
    token = os.environ["TOKEN"]
    socket.send(frame("CONNECT", **{"accept-version": "1.2", "host": "dungeontalk", "Authorization": f"Bearer {token}"}))
    for command, headers, _ in frames(socket.recv()):
        if command == "ERROR":
            sys.exit(headers["message"])
    socket.send(frame("SUBSCRIBE", id="sub-0", destination=f"/sub/chat/room/{escaped(room)}", receipt="joined"))
    open_ = {"receipt", "message"}
    while open_:
        for command, headers, body in frames(socket.recv()):
            if command == "RECEIPT" and headers["receipt-id"] == "joined":
                # From here on the room's messages come.
                body = json.dumps({"roomId": room, "type": "TALK", "content": text})
                socket.send(frame("SEND", body, destination="/pub/chat/send", receipt="said"))
            elif command == "RECEIPT":
                print("The log has the message.")
                open_.discard("receipt")
            elif command == "ERROR":
                sys.exit(headers["message"])
            elif command == "MESSAGE":
                message = json.loads(body)
                if "code" in message:
                    sys.exit(f"refused: {message['message']}")
                if "connectedCount" in message:
                    print("In the room:", message["connectedCount"])
                elif "content" in message:
                    print(f"{message['senderNickname']}: {message['content']}")
                    if message["content"] == text:
                        open_.discard("message")
    socket.send(frame("DISCONNECT"))
