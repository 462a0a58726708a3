// A bare HTTP/1.1 client over one keep-alive connection: it knows when the last byte of a request was handed to the
// kernel and whether the answer came back whole, which an ordinary client hides. Answers must carry Content-Length.
import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

export class KeepAliveClient {
  #socket;
  #received = Buffer.alloc(0);
  #settle;
  isOpen = false;

  /** Resolves when the connection stands. */
  static open(port) {
    const client = new KeepAliveClient();
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => {
        client.isOpen = true;
        resolve(client);
      });
      client.#socket = socket;
      socket.on('data', (chunk) => client.#receive(chunk));
      socket.on('error', reject);
      socket.on('close', () => {
        client.isOpen = false;
        client.#finish(undefined);
      });
    });
  }

  /** Sends the parts of a request with pauses between them; `whenSent` is called after the last byte. */
  async send(parts, { pauseMs = 0, whenSent = () => undefined } = {}) {
    const answer = new Promise((resolve) => (this.#settle = resolve));
    for (const [position, part] of parts.entries()) {
      if (position > 0 && pauseMs > 0) {
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
      const isLast = position === parts.length - 1;
      this.#socket.write(part, (error) => {
        if (isLast && !error) {
          whenSent();
        }
      });
    }
    return answer;
  }

  close() {
    this.#socket.destroy();
  }

  #receive(chunk) {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const headEnd = this.#received.indexOf(HEAD_END);
    if (headEnd === -1) {
      return;
    }
    const head = this.#received.toString('latin1', 0, headEnd);
    const bodyStart = headEnd + HEAD_END.length;
    const bodyEnd = bodyStart + Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    if (this.#received.length < bodyEnd) {
      return;
    }
    const answer = {
      status: Number(head.slice(9, 12)),
      isLast: /\r\nconnection: *close/i.test(head),
      body: this.#received.toString('utf8', bodyStart, bodyEnd),
    };
    this.#received = this.#received.subarray(bodyEnd);
    this.#finish(answer);
  }

  #finish(answer) {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(answer);
  }
}

/** A POST as two buffers, head and body. */
export function postParts(path, body, contentType = 'application/json') {
  const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${contentType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return [Buffer.from(head), Buffer.from(body)];
}
