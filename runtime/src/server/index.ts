import { InferenceError } from '@inference-constructs/core/out/errors';
import { readMultiModel, readReload } from '../config';
import { logFailure } from '../log';
import { checkNodeVersion } from '../node-version';
import { SOCKET } from '../processes/parent';
import { withoutTelemetry } from '../telemetry';
import { bakeNow } from './bakery';
import { practise } from './practice';
import { MODEL_DIRECTORY, serve } from './serve';
import { serveModels } from './serve-models';
import { serveVersions } from './serve-versions';

/** SageMaker starts the container with the argument `serve`. */
function checkArguments(given: readonly string[]): void {
  if (given.length > 1 || (given.length === 1 && given[0] !== 'serve')) {
    throw new InferenceError(
      'UsageInvalid',
      `arguments (${given.length}): only 'serve'. Start it as 'node server.js serve'.`,
    );
  }
}

/** A process that was started for one model serves that; otherwise the environment says what kind of server this is. */
function serverFor(variables: NodeJS.ProcessEnv): (script: string) => Promise<number> {
  if (variables[SOCKET] !== undefined) {
    return serve;
  }
  if (readMultiModel(variables)) {
    return serveModels;
  }
  return readReload(variables) ? serveVersions : serve;
}

async function main(): Promise<number> {
  try {
    checkNodeVersion();
    withoutTelemetry();
    const given = process.argv.slice(2);
    if (given.length === 2 && given[0] === 'bake') {
      await bakeNow(MODEL_DIRECTORY, given[1]);
      return 0;
    }
    if (given.length === 1 && given[0] === 'compile') {
      return await practise(__filename);
    }
    checkArguments(given);
    return await serverFor(process.env)(__filename);
  } catch (error) {
    logFailure(error);
    return 1;
  }
}

void main().then((exitCode) => process.exit(exitCode));
