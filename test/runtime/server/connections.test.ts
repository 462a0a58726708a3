import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';
import { Connections, type DrainTimes } from '@inference-constructs/runtime/server/connections';
import { stopListening } from '@inference-constructs/runtime/server/listen';
import { receive } from '../support/raw-http';

const PATIENT: DrainTimes = {
  idleMilliseconds: 60_000,
  arrivalMilliseconds: 60_000,
  deafMilliseconds: 60_000,
  totalMilliseconds: 60_000,
};

let server: Server;
let connections: Connections;
let answer: () => void;
let answerText: string;
let asked: Promise<void>;

beforeEach(async () => {
  let heard: () => void;
  answerText = 'done';
  asked = new Promise((resolve) => (heard = resolve));
  server = createServer((_, response) => {
    answer = () => response.setHeader('Connection', 'close').end(answerText);
    heard();
  });
  connections = new Connections(server, 60_000);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
let stderr: jest.SpyInstance;
beforeEach(() => (stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true)));
afterEach(() => {
  stderr.mockRestore();
  server.closeAllConnections();
  server.close();
});

const open = async (text = ''): Promise<{ socket: Socket; text: Promise<string> }> => {
  const { port } = server.address() as AddressInfo;
  const accepted = new Promise((resolve) => server.once('connection', resolve));
  const socket = connect({ port, host: '127.0.0.1' });
  socket.write(text);
  await accepted;
  return { socket, text: receive(socket) };
};

it('waits for the answer to a request that is complete', async () => {
  const client = await open('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await asked;
  await stopListening(server);
  const drained = connections.drain({ ...PATIENT, idleMilliseconds: 0, arrivalMilliseconds: 0 });
  setTimeout(() => answer(), 60);
  expect(await drained).toBe(true);
  expect(await client.text).toMatch(/^HTTP\/1\.1 200 [\s\S]*done/);
});

it('answers a request that arrives on a connection that was idle', async () => {
  const client = await open();
  await stopListening(server);
  const drained = connections.drain(PATIENT);
  client.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await asked;
  answer();
  expect(await drained).toBe(true);
  expect(await client.text).toMatch(/^HTTP\/1\.1 200 /);
});

it('closes an idle connection after its time', async () => {
  const client = await open();
  await stopListening(server);
  expect(await connections.drain({ ...PATIENT, idleMilliseconds: 30 })).toBe(true);
  expect(await client.text).toBe('');
});

it.each([
  ['head', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Le'],
  ['body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{'],
])('gives a half-sent %s its own time, and says so', async (_, half) => {
  const client = await open(half);
  await new Promise((resolve) => setTimeout(resolve, 30));
  await stopListening(server);
  expect(await connections.drain({ ...PATIENT, idleMilliseconds: 0, arrivalMilliseconds: 60 })).toBe(true);
  expect(await client.text).toMatch(/^HTTP\/1\.1 408 [\s\S]*"The request did not arrive in time\."/);
});

it('says when an answer had to be given up', async () => {
  const client = await open('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await asked;
  await stopListening(server);
  expect(await connections.drain({ ...PATIENT, totalMilliseconds: 60 })).toBe(false);
  expect(await client.text).toBe('');
});

it('takes no new connection once it stopped listening', async () => {
  const { port } = server.address() as AddressInfo;
  await stopListening(server);
  const refused = new Promise((resolve) => connect({ port, host: '127.0.0.1' }).once('error', resolve));
  expect(await refused).toMatchObject({ code: 'ECONNREFUSED' });
});

/** More than the kernel keeps for a client that does not read. */
const LARGE = 64_000_000;

async function askForMuch(): Promise<Socket> {
  const client = await open('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  client.socket.pause();
  await asked;
  return client.socket;
}

it('leaves a client that reads nothing of its answer, long before its time is over', async () => {
  answerText = 'x'.repeat(LARGE);
  await askForMuch();
  answer();
  await stopListening(server);
  expect(await connections.drain({ ...PATIENT, deafMilliseconds: 60 })).toBe(true);
});

it('waits for a client that reads slowly, to its last byte', async () => {
  answerText = 'x'.repeat(LARGE);
  const socket = await askForMuch();
  answer();
  let read = 0;
  socket.removeAllListeners('data').on('data', (chunk: Buffer) => {
    read += chunk.length;
    socket.pause();
    setTimeout(() => socket.resume(), 1);
  });
  socket.resume();
  await stopListening(server);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  expect(await connections.drain({ ...PATIENT, deafMilliseconds: 1000 })).toBe(true);
  await closed;
  expect(read).toBeGreaterThan(LARGE);
});

it('waits for an answer that is not there yet, however long its client has read nothing', async () => {
  const client = await open('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await asked;
  await stopListening(server);
  const drained = connections.drain({ ...PATIENT, deafMilliseconds: 30 });
  setTimeout(() => answer(), 200);
  expect(await drained).toBe(true);
  expect(await client.text).toMatch(/done$/);
});

it('leaves a client that reads nothing also while the server goes on', async () => {
  connections = new Connections(server, 60, 10);
  answerText = 'x'.repeat(LARGE);
  const closed = new Promise((resolve) => server.once('connection', (socket: Socket) => socket.once('close', resolve)));
  await askForMuch();
  answer();
  await closed;
});
