import { bundleRuntime, fixture } from '../support/bundles';
import { invoke } from '../support/http';
import { ServerProcess } from '../support/server-process';
import { codeOf, head, Wire } from '../support/wire';

jest.setTimeout(60_000);

const bundles = bundleRuntime();
afterAll(() => bundles.remove());
const variables = { INFERENCE_MODEL_DIRECTORY: fixture('dtypes/int64') };
const good = '{"instances":[[1,2]]}';

const openMany = (port: number, count: number): Promise<Wire[]> =>
  Promise.all(Array.from({ length: count }, () => Wire.open(port)));

/** Not more at a time than the kernel queues. */
async function openInTurns(port: number, count: number): Promise<Wire[]> {
  const wires: Wire[] = [];
  while (wires.length < count) {
    wires.push(...(await openMany(port, Math.min(256, count - wires.length))));
  }
  return wires;
}

it('answers beside a thousand idle connections, and ends without waiting for them', async () => {
  const server = await ServerProcess.start(bundles.directory, variables);
  const port = await server.listening;
  const idle = await openMany(port, 1000);
  expect((await invoke(port, good)).status).toBe(200);
  await idle[999].send(head(good.length), good);
  expect((await idle[999].answers(1)).map(codeOf)).toEqual(['200']);
  expect(await server.stop()).toBe(0);
  await Promise.all(idle.map(({ closed }) => closed));
});

it('closes what is beyond the connections that it answers and those that it refuses, and goes on with all others', async () => {
  const server = await ServerProcess.start(bundles.directory, variables);
  const port = await server.listening;
  const request = [head(good.length), good];
  const answered = await openInTurns(port, 4096);
  const refused = await openInTurns(port, 1024);
  const closed = await openInTurns(port, 16);
  await Promise.all(closed.map((wire) => wire.closed));
  expect(closed.flatMap(({ responses }) => responses)).toEqual([]);
  await refused[1023].send(...request);
  expect((await refused[1023].toEnd()).map(codeOf)).toEqual(['503 Overloaded']);
  await refused[0].send('GET /ping HTTP/1.1\r\nHost: x\r\n\r\n');
  expect((await refused[0].answers(1)).map(({ status }) => status)).toEqual([200]);
  for (const wire of [answered[0], answered[4095]]) {
    await wire.send(...request);
    expect((await wire.answers(1)).map(codeOf)).toEqual(['200']);
  }
  // One was refused and closed: there is room for another that is told why.
  const next = await Wire.open(port);
  await next.send(...request);
  expect((await next.toEnd()).map(codeOf)).toEqual(['503 Overloaded']);
  expect(server.logs.filter(({ level }) => level === 'error')).toMatchObject([
    { message: 'there are too many connections: further ones are refused', most: 4096 },
  ]);
  await Promise.all([...answered, ...refused].map((wire) => wire.reset()));
  expect(await server.stop()).toBe(0);
});

it('gives up on headers that come slowly, and answers others meanwhile', async () => {
  const server = await ServerProcess.start(bundles.directory, variables);
  const port = await server.listening;
  const slow = await openMany(port, 200);
  const trickle = setInterval(() => slow.forEach((wire) => wire.socket.writable && void wire.send('x')), 500);
  await Promise.all(slow.map((wire) => wire.send('POST /invocations HTTP/1.1\r\nHost: x\r\nx: ')));
  expect((await invoke(port, good)).status).toBe(200);
  const answers = await Promise.all(slow.map((wire) => wire.toEnd()));
  clearInterval(trickle);
  expect([...new Set(answers.map((some) => some.map(codeOf).join()))]).toEqual(['408 RequestTimeout']);
  expect((await invoke(port, good)).status).toBe(200);
  expect(await server.stop()).toBe(0);
});

it('recovers when it could open no more files', async () => {
  const limits = 'ulimit -n 64';
  const server = new ServerProcess(bundles.directory, variables, ['serve'], { limits });
  await server.ready;
  const port = await server.listening;
  const many = await openMany(port, 200);
  await Promise.all(many.slice(0, 100).map((wire) => wire.reset()));
  await Promise.all(many.slice(100).map((wire) => wire.send(head(good.length), good)));
  await Promise.all(many.slice(180).map((wire) => wire.reset()));
  const kept = many.slice(100, 180);
  // Some are refused at the door: what counts is that none hangs and that the server is there afterwards.
  const closing = setInterval(
    () => kept.find((wire) => wire.responses.length > 0 && !wire.socket.destroyed)?.reset(),
    1,
  );
  await Promise.all(kept.map((wire) => wire.answers(1)));
  clearInterval(closing);
  await Promise.all(kept.map((wire) => wire.reset()));
  expect(kept.flatMap((wire) => wire.responses.map(codeOf)).every((code) => code === '200')).toBe(true);
  expect((await invoke(port, good)).status).toBe(200);
  expect(await server.stop()).toBe(0);
});
