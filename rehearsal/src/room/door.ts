import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { ServiceCall, ServiceReply } from './service-call';
import { readCall, refusal } from './service-call';

/** The APIs of AWS as one function sees them: a port on loopback, to which its environment leads every service. */
export class Door {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async open(answer: (call: ServiceCall) => Promise<ServiceReply>): Promise<Door> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url = '/', headers } = request;
        Promise.resolve()
          .then(() => answer(readCall(method, url, headers, Buffer.concat(chunks))))
          .catch((error: unknown) =>
            refusal(500, 'InternalFailure', error instanceof Error ? error.message : String(error)),
          )
          .then(({ status = 200, headers = {}, body }) => {
            const bytes = body === undefined || Buffer.isBuffer(body) ? body : JSON.stringify(body);
            response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(bytes);
          })
          .catch(() => response.destroy());
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Door(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}
