import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type { Assembly } from '@inference-constructs/rehearsal/assembly/assembly-reader';
import { SynthesizedOutputReader } from '@inference-constructs/rehearsal/assembly/synthesized-output-reader';
import { ProcessInvoker } from '@inference-constructs/rehearsal/invoker/process-invoker';
import { ProcessModelServers } from '@inference-constructs/rehearsal/server/container-process';
import { rehearse } from '@inference-constructs/rehearsal/rehearse';
import type { RehearsalResult } from '@inference-constructs/rehearsal/result';
import { seededRandom } from '@inference-constructs/rehearsal/traffic/random';
import { root } from '../support/tools';
import { temporaryFolder } from './support/assembly';
import { bundles } from './support/bundles';
import { ENGINES } from './support/mutated';
import type { Block } from './support/mutants';
import { mutate, pick } from './support/mutants';
import { differences, isAccountedFor, modelOf } from './support/observed';
import { Recorder } from './support/recorded';

/** Of each engine's output half of them. */
const MUTANTS = 1000;
const MINUTES = 60_000;
const folder = temporaryFolder();
const { host, server } = bundles();
const reader = new SynthesizedOutputReader();
const traffic = join(root, 'examples', 'diagnosis', 'traffic.jsonl');

/**
 * A thousand plays with processes would take half an hour. The two releases are played once with the real runtime and
 * model, which is recorded; the mutants are played by the same code with the recording in the place of the processes.
 */
test.each(ENGINES)(
  `${MUTANTS / 2} mutants of the examples are played, as $engine: each is listed, seen, refused by name, or without effect`,
  async ({ engine, synthesize, files, sites }) => {
    const [from, to] = ['v1', 'v2'].map((model) => synthesize(model, join(folder, `${engine} ${model}`)));
    const options = { from, to, traffic, requestsPerMinute: 20 };
    const recorder = new Recorder();
    await rehearse(
      options,
      recorder.recording({ invoker: new ProcessInvoker(host), servers: new ProcessModelServers(server) }),
    );
    const ports = recorder.replaying();
    const base = reader.read(to, '2');
    const expected = { model: modelOf(base), played: played(await rehearse(options, ports)) };
    expect(JSON.parse(expected.played)).toMatchObject({ verdict: 'promoted' });

    const random = seededRandom(20261123);
    const silent: string[] = [];
    const crashes: string[] = [];
    const counts = { refused: 0, verdict: 0, played: 0, read: 0, listed: 0 };
    for (let i = 0; i < MUTANTS / 2; i++) {
      const file = join(to, pick(files(to), random));
      const original = readFileSync(file, 'utf8');
      const content = JSON.parse(original) as Block;
      const { what } = mutate(sites(content), random);
      writeFileSync(file, JSON.stringify(content));
      const outcome = await outcomeOf(
        () => rehearse(options, ports),
        (error) => crashes.push(`${what}: ${error}`),
      );
      if (outcome === undefined) counts.refused++;
      else if (outcome.verdict !== 'promoted') counts.verdict++;
      else if (played(outcome) !== expected.played) counts.played++;
      else {
        const after = reader.read(to, '2');
        if (modelOf(after) !== expected.model) counts.read++;
        else {
          silent.push(...unseen(base, after).map((path) => `${what}: ${path}`));
          counts.listed++;
        }
      }
      writeFileSync(file, original);
    }
    expect(crashes).toEqual([]);
    expect(silent).toEqual([]);
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(MUTANTS / 2);
    // None of the outcomes may swallow the others.
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(0);
  },
  15 * MINUTES,
);

/** Verdict, timeline, what is listed: all but real time. */
function played({ seconds: _, ...result }: RehearsalResult): string {
  return JSON.stringify(result, (key, value: unknown) => (key === 'coldStartMilliseconds' ? undefined : value));
}

/** Undefined where it was refused by a named error; any other is a crash. */
async function outcomeOf(
  play: () => Promise<RehearsalResult>,
  crashed: (error: string) => void,
): Promise<RehearsalResult | undefined> {
  try {
    return await play();
  } catch (error) {
    if (!(error instanceof InferenceError) || error.code === '')
      crashed((error as Error).stack?.split('\n').slice(0, 3).join(' ') ?? String(error));
    return undefined;
  }
}

function unseen(base: Assembly, after: Assembly): string[] {
  return differences(base, after)
    .filter((difference) => !isAccountedFor(difference, after))
    .map(({ path }) => path);
}
