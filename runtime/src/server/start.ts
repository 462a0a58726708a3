import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { log, logFailure, PROCESS_NAME } from '../log';

const SERVER = join(__dirname, 'server.js');
/** What V8 compiled, then the text that it compiled: V8 itself would take code of another text that is as long. */
const KEPT = join(__dirname, 'server.code');

/**
 * Starts server.js with what V8 compiled of it when the image was built (`node start.js compile`); without that it would
 * compile the same functions at every start. V8 takes it from the same version with the same flags only, on whatever
 * processor, and compiles as always where that is not so.
 */
function start(): void {
  const text = readFileSync(SERVER);
  const isCompiling = process.argv[2] === 'compile';
  const source = `(function (exports, require, module, __filename, __dirname) {${text.toString('utf8')}\n})`;
  const script = new Script(source, { filename: SERVER, cachedData: isCompiling ? undefined : codeOf(text) });
  if (script.cachedDataRejected === true) {
    sayUnused('it is of another Node.js, or of one with other flags');
  }
  if (isCompiling) {
    // Then it holds all functions that ran, not only the outermost.
    process.once('exit', (exitCode) => exitCode === 0 && keep(script.createCachedData(), text));
  }
  const run = script.runInThisContext() as (...names: unknown[]) => void;
  // The server takes this file for its own: its processes start with it, too.
  run(exports, require, module, __filename, __dirname);
}

/** What was kept of this very text, if anything; a file that cannot be had must not keep the server from starting. */
function codeOf(text: Buffer): Buffer | undefined {
  try {
    const kept = readFileSync(KEPT);
    const end = Math.max(0, kept.length - text.length);
    if (kept.subarray(end).equals(text)) {
      return kept.subarray(0, end);
    }
    sayUnused('it is of another server.js');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') {
      sayUnused(`it cannot be read (${code})`);
    }
  }
  return undefined;
}

function keep(code: Buffer, text: Buffer): void {
  try {
    writeFileSync(KEPT, Buffer.concat([code, text]));
  } catch (error) {
    const { code: reason } = error as NodeJS.ErrnoException;
    const remedy = 'Compile where its folder can be written to.';
    logFailure(new InferenceError('CodeUnwritable', `${KEPT} (${reason}): must be a file to write. ${remedy}`));
    process.exitCode = 1;
  }
}

/** Once a server: its processes meet the same. */
function sayUnused(reason: string): void {
  if (process.env[PROCESS_NAME] === undefined) {
    log('info', 'the code kept of server.js is not used: run `node start.js compile` with this Node.js', { reason });
  }
}

start();
