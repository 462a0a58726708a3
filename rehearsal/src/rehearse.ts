import { InferenceError } from '@inference-constructs/core/out/errors';
import type { Assembly, DeployedFunction, NotPlayed } from './assembly/assembly-reader';
import type { DeploymentResult, RehearsalResult } from './result';
import { worstVerdict } from './result';
import { checkOptions, type RehearseOptions } from './options';
import { defaultPorts, type Ports } from './ports';
import { planFunction } from './plan-function';
import { rehearseDeployment } from './rehearse-deployment';

export type { RehearseOptions } from './options';
export type { RehearsalResult } from './result';

/**
 * Plays the deployment of every function that gets a new version. Throws an InferenceError where that is impossible.
 * The ports are for tests and for what is to come; all have a default.
 */
export async function rehearse(options: RehearseOptions, ports: Partial<Ports> = {}): Promise<RehearsalResult> {
  const begin = performance.now();
  checkOptions(options);
  const parts = { ...defaultPorts(), ...ports };
  const before = options.from === undefined ? undefined : parts.reader.read(options.from, '1');
  const after = parts.reader.read(options.to, before === undefined ? '1' : '2');
  if (after.functions.length === 0) throw nothingToRehearse(after);

  const deployments: DeploymentResult[] = [];
  const unchanged: string[] = [];
  for (const deployed of after.functions) {
    const old = before?.functions.find(({ id }) => id === deployed.id);
    if (old !== undefined && old.version.id === deployed.version.id) unchanged.push(deployed.path);
    else deployments.push(await rehearseDeployment(planFunction(old, deployed, parts), options, parts));
  }
  return {
    formatVersion: 2,
    verdict: worstVerdict(deployments.map(({ verdict }) => verdict)),
    deployments,
    unchanged,
    notPlayed: [...after.notPlayed, ...removed(before, after.functions)],
    seconds: Math.round(performance.now() - begin) / 1000,
  };
}

function removed(before: Assembly | undefined, functions: readonly DeployedFunction[]): NotPlayed[] {
  return (before?.functions ?? [])
    .filter(({ id }) => functions.every((other) => other.id !== id))
    .map(({ path }) => ({ path, type: 'AWS::Lambda::Function', reason: 'it is not in the new assembly' }));
}

function nothingToRehearse({ directory, notPlayed }: Assembly): InferenceError {
  const list = notPlayed.map(({ path, type, reason }) => `\n  ${path} (${type}): ${reason}`).join('');
  return new InferenceError(
    'NothingToRehearse',
    `${directory} (no function that CodeDeploy deploys): at least 1. ` +
      `give an assembly with an OnnxFunction.${list === '' ? '' : ` not played:${list}`}`,
  );
}
