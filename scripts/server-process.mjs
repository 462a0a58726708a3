// Starts the built server on a free port and waits until it is ready.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const { runtimeNode } = createRequire(import.meta.url)('./runtime-node.cjs');
// Wherever the server was built to, it finds onnxruntime-node here.
const modules = join(dirname(fileURLToPath(import.meta.url)), '..', 'node_modules');

export async function startServer(serverFile, modelDirectory, environment = {}) {
  const child = spawn(runtimeNode(), [serverFile, 'serve'], {
    env: {
      ...process.env,
      NODE_PATH: modules,
      SAGEMAKER_BIND_TO_PORT: '0',
      INFERENCE_MODEL_DIRECTORY: modelDirectory,
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  let port;
  await new Promise((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      const entry = parseLog(line);
      port ??= entry.port;
      // A process of one of several models says it too.
      if (entry.message === 'ready' && entry.process === undefined) {
        resolve();
      }
    });
    void exited.then(() => reject(new Error('the server ended before it was ready')));
  });
  return { child, port, exited };
}

function parseLog(line) {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}
