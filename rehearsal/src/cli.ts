#!/usr/bin/env node
import { InferenceError } from '@inference-constructs/core/out/errors';
import { Command, InvalidArgumentError, Option } from 'commander';
import { analyseCommand, type AnalyseFlags } from './analysis/analyse-command';
import { batchCommand } from './batch/batch-command';
import type { BatchOptions } from './batch/play-batch';
import { benchCommand } from './bench/bench-command';
import type { BenchOptions } from './bench/bench-options';
import { BENCH_DEFAULTS } from './bench/bench-options';
import { EXIT_CODES } from './exit-codes';
import { DEFAULTS } from './options';
import { forecastCommand } from './forecast/forecast-command';
import type { ForecastFlags } from './forecast/forecast-command';
import { DEFAULT_DAYS } from './forecast/period';
import type { RehearseOptions } from './rehearse';
import { rehearseCommand } from './rehearse-command';
import { LOCK_FILE } from '@inference-constructs/core/out/model/lock-file';
import { lockCommand } from './lock/lock-command';
import type { LockOptions } from './lock/lock-options';
import { LiveView } from './report/live-view';
import { CHANGED, watchFolders } from './watch/watch-folders';
import { version } from '../package.json';

interface PlayFlags {
  readonly from?: string;
  readonly to: string;
  readonly model?: readonly string[];
  readonly traffic?: string;
  readonly json?: true;
  readonly rate?: string;
  readonly requestsPerMinute?: number;
  readonly seed?: number;
  readonly sample?: number;
  readonly begin?: string;
  readonly hookSeconds?: number;
}

interface RehearseFlags extends PlayFlags {
  readonly scenario?: string;
  readonly all?: true;
  readonly strict?: true;
  readonly watch?: true;
}

interface ReportFlags extends PlayFlags {
  readonly from: string;
  readonly rehearse: boolean;
  readonly html?: string;
  readonly markdown?: string;
  readonly trafficPerMinute?: string;
  readonly prices?: string;
}

type BenchFlags = Omit<BenchOptions, 'directory' | 'signal'>;
type LockFlags = Omit<LockOptions, 'directories'>;

const program = new Command('inference').description('Plays what was synthesized before AWS does.').version(version);

const rehearseOptions = (command: Command): Command =>
  command
    .requiredOption('--to <directory>', 'cdk.out, cdktf.out or a folder of .tf.json of what is to be deployed')
    .option(
      '--traffic <file>',
      'recorded requests: JSON Lines of {"body": …}, or FILE.csv of rows; with time or without (default: golden cases)',
    )
    .option(
      '--model <locations...>',
      's3://bucket/key=FOLDER: the model package that lies there, where the app uploads none',
    )
    .option('--rate <file>', 'rate profile, CSV of time,requests (HH:MM in UTC) or minute,requests, or JSON')
    .option(
      '--requests-per-minute <number>',
      'over all versions (default: as recorded where the traffic has times, else as the template expects)',
      number,
    )
    .option(
      '--sample <number>',
      `most real requests a version and virtual minute (default: ${DEFAULTS.sample})`,
      number,
    )
    .option('--begin <time>', 'when the deployment begins, for schedules, ISO 8601 (default: a Monday at midnight UTC)')
    .option(
      '--hook-seconds <number>',
      `longest that a hook or scheduled function really takes (default: ${DEFAULTS.hookSeconds})`,
      number,
    )
    .option('--seed <number>', `order of the requests (default: ${DEFAULTS.seed})`, number);

rehearseOptions(program.command('rehearse'))
  .description(
    'Play a deployment with the real runtime and model. Exit code: 0 promoted, 2 rolled back, 1 could not rehearse.',
  )
  .option(
    '--from <directory>',
    'cdk.out or cdktf.out of what is deployed now; without it, a first deployment is played',
  )
  .option(
    '--scenario <name>',
    'what else goes wrong: a ready scenario, with a number where it takes one (errors=25), or a file',
  )
  .addOption(
    new Option(
      '--all',
      'play all ready scenarios, and print what each alarm would have done; exit code 0 once they are played',
    ).conflicts(['scenario', 'strict']),
  )
  .option('--only <path>', 'construct path of the only function or endpoint to play')
  .option('--strict', 'exit code 2 also for what could not be concluded, and for what nothing could roll back')
  .option('--watch', 'play again whenever what is synthesized changes, until interrupted')
  .option('--json', 'print one JSON document instead of tables (docs/rehearsal.schema.json); one a line with --watch')
  .action(async ({ json, all, scenario, strict, watch, ...options }: RehearseFlags) => {
    const play = (rehearsing: RehearseOptions) =>
      rehearseCommand(rehearsing, { json, all, scenario, strict, isLine: watch });
    const folders = [options.to, ...(options.from === undefined ? [] : [options.from])];
    process.exitCode = await interruptibly((signal) =>
      watch ? watchFolders(folders, signal, (one) => run(options, one, play)) : run(options, signal, play),
    );
  });

program
  .command('analyse')
  .description(
    'Tell of a deployment what the templates alone tell. Exit code: 0 no error found, 2 one was found, 1 could not.',
  )
  .requiredOption('--to <directory>', 'cdk.out, cdktf.out or a folder of .tf.json of what is to be deployed')
  .option('--from <directory>', 'what is deployed now; without it, any next release is analysed')
  .option('--traffic <file>', 'recorded requests as for rehearse: how many come when is read from their times')
  .option('--rate <file>', 'rate profile as for rehearse')
  .option('--begin <time>', 'when the deployment begins, for profiles by time of day (default: midnight UTC)')
  .option(
    '--requests-per-minute <number>',
    'over all versions (default: as recorded, else as the template expects)',
    number,
  )
  .option('--requests-per-user <number>', 'that a user sends while a deployment lasts (default: 1)', number)
  .option('--prices <file>', 'prices over those of the catalogue: {"region", "asOf", "prices"}')
  .option('--strict', 'exit code 2 also for warnings')
  .option('--json', 'print one JSON document instead of text (docs/analysis.schema.json)')
  .action(async (flags: AnalyseFlags) => {
    process.exitCode = await interruptibly((signal) =>
      run({ to: flags.to }, signal, async () => analyseCommand(flags)),
    );
  });

program
  .command('forecast')
  .description(
    'Play a recorded trace of requests through what scales, with and without its ForecastScaling. Exit code: 0 no worse ' +
      'with the forecast, 2 worse, 1 could not.',
  )
  .requiredOption('--to <directory>', 'cdk.out, cdktf.out or a folder of .tf.json that declares the forecast')
  .requiredOption(
    '--trace <file>',
    'how many requests came when: what "aws cloudwatch get-metric-data" prints, or CSV or JSON Lines of time, requests',
  )
  .option(
    '--days <number>',
    `at the end of the trace that are played; what is before is learnt from (default: ${DEFAULT_DAYS})`,
    number,
  )
  .option('--only <path>', 'construct path of the only forecast to play (default: each, on the same trace)')
  .option(
    '--instance-requests-per-minute <number>',
    'that an instance can answer (default: the target of the forecast)',
    number,
  )
  .option('--service-seconds <number>', 'that a request takes, for policies on concurrency', number)
  .option('--prices <file>', 'prices over those of the catalogue: {"region", "asOf", "prices"}')
  .option('--json', 'print one JSON document instead of text (docs/forecast.schema.json)')
  .action(async (flags: ForecastFlags) => {
    process.exitCode = await interruptibly((signal) =>
      run({ to: flags.to }, signal, () => Promise.resolve(forecastCommand(flags))),
    );
  });

program
  .command('batch')
  .description(
    'Play an execution of a batch state machine on local files, with the real runtime and model. ' +
      'Exit code: 0 succeeded, 2 failed or undetermined, 1 could not.',
  )
  .requiredOption('--to <directory>', 'cdk.out, cdktf.out or a folder of .tf.json that declares the state machine')
  .option('--machine <path>', 'construct path of the state machine (default: the only one)')
  .requiredOption(
    '--input <files...>',
    's3://bucket/prefix=FOLDER: what stands in for that location; a folder alone stands in for whatever is read',
  )
  .requiredOption('--output <folder>', 'where what is written goes, by bucket and key')
  .option('--execution-input <file>', 'JSON document that the execution begins with (default: {})')
  .option('--execution-name <name>', 'name of the execution (default: one as AWS makes it up)')
  .option('--json', 'print one JSON document instead of text (docs/batch.schema.json)')
  .action(async ({ json, ...options }: BatchOptions & { readonly json?: true }) => {
    process.exitCode = await interruptibly((signal) =>
      run({ to: options.to }, signal, () => batchCommand({ ...options, signal }, { json })),
    );
  });

program
  .command('bench')
  .argument('<directory>', 'model package to measure')
  .description(
    'Measure a model package on this machine, with the real runtime, and write its bench.json, of which defaults are ' +
      'computed. Exit code: 0 written, or of this package; 2 --check found none or another one; 1 could not.',
  )
  .option(
    '--traffic <file>',
    'requests to send: JSON Lines of {"body": …}, or FILE.csv of rows (default: golden cases)',
  )
  .option('--machine <words>', 'what this machine is, for example ml.c7i.large (default: its processor)')
  .option('--seconds <number>', `of each measurement (default: ${BENCH_DEFAULTS.seconds})`, number)
  .option('--check', 'say whether there is one of this very package, and measure nothing')
  .action(async (directory: string, flags: BenchFlags) => {
    process.exitCode = await interruptibly((signal) =>
      run({ to: directory }, signal, () => benchCommand({ ...flags, directory, signal })),
    );
  });

program
  .command('lock')
  .argument('[directories...]', 'model packages to pin (default: those that are pinned)')
  .description(
    'Pin model packages: name, version, digest and where they are. What is given replaces all that is pinned under its ' +
      'names. Nothing is uploaded. Exit code: 0 pinned, or as pinned; 2 --check found a difference; 1 could not.',
  )
  .option('--lock <file>', 'the lock, committed beside the app', LOCK_FILE)
  .option('--check', 'compare with the lock, and write nothing')
  .option('--s3 <uri>', 's3://bucket/key.tar.gz or s3://bucket/prefix/: where the files are that are deployed')
  .option('--account <number>', 'account that owns that bucket')
  .option('--kms-key <arn>', 'ARN of the key that its objects are encrypted with')
  .action(async (directories: string[], flags: LockFlags) => {
    process.exitCode = await interruptibly((signal) =>
      run({ to: flags.lock }, signal, () => Promise.resolve(lockCommand({ ...flags, directories }))),
    );
  });

rehearseOptions(program.command('report'))
  .description(
    'Report on a change for its pull request, as Markdown. Exit code: 0 nothing against it; 2 the rehearsal did not ' +
      'promote, a rule is newly broken, or one deployment cannot make it; 1 could not.',
  )
  .requiredOption('--from <directory>', 'cdk.out, cdktf.out or a folder of .tf.json of what is deployed now')
  .option('--no-rehearse', 'compare only, play nothing')
  .option('--html <file>', 'write one self-contained page')
  .option('--markdown <file>', 'write the Markdown to a file instead of printing it')
  .option('--json', 'print one JSON document instead of Markdown (docs/report.schema.json)')
  .option('--traffic-per-minute <min,typical,max>', 'requests per minute that costs are computed for')
  .option('--prices <file>', 'prices over those of the catalogue: {"region", "asOf", "prices"}')
  .action(async ({ json, html, markdown, ...options }: ReportFlags) => {
    const write = async (rehearsing: RehearseOptions) => {
      // Loaded when asked for: the specification behind it takes a second.
      const { reportCommand } = await import('./report/report-command.js');
      return reportCommand({ ...options, ...rehearsing }, { html, markdown, json });
    };
    process.exitCode = await interruptibly((signal) => run(options, signal, write));
  });

void program.parseAsync();

/** The first interruption ends the work and its processes, the second this process. */
function interruptibly(work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  return work(interruption.signal);
}

async function run(
  options: RehearseOptions,
  signal: AbortSignal,
  work: (options: RehearseOptions) => Promise<{ readonly text: string; readonly exitCode: number }>,
): Promise<number> {
  const view = new LiveView(process.stderr);
  try {
    const { text, exitCode } = await work({ ...options, onProgress: view.show, signal });
    view.clear();
    process.stdout.write(text);
    return exitCode;
  } catch (error) {
    view.clear();
    // What is watched is played again: nobody waits for the end of this one.
    if (signal.reason !== CHANGED) process.stderr.write(`${describe(error)}\n`);
    return signal.aborted ? EXIT_CODES.interrupted : EXIT_CODES.couldNot;
  }
}

function describe(error: unknown): string {
  if (error instanceof InferenceError) return `${error.code}: ${error.message}`;
  return `InternalFault: ${error instanceof Error ? error.message : String(error)}`;
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}
