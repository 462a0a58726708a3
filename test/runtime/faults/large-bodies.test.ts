import { existsSync, readFileSync } from 'node:fs';
import { bundleRuntime, fixture } from '../support/bundles';
import { invoke } from '../support/http';
import { ServerProcess } from '../support/server-process';
import { codeOf, head, Wire } from '../support/wire';

jest.setTimeout(120_000);

const LIMIT = 1_048_576;
const MEGABYTES = 100;
const megabyte = Buffer.alloc(1_000_000, ' ');
const good = '{"instances":[[1,2]]}';

const bundles = bundleRuntime();
let server: ServerProcess;
let port: number;
beforeAll(async () => {
  server = await ServerProcess.start(bundles.directory, {
    INFERENCE_MODEL_DIRECTORY: fixture('dtypes/int64'),
    INFERENCE_MAX_BODY_BYTES: String(LIMIT),
  });
  port = await server.listening;
});
afterAll(async () => {
  const exitCode = await server.stop();
  bundles.remove();
  expect(exitCode).toBe(0);
});

/** Sends megabytes until all are sent or the server has had enough; gives their number. */
async function pour(wire: Wire, wrap: (bytes: Buffer) => Buffer[]): Promise<number> {
  let sent = 0;
  while (sent < MEGABYTES && wire.socket.writable) {
    await wire.send(...wrap(megabyte));
    sent++;
  }
  return sent;
}

const chunk = (bytes: Buffer): Buffer[] => [
  Buffer.from(`${bytes.length.toString(16)}\r\n`),
  bytes,
  Buffer.from('\r\n'),
];
const chunkedHead = head(0).toString().replace('Content-Length: 0', 'Transfer-Encoding: chunked');

it('refuses a body by its length before it is sent, and keeps the connection for the next request', async () => {
  const wire = await Wire.open(port);
  await wire.send(head(MEGABYTES * 1_000_000));
  expect((await wire.answers(1)).map(codeOf)).toEqual(['413 BodyTooLarge']);
  expect(await pour(wire, (bytes) => [bytes])).toBe(MEGABYTES);
  await wire.send(head(good.length), good);
  expect((await wire.answers(2)).map(codeOf)).toEqual(['413 BodyTooLarge', '200']);
  await wire.reset();
});

it('refuses a body without a length once it is beyond the limit', async () => {
  const wire = await Wire.open(port);
  await wire.send(chunkedHead, ...chunk(megabyte), ...chunk(megabyte));
  expect((await wire.answers(1)).map(codeOf)).toEqual(['413 BodyTooLarge']);
  await pour(wire, chunk);
  await wire.send('0\r\n\r\n', head(good.length), good);
  expect((await wire.answers(2)).map(codeOf)).toEqual(['413 BodyTooLarge', '200']);
  await wire.reset();
});

it('holds no more in memory of many such bodies than their limits', async () => {
  const before = residentMegabytes();
  const clients = await Promise.all(Array.from({ length: 10 }, () => Wire.open(port)));
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, residentMegabytes())), 10);
  await Promise.all(
    clients.map(async (wire, at) => {
      const isChunked = at % 2 === 0;
      await wire.send(isChunked ? chunkedHead : head(MEGABYTES * 1_000_000));
      await pour(wire, isChunked ? chunk : (bytes) => [bytes]);
      await wire.answers(1);
    }),
  );
  clearInterval(watch);
  expect(clients.map(({ responses }) => responses.map(codeOf))).toEqual(clients.map(() => ['413 BodyTooLarge']));
  // A thousand megabytes came; what of them is not yet collected as garbage varies.
  expect(most - before).toBeLessThan(200);
  await Promise.all(clients.map((wire) => wire.reset()));
  expect((await invoke(port, good)).status).toBe(200);
});

it('holds no more of a body that comes byte by byte', async () => {
  const wire = await Wire.open(port);
  const before = residentMegabytes();
  await wire.send(chunkedHead);
  const bytes = Buffer.concat(Array.from({ length: 10_000 }, () => Buffer.from('1\r\n \r\n')));
  for (let sent = 0; sent < 1_000_000; sent += 10_000) {
    await wire.send(bytes);
  }
  expect(residentMegabytes() - before).toBeLessThan(100);
  await wire.send('0\r\n\r\n');
  expect((await wire.answers(1)).map(codeOf)).toEqual(['400 BodyInvalid']);
  await wire.reset();
});

function residentMegabytes(): number {
  const file = `/proc/${server.pid}/status`;
  return existsSync(file) ? Number(/VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1]) / 1024 : 0;
}
