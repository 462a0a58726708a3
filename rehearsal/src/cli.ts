#!/usr/bin/env node
import { InferenceError } from '@inference-constructs/core/out/errors';
import { Command, InvalidArgumentError } from 'commander';
import { DEFAULTS } from './options';
import { rehearse, type RehearseOptions } from './rehearse';
import { ProgressLine } from './report/progress-line';
import { reportText } from './report/report';
import { scenariosText } from './report/scenarios';
import { exitCodeOf } from './result';
import { readScenario, readyScenarios } from './scenarios/read-scenario';
import { rehearseScenarios } from './scenarios/rehearse-scenarios';
import { version } from '../package.json';

interface RehearseFlags {
  readonly from?: string;
  readonly to: string;
  readonly traffic?: string;
  readonly json?: true;
  readonly requestsPerMinute?: number;
  readonly seed?: number;
  readonly sample?: number;
}

interface ScenarioFlags extends RehearseFlags {
  readonly scenario?: string;
  readonly all?: true;
}

interface ReportFlags extends RehearseFlags {
  readonly from: string;
  readonly rehearse: boolean;
  readonly html?: string;
  readonly markdown?: string;
  readonly trafficPerMinute?: string;
  readonly prices?: string;
}

const COULD_NOT = 1;
const INTERRUPTED = 130;

const program = new Command('inference').description('Plays what was synthesized before AWS does.').version(version);

const rehearseOptions = (command: Command): Command =>
  command
    .requiredOption('--to <directory>', 'cdk.out, cdktf.out or a folder of .tf.json of what is to be deployed')
    .option('--traffic <file>', 'recorded requests, JSON Lines of {"body": …} (default: the golden cases)')
    .option('--requests-per-minute <number>', 'over all versions (default: as the template expects)', number)
    .option(
      '--sample <number>',
      `most real requests a version and virtual minute (default: ${DEFAULTS.sample})`,
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
  .option(
    '--all',
    'play all ready scenarios, and print what each alarm would have done; exit code 0 once they are played',
  )
  .option('--only <path>', 'construct path of the only function or endpoint to play')
  .option('--json', 'print one JSON document instead of tables')
  .action(async ({ json, all, scenario, ...options }: ScenarioFlags) => {
    process.exitCode = await run(options, async (rehearsing) => {
      if (all === true) {
        const result = await rehearseScenarios(readyScenarios(), rehearsing);
        return { text: json ? `${JSON.stringify(result, undefined, 2)}\n` : scenariosText(result), exitCode: 0 };
      }
      const chosen = scenario === undefined ? {} : { scenario: readScenario(scenario) };
      const result = await rehearse({ ...rehearsing, ...chosen });
      const text = json ? `${JSON.stringify(result, undefined, 2)}\n` : reportText(result);
      return { text, exitCode: exitCodeOf(result.verdict) };
    });
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
  .option('--json', 'print one JSON document instead of Markdown (docs/report-schema.json)')
  .option('--traffic-per-minute <min,typical,max>', 'requests per minute that costs are computed for')
  .option('--prices <file>', 'prices over those of the catalogue: {"region", "asOf", "prices"}')
  .action(async ({ json, html, markdown, ...options }: ReportFlags) => {
    process.exitCode = await run(options, async (rehearsing) => {
      // Loaded when asked for: the specification behind it takes a second.
      const { reportCommand } = await import('./report/report-command.js');
      return reportCommand({ ...options, ...rehearsing }, { html, markdown, json });
    });
  });

void program.parseAsync();

async function run(
  options: RehearseOptions,
  work: (options: RehearseOptions) => Promise<{ readonly text: string; readonly exitCode: number }>,
): Promise<number> {
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const progress = new ProgressLine(process.stderr);
  try {
    const { text, exitCode } = await work({ ...options, onProgress: progress.show, signal: interruption.signal });
    progress.clear();
    process.stdout.write(text);
    return exitCode;
  } catch (error) {
    progress.clear();
    process.stderr.write(`${describe(error)}\n`);
    return interruption.signal.aborted ? INTERRUPTED : COULD_NOT;
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
