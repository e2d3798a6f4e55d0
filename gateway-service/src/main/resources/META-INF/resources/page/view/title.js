/** The tab's title: the room, and how much was said while the page was hidden. */
export class Title {
  #room = null;
  #unread = 0;

  constructor() {
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) {
        this.#unread = 0;
        this.#write();
      }
    });
  }

  enter(roomId) {
    this.#room = roomId;
    this.#unread = 0;
    this.#write();
  }

  arrived(message) {
    if (document.hidden && message.type === 'TALK') {
      this.#unread++;
      this.#write();
    }
  }

  #write() {
    const place = this.#room === null ? 'DungeonTalk' : `${this.#room} · DungeonTalk`;
    document.title = this.#unread > 0 ? `(${this.#unread}) ${place}` : place;
  }
}
