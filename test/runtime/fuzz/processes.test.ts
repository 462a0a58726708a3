import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { processesOf } from './processes';

/** Starts another one under a name, and says so once both hold their memory. */
const SERVER = `
  const { spawn } = require('node:child_process');
  const held = Buffer.alloc(64e6, 1);
  const script = 'const held = Buffer.alloc(128e6, 1); console.log(held.length); process.stdin.resume()';
  const env = { ...process.env, INFERENCE_PROCESS_NAME: '1.0.0' };
  const child = spawn(process.execPath, ['-e', script], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdout.once('data', () => console.log(held.length));
  process.stdin.resume().once('end', () => child.stdin.end());
`;

it('tells the memory of a process and, by name, of those it started', async () => {
  const server = spawn(process.execPath, ['-e', SERVER], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(server, 'exit');
  await once(server.stdout, 'data');

  const found = processesOf(server.pid!);
  server.stdin.end();
  await ended;

  expect(found.map(({ name }) => name)).toEqual([undefined, '1.0.0']);
  const [own, others] = found.map(({ residentMb }) => residentMb);
  expect(own).toBeGreaterThan(64);
  expect(others).toBeGreaterThan(own);
  expect(processesOf(server.pid!)).toEqual([]);
});
