import { Agent, request } from 'node:http';

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

/** The door of one container, on a socket. */
export class HttpDoor {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(private readonly socket: string) {}

  post(path: string, contentType: string, body: string, milliseconds: number): Promise<HttpAnswer> {
    return this.postWith(path, { 'content-type': contentType, accept: contentType }, body, milliseconds);
  }

  postWith(
    path: string,
    headers: Record<string, string>,
    body: string | Buffer,
    milliseconds: number,
  ): Promise<HttpAnswer> {
    return this.send('POST', path, headers, body, milliseconds);
  }

  get(path: string, milliseconds: number): Promise<HttpAnswer> {
    return this.send('GET', path, {}, '', milliseconds);
  }

  close(): void {
    this.agent.destroy();
  }

  /** Rejects with a `TimeoutError` when the time is over, with another error when the connection breaks. */
  private send(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: string | Buffer,
    milliseconds: number,
  ): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const { agent, socket: socketPath } = this;
      const length = { 'content-length': String(Buffer.byteLength(body)) };
      const sent = request({ agent, socketPath, method, path, headers: { ...headers, ...length } }, (response) => {
        const chunks: Buffer[] = [];
        response
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () => {
            clearTimeout(timer);
            const contentType = response.headers['content-type'] ?? '';
            resolve({ status: response.statusCode ?? 0, contentType, body: Buffer.concat(chunks) });
          })
          .on('error', reject);
      });
      const timer = setTimeout(() => {
        const late = new Error(`no answer within ${milliseconds / 1000} s`);
        late.name = 'TimeoutError';
        sent.destroy(late);
      }, milliseconds);
      sent.on('error', (error) => {
        clearTimeout(timer);
        reject(error);
      });
      sent.end(body);
    });
  }
}
