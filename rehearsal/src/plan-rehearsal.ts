import { InferenceError } from '@inference-constructs/core/out/errors';
import type { Assembly, DeployedFunction, NotPlayed } from './assembly/assembly-reader';
import { pathOf } from './assembly/construct-path';
import { whyNotPlayed } from './assembly/endpoint-limits';
import { fleetKey, planFleet } from './fleet/plan-fleet';
import type { RehearseOptions } from './options';
import { foreignModel, planEndpoint } from './plan-endpoint';
import { planFunction } from './plan-function';
import { partitionOf } from '@inference-constructs/core/out/catalog/partitions';
import type { PlannedHook } from './hooks/hook-player';
import { permissionsOf as roleOf, permissionsOfFunction } from './room/caller';
import type { Surroundings } from './surroundings';
import type { PlannedDeployment } from './planned-deployment';
import type { Permissions } from './permissions/check-needs';
import { functionPermissions } from './permissions/function-permissions';
import type { Ports } from './ports';
import type { Scenario } from './scenarios/scenario';
import { whyNotApplicable } from './scenarios/scenario';

/** What is to be played of a change, and what is not. */
export interface RehearsalPlan {
  readonly planned: readonly PlannedDeployment[];
  /** Construct paths of what gets no new release. */
  readonly unchanged: readonly string[];
  readonly notPlayed: readonly NotPlayed[];
  /** Of what could be played, that of which the scenario says nothing. */
  readonly skipped: readonly NotPlayed[];
  readonly surroundings: Surroundings;
}

const NO_PACKAGE =
  'hold no package that this library serves: no model.json beside a model.onnx. make them one, or analyse the rollout without it';
const FUNCTION = 'AWS::Lambda::Function';
const ENDPOINT = 'AWS::SageMaker::Endpoint';
const COMPONENT = 'AWS::SageMaker::InferenceComponent';

/** Finds the deployments between two assemblies; without `before`, first ones. */
export function planRehearsal(
  before: Assembly | undefined,
  after: Assembly,
  ports: Ports,
  options: RehearseOptions,
): RehearsalPlan {
  const { scenario, only } = options;
  const planned: PlannedDeployment[] = [];
  const unchanged: string[] = [];
  const notPlayed: NotPlayed[] = [...after.notPlayed];
  const endpointsBefore = before === undefined ? [] : [...before.endpoints, ...before.components];
  for (const deployed of after.functions) {
    const old = before?.functions.find(({ id }) => id === deployed.id);
    if (old !== undefined && old.version.id === deployed.version.id) unchanged.push(deployed.path);
    else {
      const hooks = hooksOf(deployed, after);
      planned.push(planFunction(old, deployed, permissionsOf(deployed, after, scenario), ports, hooks, options));
    }
  }
  for (const deployed of [...after.endpoints, ...after.components]) {
    if (whyNotPlayed(deployed) !== undefined) continue;
    const leftOut = (reason: string): number => notPlayed.push({ path: deployed.path, type: deployed.type, reason });
    const fleet = planFleet(deployed);
    const foreign = foreignModel(fleet);
    const old = endpointsBefore.find(({ id }) => id === deployed.id);
    const obstacle = old && whyNotPlayed(old);
    if (foreign !== undefined) leftOut(`the model data of variant ${foreign} ${NO_PACKAGE}`);
    else if (obstacle !== undefined) leftOut(`what is deployed now cannot be played: ${obstacle}`);
    else if (old !== undefined && fleetKey(planFleet(old)) === fleetKey(fleet)) unchanged.push(deployed.path);
    else planned.push(planEndpoint(old, deployed, ports, options));
  }
  const isChosen = (path: string): boolean => only === undefined || path === only;
  const chosen = planned.filter(({ target }) => isChosen(target.path));
  if (only !== undefined && chosen.length === 0 && !unchanged.includes(only)) {
    throw notChosen(only, [...planned.map(({ target }) => target.path), ...unchanged], notPlayed);
  }
  const skipped = chosen.flatMap((deployment) => {
    const { target } = deployment;
    const reason = scenario && whyNotApplicable(scenario, deployment);
    return reason === undefined ? [] : [{ path: target.path, type: `scenario ${scenario?.name}`, reason }];
  });
  return {
    planned: chosen.filter(({ target }) => skipped.every(({ path }) => path !== target.path)),
    unchanged: unchanged.filter(isChosen),
    notPlayed: [...notPlayed, ...removed(before, after)],
    skipped,
    surroundings: {
      callable: after.callable,
      scheduled: after.scheduled,
      permissions: (fn) => permissionsOfFunction(fn, after.stacks, scenario?.withoutPermissions),
    },
  };
}

function notChosen(only: string, paths: readonly string[], notPlayed: readonly NotPlayed[]): InferenceError {
  const reason = notPlayed.find(({ path }) => path === only)?.reason ?? 'no function and no endpoint';
  const remedy = paths.length === 0 ? 'there is none' : `one of ${paths.join(', ')}`;
  return new InferenceError('NothingToRehearse', `${only} (${reason}): ${remedy}. choose another path`);
}

/** The hooks of a function, and which of them CodeDeploy's role may not invoke. */
function hooksOf({ hooks, deploymentGroup }: DeployedFunction, { stacks }: Assembly): PlannedHook[] {
  const mayDo = roleOf(deploymentGroup.id, 'ServiceRoleArn', stacks);
  return hooks.map((hook) => {
    const { functionName, region, account } = hook.function.version;
    const arn = `arn:${partitionOf(region).name}:lambda:${region}:${account}:function:${functionName}`;
    const { decision, role } = mayDo('lambda:InvokeFunction', arn);
    return decision === 'denied' ? { ...hook, obstacle: `role ${role} has no lambda:InvokeFunction on ${arn}` } : hook;
  });
}

function permissionsOf(deployed: DeployedFunction, { stacks }: Assembly, scenario: Scenario | undefined): Permissions {
  for (const contents of stacks) {
    const found = contents.graph.ofType(FUNCTION).find((resource) => pathOf(resource) === deployed.path);
    if (found !== undefined) return functionPermissions(found, contents, scenario?.withoutPermissions);
  }
  return { losesLogs: false, notes: [] };
}

function removed(before: Assembly | undefined, after: Assembly): NotPlayed[] {
  const gone = (
    type: string,
    all: readonly { id: string; path: string }[],
    left: readonly { id: string }[],
  ): NotPlayed[] =>
    all
      .filter(({ id }) => left.every((other) => other.id !== id))
      .map(({ path }) => ({ path, type, reason: 'it is not in the new assembly' }));
  if (before === undefined) return [];
  return [
    ...gone(FUNCTION, before.functions, after.functions),
    ...gone(ENDPOINT, before.endpoints, after.endpoints),
    ...gone(COMPONENT, before.components, after.components),
  ];
}
