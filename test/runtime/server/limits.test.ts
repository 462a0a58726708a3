import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { totalmem } from 'node:os';
import { Lifecycle } from '@inference-constructs/runtime/lifecycle';
import { createHttpServer } from '@inference-constructs/runtime/server/http';
import { limitsFor, type Limits } from '@inference-constructs/runtime/server/limits';
import { EchoEngine, echoService, Recorder } from '../support/fake-model';
import { codeOf, head, post, Wire } from '../support/wire';

const MOST_BYTES = 100_000;
const good = '{"instances":[[1,2]]}';
const chunkedHead = head(0).toString().replace('Content-Length: 0', 'Transfer-Encoding: chunked');
const chunk = (bytes: number): string => `${bytes.toString(16)}\r\n${' '.repeat(bytes)}\r\n`;

let server: Server;
let isServing = false;
let recorder: Recorder;
let engine: EchoEngine;
let port: number;
let stderr: jest.SpyInstance;

async function serve(limits: Partial<Limits>): Promise<void> {
  const lifecycle = new Lifecycle();
  lifecycle.advance('ready');
  recorder = new Recorder();
  engine = new EchoEngine();
  const service = echoService(recorder, engine);
  server = createHttpServer({ lifecycle, service: () => service, maxBodyBytes: MOST_BYTES, limits });
  isServing = true;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
}
beforeEach(() => (stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true)));
afterEach(() => {
  stderr.mockRestore();
  if (isServing) {
    server.closeAllConnections();
    server.close();
  }
});

const bodyOf = ({ body }: { body: Buffer }): unknown => JSON.parse(body.toString());

describe('the share of bodies', () => {
  const machine = totalmem();
  const constrained = jest.spyOn(process, 'constrainedMemory');
  afterAll(() => constrained.mockRestore());

  it.each([
    ["of the machine's memory where nothing is said of a container's", 0, 1, Math.floor(machine / 4)],
    ["of the machine's memory where the container may have more", 2 ** 63, 1, Math.floor(machine / 4)],
    ["of the container's memory", 400_000_001, 1, 100_000_000],
    ['of less memory than the largest body takes', 400_000_000, 100_000_001, 100_000_001],
  ])('is a quarter %s, or one body of the largest size', (_, memory, largest, share) => {
    constrained.mockReturnValue(memory);
    expect(limitsFor(largest).bodyBytes).toBe(share);
  });
});

describe('bodies that take all the memory there is for them', () => {
  let holding: Wire;
  let answerAll: () => void;
  beforeEach(async () => {
    await serve({ bodyBytes: MOST_BYTES });
    engine.hold = new Promise((resolve) => (answerAll = resolve));
    holding = await Wire.open(port);
    await holding.send(post(good.padEnd(90_000)));
    while (engine.runs === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });

  const FAULT = {
    error: 'The bodies of other requests take all the memory there is for bodies.',
    code: 'Overloaded',
    field: 'body',
    retryAfter: 1,
  };

  it.each<[string, (string | Buffer)[]]>([
    ['by its length before it comes', [head(20_000)]],
    ['once it is too much, where it has no length', [chunkedHead, chunk(8000), chunk(8000)]],
  ])('refuse another one %s, and say when to come again', async (_, parts) => {
    const wire = await Wire.open(port);
    await wire.send(...parts);
    const [answer] = await wire.answers(1);
    expect([answer.status, answer.headers['retry-after'], bodyOf(answer)]).toEqual([503, '1', FAULT]);
    expect(recorder.refusals).toBe(0);
  });

  it('do not ask for one that would be refused', async () => {
    const wire = await Wire.open(port);
    await wire.send(head(20_000, 'Expect: 100-continue\r\n'));
    expect((await wire.answers(1)).map(codeOf)).toEqual(['503 Overloaded']);
  });

  it('let small ones pass, and give their room back once they are answered', async () => {
    const wire = await Wire.open(port);
    await wire.send(post(good));
    answerAll();
    expect((await holding.answers(1)).map(codeOf)).toEqual(['200']);
    expect((await wire.answers(1)).map(codeOf)).toEqual(['200']);
    await wire.send(post(good.padEnd(MOST_BYTES)));
    expect((await wire.answers(2)).map(codeOf)).toEqual(['200', '200']);
  });
});

it.each<[string, readonly (string | Buffer)[]]>([
  ['break off', [head(90_000), ' '.repeat(80_000)]],
  ['break off without a length', [chunkedHead, chunk(40_000), chunk(40_000)]],
  ['are too large', [chunkedHead, chunk(60_000), chunk(60_000)]],
  ['cannot be read', [post('{'.padEnd(90_000))]],
  ['are for nobody', [post(good.padEnd(90_000), '', '/nowhere')]],
  ['are read by another contract', [post(good.padEnd(90_000), '', '/v1/models/fake:predict')]],
])('gets the room back of bodies that %s', async (_, parts) => {
  await serve({ bodyBytes: MOST_BYTES });
  for (let round = 0; round < 3; round++) {
    const wire = await Wire.open(port);
    await wire.send(...parts);
    await wire.reset();
  }
  // The server hears of the last reset when it may.
  let code = '';
  while (code !== '200') {
    const wire = await Wire.open(port);
    await wire.send(post(good.padEnd(MOST_BYTES)));
    [code] = (await wire.answers(1)).map(codeOf);
    expect(['200', '503 Overloaded']).toContain(code);
    await wire.reset();
  }
});

describe('connections beyond their limit', () => {
  let many: Wire[];
  beforeEach(async () => {
    await serve({ connections: 2 });
    many = [await Wire.open(port), await Wire.open(port), await Wire.open(port)];
  });

  it('are told why they are refused, and closed', async () => {
    await Promise.all(many.map((wire) => wire.send(post(good))));
    const [refused] = await many[2].toEnd();
    expect([refused.status, refused.headers['retry-after'], bodyOf(refused)]).toEqual([
      503,
      '1',
      {
        error: 'There are too many connections.',
        code: 'Overloaded',
        expected: 'at most 2 connections',
        retryAfter: 1,
      },
    ]);
    expect((await many[0].answers(1)).map(codeOf)).toEqual(['200']);
    expect(stderr.mock.calls.flat().join('')).toContain(
      '"message":"there are too many connections: further ones are refused","most":2',
    );
  });

  it('are answered where they ask how the server is', async () => {
    await many[2].send('GET /ping HTTP/1.1\r\nHost: x\r\n\r\n');
    expect((await many[2].answers(1)).map(({ status }) => status)).toEqual([200]);
  });

  it('are served once others have gone', async () => {
    await many[0].reset();
    while ((await new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)))) > 2) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await many[2].send(post(good));
    expect((await many[2].answers(1)).map(codeOf)).toEqual(['200']);
  });
});
