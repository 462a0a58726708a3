#!/usr/bin/env node
import { InferenceError } from '@inference-constructs/core/out/errors';
import { Command, InvalidArgumentError } from 'commander';
import { DEFAULTS } from './options';
import { rehearse } from './rehearse';
import { ProgressLine } from './report/progress-line';
import { reportText } from './report/report';
import { exitCodeOf } from './result';

interface RehearseFlags {
  readonly from?: string;
  readonly to: string;
  readonly traffic?: string;
  readonly json?: true;
  readonly requestsPerMinute?: number;
  readonly seed?: number;
  readonly sample?: number;
}

const COULD_NOT_REHEARSE = 1;
const INTERRUPTED = 130;

const program = new Command('inference').description('Plays what was synthesized before AWS does.');

program
  .command('rehearse')
  .description(
    'Play a deployment with the real runtime and model. Exit code: 0 promoted, 2 rolled back, 1 could not rehearse.',
  )
  .option(
    '--from <directory>',
    'cdk.out or cdktf.out of what is deployed now; without it, a first deployment is played',
  )
  .requiredOption('--to <directory>', 'cdk.out, cdktf.out or a folder of .tf.json of what is to be deployed')
  .option('--traffic <file>', 'recorded requests, JSON Lines of {"body": …} (default: the golden cases)')
  .option('--requests-per-minute <number>', 'over all versions (default: as the template expects)', number)
  .option('--sample <number>', `most real requests a version and virtual minute (default: ${DEFAULTS.sample})`, number)
  .option('--seed <number>', `order of the requests (default: ${DEFAULTS.seed})`, number)
  .option('--json', 'print one JSON document instead of tables')
  .action(async (flags: RehearseFlags) => {
    process.exitCode = await run(flags);
  });

void program.parseAsync();

async function run({ json, ...options }: RehearseFlags): Promise<number> {
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const progress = new ProgressLine(process.stderr);
  try {
    const result = await rehearse({ ...options, onProgress: progress.show, signal: interruption.signal });
    progress.clear();
    process.stdout.write(json ? `${JSON.stringify(result, undefined, 2)}\n` : reportText(result));
    return exitCodeOf(result.verdict);
  } catch (error) {
    progress.clear();
    process.stderr.write(`${describe(error)}\n`);
    return interruption.signal.aborted ? INTERRUPTED : COULD_NOT_REHEARSE;
  }
}

function describe(error: unknown): string {
  if (error instanceof InferenceError) return `${error.code}: ${error.message}`;
  return `InternalFault: ${error instanceof Error ? error.message : String(error)}`;
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new InvalidArgumentError('a number.');
  return value;
}
