import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

/**
 * Starts server.js with what V8 compiled of it when the image was built (`node start.js compile`); without that it would
 * compile the same functions at every start. V8 takes it from the same version with the same flags only, on whatever
 * processor, and compiles as always where that is not so.
 */
function start(): void {
  const file = join(__dirname, 'server.js');
  const codeFile = join(__dirname, `server-${SERVER_DIGEST}.code`);
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'utf8')}\n})`;
  const script = new Script(source, {
    filename: file,
    cachedData: existsSync(codeFile) ? readFileSync(codeFile) : undefined,
  });
  if (process.argv[2] === 'compile') {
    // Then it holds all functions that ran, not only the outermost.
    process.once('exit', (exitCode) => exitCode === 0 && writeFileSync(codeFile, script.createCachedData()));
  }
  const run = script.runInThisContext() as (...names: unknown[]) => void;
  // The server takes this file for its own: its threads and processes start with it, too.
  run(exports, require, module, __filename, __dirname);
}

/** Of server.js, written here by the build: V8 itself would take code of another file that is as long. */
declare const SERVER_DIGEST: string;

start();
