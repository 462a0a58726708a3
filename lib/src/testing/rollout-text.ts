import type { GraphResource } from '../graph/resource-graph';
import { ResourceGraph } from '../graph/resource-graph';
import type { PlannedResource, Properties } from '../plan/plan';
import type { TrafficStep } from '../rollout/codedeploy';
import { decideDeploymentConfig } from '../rollout/codedeploy';
import { deploymentSteps } from '../rollout/deployment-steps';
import { guardrails } from '../rollout/guardrails';
import type { RolloutSpec } from '../rollout/rollout';
import { GUARDED } from '../rules/guarded';

/** How a template says that traffic moves to a new release: what two rollouts are compared by, and what a test reads. */
export function declaredRollout(graph: ResourceGraph, release: GraphResource): string {
  if (isGuarded(release)) return guardedText(block(release.properties.DeploymentConfig));
  return stepsText(deploymentSteps(graph, release.properties.DeploymentConfigName));
}

/** The same of a rollout, on the service that rolls out `release`. */
export function expectedRollout(rollout: RolloutSpec, release: GraphResource): string {
  if (isGuarded(release)) return guardedText(guardrails(rollout, []));
  const { name, resource } = decideDeploymentConfig('DeploymentConfig', rollout);
  return stepsText(deploymentSteps(new ResourceGraph(resource === undefined ? [] : [planned(resource)]), name));
}

/** Whether SageMaker rolls it out: a fleet, or the copies of a component. */
function isGuarded({ type }: GraphResource): boolean {
  return (GUARDED as readonly string[]).includes(type);
}

function planned(resource: PlannedResource): GraphResource {
  return { ...resource, path: resource.id };
}

function stepsText(steps: readonly TrafficStep[] | undefined): string {
  if (steps === undefined) return 'a deployment configuration that is declared elsewhere';
  return steps
    .map(({ percent, minutes }) => (minutes === 0 ? `${percent} %` : `${percent} % for ${minutes} minutes`))
    .join(', then ');
}

function guardedText(config: Properties): string {
  const { RollingUpdatePolicy: rolling, BlueGreenUpdatePolicy: blueGreen } = config;
  if (rolling !== undefined) {
    const { MaximumBatchSize, WaitIntervalInSeconds, RollbackMaximumBatchSize } = block(rolling);
    const back = RollbackMaximumBatchSize === undefined ? '' : `, back ${sizeText(RollbackMaximumBatchSize)} at a time`;
    return `rolling ${sizeText(MaximumBatchSize)} at a time, ${String(WaitIntervalInSeconds)} s after each${back}`;
  }
  const { TrafficRoutingConfiguration, TerminationWaitInSeconds = 0 } = block(blueGreen);
  const { Type, CanarySize, LinearStepSize, WaitIntervalInSeconds } = block(TrafficRoutingConfiguration);
  const size = CanarySize ?? LinearStepSize;
  const kind = String(Type).toLowerCase().replaceAll('_', ' ');
  return (
    `${kind}${size === undefined ? '' : ` of ${sizeText(size)}`}, ${String(WaitIntervalInSeconds)} s after each shift` +
    (TerminationWaitInSeconds === 0 ? '' : `, old fleet kept for ${String(TerminationWaitInSeconds)} s`)
  );
}

function sizeText(size: unknown): string {
  const { Type, Value } = block(size);
  return Type === 'CAPACITY_PERCENT'
    ? `${String(Value)} %`
    : `${String(Value)} ${Type === 'COPY_COUNT' ? 'copies' : 'instances'}`;
}

function block(value: unknown): Properties {
  return (value ?? {}) as Properties;
}
