import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';

/** A Node.js that can run what is deployed. */
export interface NodeBinary {
  readonly path: string;
  readonly version: string;
}

/** onnxruntime-node and the Lambda runtimes in use begin here. */
const OLDEST_MAJOR = 22;

/** The Node.js to run a function with: one of its runtime's own major version if there is one, else one new enough. */
export function findNode(runtime: string, candidates: readonly NodeBinary[] = installed()): NodeBinary {
  const wanted = Number(runtime.replace(/\D/g, ''));
  const found =
    candidates.find((node) => majorOf(node) === wanted) ?? candidates.find((node) => majorOf(node) >= OLDEST_MAJOR);
  if (found !== undefined) return found;
  throw new InferenceError(
    'NodeTooOld',
    `Node.js (${process.versions.node}): at least ${OLDEST_MAJOR} to run ${runtime}. ` +
      `use a newer Node.js, or run "npm install node-${process.platform}-${process.arch}@${OLDEST_MAJOR}"`,
  );
}

export function majorOf({ version }: NodeBinary): number {
  return Number.parseInt(version, 10);
}

/** This process's Node.js, and the one that npm may have installed as a package. */
function installed(): NodeBinary[] {
  const own = { path: process.execPath, version: process.versions.node };
  try {
    const file = require.resolve(`node-${process.platform}-${process.arch}/package.json`);
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
    return [own, { path: join(dirname(file), 'bin', 'node'), version }];
  } catch {
    return [own];
  }
}
