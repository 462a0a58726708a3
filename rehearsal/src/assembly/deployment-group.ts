import { CODEDEPLOY } from '@inference-constructs/core/out/catalog/codedeploy';
import { declaredConfiguration, deploymentSteps } from '@inference-constructs/core/out/rollout/deployment-steps';
import type { TrafficStep } from '@inference-constructs/core/out/rollout/codedeploy';
import type { GraphResource, ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import type { DeclaredAlarm } from '../alarms/alarm-evaluator';
import type { Rollout } from '../control-plane/control-plane';
import type { Engine, NotPlayed } from './assembly-reader';
import { alarmNamed, alarmOf, expectedRate } from './alarms';
import { pathOf } from './construct-path';
import type { StackContents } from './stack-contents';
import { watchedAlarms } from './watched-alarms';

export interface DeploymentGroup {
  readonly rollout: Rollout;
  /** Those that it watches, and those that composite ones among them speak of. */
  readonly alarms: readonly DeclaredAlarm[];
  readonly expectedRequestsPerMinute?: number;
  /** Alarms of it that are not played. */
  readonly notPlayed: readonly NotPlayed[];
  /** Alarms and configuration, as declared. */
  readonly parts: readonly GraphResource[];
}

/** What CodeDeploy takes for a Lambda deployment that names none. */
const DEFAULT_CONFIGURATION = 'CodeDeployDefault.LambdaAllAtOnce';

/** Reads a CodeDeploy deployment group and what it refers to; a text says why it cannot be played. */
export function readDeploymentGroup(group: GraphResource, contents: StackContents): DeploymentGroup | string {
  const { graph, names } = contents;
  const { properties } = group;
  const steps = deploymentSteps(graph, properties.DeploymentConfigName ?? DEFAULT_CONFIGURATION);
  const configuration = names.text(properties.DeploymentConfigName ?? DEFAULT_CONFIGURATION);
  if (steps === undefined) return `its deployment configuration (${configuration}) is not in the template`;
  const refused = stepsRefused(steps);
  if (refused !== undefined) return `its deployment configuration (${configuration}) ${refused}`;
  const named = alarmsOf(properties.AlarmConfiguration, names.stack.engine).map((name) => ({
    name: names.text(name),
    resource: alarmNamed(name, graph, names),
  }));
  const { watched, needed, notPlayed } = watchedAlarms(
    named.flatMap(({ resource }) => resource ?? []),
    contents,
  );
  const declared = (resource: GraphResource): DeclaredAlarm => {
    const { name, path, properties } = alarmOf(resource, contents);
    return { name, path, properties };
  };
  return {
    rollout: {
      configuration,
      steps,
      alarmNames: watched.map((resource) => alarmOf(resource, contents).name),
      rollsBackOnAlarm: rollsBackOn('DEPLOYMENT_STOP_ON_ALARM', properties.AutoRollbackConfiguration),
      rollsBackOnFailure: rollsBackOn('DEPLOYMENT_FAILURE', properties.AutoRollbackConfiguration),
    },
    alarms: [...watched, ...needed].map(declared),
    expectedRequestsPerMinute: [...watched, ...needed].map(expectedRate).find((rate) => rate !== undefined),
    notPlayed: [
      ...named.flatMap(({ name, resource }) =>
        resource === undefined ? [leftOut(group, `alarm ${name} is not in the template`)] : [],
      ),
      ...notPlayed.map(({ resource, reason }) => leftOut(resource, reason)),
    ],
    parts: [...watched, ...needed, ...configurationOf(group, graph)],
  };
}

function leftOut(resource: GraphResource, reason: string): NotPlayed {
  return { path: pathOf(resource), type: resource.type, reason };
}

const { MAX_MINUTES, MAX_STEP_PERCENT } = CODEDEPLOY;

function stepsRefused(steps: readonly TrafficStep[]): string | undefined {
  const minutes = steps.reduce((sum, step) => sum + step.minutes, 0);
  if (!steps.every(({ percent }) => percent >= 1 && percent <= 100))
    return `shifts less than 1 or more than ${MAX_STEP_PERCENT} percent`;
  if (!steps.every((step) => Number.isInteger(step.minutes))) return 'does not wait whole minutes';
  return minutes > MAX_MINUTES ? `takes ${minutes} minutes: CodeDeploy allows ${MAX_MINUTES}` : undefined;
}

function configurationOf({ properties }: GraphResource, graph: ResourceGraph): GraphResource[] {
  const declared = declaredConfiguration(graph, properties.DeploymentConfigName);
  return declared === undefined ? [] : [declared];
}

/** Where nothing says so, CloudFormation leaves the alarms on and the Terraform provider switches them off. */
function alarmsOf(configuration: unknown, engine: Engine): unknown[] {
  const { Enabled = engine === 'cloudformation', Alarms } = (configuration ?? {}) as {
    Enabled?: unknown;
    Alarms?: unknown;
  };
  if (isFalse(Enabled) || !Array.isArray(Alarms)) return [];
  return Alarms.map((alarm: { Name?: unknown } | null) => alarm?.Name);
}

function rollsBackOn(event: string, configuration: unknown): boolean {
  const { Enabled = false, Events } = (configuration ?? {}) as { Enabled?: unknown; Events?: unknown };
  return !isFalse(Enabled) && Array.isArray(Events) && Events.includes(event);
}

/** A template may write booleans as text. */
function isFalse(value: unknown): boolean {
  return String(value) === 'false';
}
