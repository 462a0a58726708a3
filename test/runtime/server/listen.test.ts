import { createServer, type Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listen } from '@inference-constructs/runtime/server/listen';

const scratch = mkdtempSync(join(tmpdir(), 'listen-'));
const servers: Server[] = [];
afterAll(async () => {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  rmSync(scratch, { recursive: true });
});
const server = (): Server => {
  servers.push(createServer());
  return servers[servers.length - 1];
};

it('tells the port that it took', async () => {
  const one = server();
  expect(await listen(one, { port: 0 })).toEqual({ port: (one.address() as { port: number }).port });
});

it('calls a Unix socket by its name', async () => {
  const socket = join(scratch, 'a.sock');
  expect(await listen(server(), { socket })).toEqual({ socket });
});

it('says of a socket that cannot be had what is wrong', async () => {
  const socket = join(scratch, 'none', 'a.sock');
  await expect(listen(createServer(), { socket })).rejects.toMatchObject({
    code: 'SocketUnusable',
    message: `socket (${socket}, EACCES): must be a free path where this process may listen. Set TMPDIR.`,
  });
});

it('says of a port that cannot be had what is wrong', async () => {
  const one = server();
  const listening = listen(one, { port: 0 });
  // Which ports are forbidden, and to whom, is the machine's own.
  one.emit('error', Object.assign(new Error('forbidden'), { code: 'EACCES' }));
  await expect(listening).rejects.toMatchObject({
    code: 'PortUnusable',
    message: 'port (0, EACCES): must be one this process may listen on. Set SAGEMAKER_BIND_TO_PORT.',
  });
});
