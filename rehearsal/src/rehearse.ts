import { InferenceError } from '@inference-constructs/core/out/errors';
import type { Assembly, NotPlayed } from './assembly/assembly-reader';
import { readModels } from './assembly/given-models';
import type { DeploymentResult, RehearsalResult } from './result';
import { worstVerdict } from './result';
import { checkOptions, type RehearseOptions } from './options';
import { defaultPorts, type Ports } from './ports';
import { planRehearsal } from './plan-rehearsal';
import { rehearseDeployment } from './rehearse-deployment';

export type { RehearseOptions } from './options';
export type { RehearsalResult } from './result';

/**
 * Plays the deployment of every function and endpoint that gets a new release. Throws an InferenceError where that is
 * impossible. The ports are for tests and for what is to come; all have a default.
 */
export async function rehearse(options: RehearseOptions, ports: Partial<Ports> = {}): Promise<RehearsalResult> {
  const begin = performance.now();
  checkOptions(options);
  const parts = { ...defaultPorts(), ...ports };
  const models = readModels(options.model);
  const before = options.from === undefined ? undefined : parts.reader.read(options.from, '1', models);
  const after = parts.reader.read(options.to, before === undefined ? '1' : '2', models);
  const { planned, unchanged, notPlayed, skipped, surroundings } = planRehearsal(before, after, parts, options);
  if (planned.length + unchanged.length + skipped.length === 0) throw nothingToRehearse(after, notPlayed);

  const deployments: DeploymentResult[] = [];
  for (const deployment of planned)
    deployments.push(await rehearseDeployment(deployment, options, parts, surroundings));
  return {
    formatVersion: 2,
    ...(options.scenario === undefined ? {} : { scenario: options.scenario.name }),
    verdict: worstVerdict(deployments.map(({ verdict }) => verdict)),
    deployments,
    unchanged,
    notPlayed: [...notPlayed, ...skipped],
    seconds: Math.round(performance.now() - begin) / 1000,
  };
}

function nothingToRehearse({ directory }: Assembly, notPlayed: readonly NotPlayed[]): InferenceError {
  const list = notPlayed.map(({ path, type, reason }) => `\n  ${path} (${type}): ${reason}`).join('');
  return new InferenceError(
    'NothingToRehearse',
    `${directory} (no function that CodeDeploy deploys, no endpoint that can be played): at least 1. ` +
      `give an assembly with an OnnxFunction or an InferenceEndpoint.${list === '' ? '' : ` not played:${list}`}`,
  );
}
