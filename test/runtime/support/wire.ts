import { connect, type Socket } from 'node:net';
import { readResponse, type Response } from './http-response';

/** One connection, of which a test decides every byte. */
export class Wire {
  readonly responses: Response[] = [];
  readonly closed: Promise<void>;
  private received: Buffer = Buffer.alloc(0);
  private readonly listeners = new Set<() => void>();

  private constructor(readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => this.read(chunk));
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    void this.closed.then(() => this.listeners.forEach((listener) => listener()));
  }

  /** Resolves when the connection stands. */
  static open(port: number): Promise<Wire> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => resolve(new Wire(socket)));
    });
  }

  /** Resolves when the bytes are with the kernel, or cannot be. */
  send(...parts: readonly (string | Buffer)[]): Promise<void> {
    const bytes = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
    return new Promise((resolve) => this.socket.write(bytes, () => resolve()));
  }

  /** Resolves to so many answers, or to those that came before the connection was closed. */
  async answers(count: number): Promise<readonly Response[]> {
    while (this.responses.length < count && !this.socket.destroyed) {
      await new Promise<void>((resolve) => this.listeners.add(resolve));
    }
    return this.responses;
  }

  /** All answers, once the server has closed. */
  async toEnd(): Promise<readonly Response[]> {
    await this.closed;
    return this.responses;
  }

  /** Without a word: RST. */
  reset(): Promise<void> {
    this.socket.resetAndDestroy();
    return this.closed;
  }

  private read(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk]);
    for (;;) {
      const parsed = readResponse(this.received);
      if (typeof parsed === 'string') {
        throw new Error(parsed);
      }
      if (parsed === undefined) {
        break;
      }
      this.received = this.received.subarray(parsed.bytes);
      this.responses.push(parsed.response);
    }
    this.listeners.forEach((listener) => listener());
    this.listeners.clear();
  }
}

/** A POST of JSON as it is on the wire. */
export function post(body: string | Buffer, headers = '', path = '/invocations'): Buffer {
  const bytes = Buffer.from(body);
  return Buffer.concat([head(bytes.length, headers, path), bytes]);
}

/** What stands before a body that claims so many bytes. */
export function head(length: number, headers = '', path = '/invocations'): Buffer {
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${headers}\r\n`,
  );
}

export function codeOf({ status, body }: Response): string {
  const text = body.toString('utf8');
  return status < 400 ? String(status) : `${status} ${(JSON.parse(text) as { code: string }).code}`;
}
