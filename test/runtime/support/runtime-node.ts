import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from './bundles';

const { runtimeNode } = createRequire(__filename)(join(ROOT, 'scripts', 'runtime-node.cjs')) as {
  runtimeNode: () => string;
};

/** Environment of a runtime process: nothing of the tests' own but what every program needs. */
export function runtimeEnvironment(variables: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: process.env.HOME, NODE_PATH: join(ROOT, 'node_modules'), ...variables };
}

export { runtimeNode };
