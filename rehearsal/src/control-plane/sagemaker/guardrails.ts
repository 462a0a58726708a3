import type { TrafficStep } from '@inference-constructs/core/out/rollout/codedeploy';
import type { VariantPlan } from '../../fleet/fleet-plan';
import { wholeInstances } from '../../fleet/capacity';
import { provisioningMinutes } from '../../fleet/provisioning';
import type { Rollout } from '../control-plane';

type Block = Readonly<Record<string, unknown>>;

export interface Guardrails {
  readonly rollout: Omit<Rollout, 'alarmNames'>;
  /** What had to be assumed, and what is not as it was written. */
  readonly notes: readonly string[];
}

interface Shape {
  readonly configuration: string;
  readonly steps: readonly TrafficStep[];
  readonly notes: readonly string[];
  readonly isRolling?: boolean;
}

const SERVERLESS = 'a serverless endpoint has no guardrails: all traffic moves at once, and no alarm takes it back';

/** How SageMaker would roll out a fleet, by the `DeploymentConfig` of the endpoint. */
export function guardrailsOf(deployment: Block | undefined, variants: readonly VariantPlan[]): Guardrails {
  const { BlueGreenUpdatePolicy: blueGreen, RollingUpdatePolicy: rolling } = (deployment ?? {}) as Record<
    string,
    Block | undefined
  >;
  const provisioning = provisioningMinutes(variants.map(({ instanceType }) => instanceType));
  const isServerless = variants.some(({ serverless }) => serverless !== undefined);
  const fallback = fallbackReason(variants, rolling !== undefined);
  const shape =
    fallback !== undefined && deployment !== undefined
      ? allAtOnce(provisioning, [
          `its guardrails do not hold: ${fallback}, so SageMaker shifts all traffic at once, without a bake or a rollback`,
        ])
      : rolling !== undefined
        ? rollingShape(rolling, variants, provisioning)
        : blueGreenShape(blueGreen, variants, provisioning);
  const timeout = seconds((rolling ?? blueGreen)?.MaximumExecutionTimeoutInSeconds);
  const termination = minutes(blueGreen?.TerminationWaitInSeconds);
  const hasAlarms = fallback === undefined && deployment?.AutoRollbackConfiguration !== undefined;
  return {
    rollout: {
      configuration: shape.configuration,
      steps: shape.steps,
      rollsBackOnAlarm: hasAlarms,
      ...(timeout === undefined ? {} : { longestMinutes: timeout / 60 }),
      ...(shape.isRolling === true ? { isRolling: true, rollbackMinutes: provisioning } : {}),
    },
    notes: [
      `${provisioning} minutes were assumed until ${isServerless ? 'the new configuration is' : 'new instances are'} in service`,
      ...(isServerless && deployment === undefined ? [SERVERLESS] : []),
      ...shape.notes,
      ...(termination > 0
        ? [
            `the old fleet is kept, and paid, for ${termination} more minutes; whether an alarm still rolls back then is not documented, and not played`,
          ]
        : []),
    ],
  };
}

/** The exclusions of guardrails: SageMaker takes another way and does not say so. */
function fallbackReason(variants: readonly VariantPlan[], isRolling: boolean): string | undefined {
  if (variants.some(({ serverless }) => serverless !== undefined)) return 'it is serverless';
  if (variants.some(({ instanceType }) => instanceType.startsWith('ml.inf1.'))) return 'its instances are Inf1';
  if (isRolling && variants.length > 1) return 'a rolling deployment needs a single variant';
  return undefined;
}

function allAtOnce(provisioning: number, notes: readonly string[], wait = 0): Shape {
  const bake = wait === 0 ? [] : [{ percent: 100, minutes: wait }];
  return {
    configuration: `blue/green, all at once${wait === 0 ? '' : `, bake of ${wait} minutes`}`,
    steps: [{ percent: 0, minutes: provisioning }, ...bake, { percent: 100, minutes: 0 }],
    notes,
  };
}

function blueGreenShape(policy: Block | undefined, variants: readonly VariantPlan[], provisioning: number): Shape {
  const routing = (policy?.TrafficRoutingConfiguration ?? {}) as Block;
  const wait = minutes(routing.WaitIntervalInSeconds);
  const notes = roundedNotes(routing.WaitIntervalInSeconds);
  if (routing.Type !== 'CANARY' && routing.Type !== 'LINEAR') return allAtOnce(provisioning, notes, wait);
  const isCanary = routing.Type === 'CANARY';
  const size = (isCanary ? routing.CanarySize : routing.LinearStepSize) as Block | undefined;
  const sizes: number[] = [];
  for (let i = 1; sizes.at(-1) !== 100; i++) {
    if (isCanary && i === 2) sizes.push(100);
    else sizes.push(trafficPercent(size, i, variants));
  }
  const bakes = sizes.map((percent) => ({ percent, minutes: wait }));
  return {
    configuration: `blue/green, ${isCanary ? 'canary' : 'linear steps'} of ${sizeText(size)}, bakes of ${wait} minutes`,
    steps: [{ percent: 0, minutes: provisioning }, ...bakes, { percent: 100, minutes: 0 }],
    notes: [...notes, ...wholeNotes(size, variants, sizes[0])],
  };
}

function rollingShape(policy: Block, variants: readonly VariantPlan[], provisioning: number): Shape {
  const wait = minutes(policy.WaitIntervalInSeconds);
  const size = policy.MaximumBatchSize as Block | undefined;
  const instances = variants[0].instances;
  const batch = Math.max(1, Math.floor(batchOf(size, instances) + 1e-9));
  const steps: TrafficStep[] = [];
  for (let done = 0; done < instances;) {
    const next = Math.min(instances, done + batch);
    steps.push({ percent: percentOf(done, instances), minutes: provisioning });
    steps.push({ percent: percentOf(next, instances), minutes: wait });
    done = next;
  }
  return {
    configuration: `rolling, batches of ${sizeText(size)}, bakes of ${wait} minutes`,
    steps: [...steps, { percent: 100, minutes: 0 }],
    notes: [
      ...roundedNotes(policy.WaitIntervalInSeconds),
      ...wholeNotes(size, variants, percentOf(batch, instances)),
      `a rollback was assumed to take as long as starting the old instances again (${provisioning} minutes): until then the new ones answer their share`,
    ],
    isRolling: true,
  };
}

/** What the n-th step has shifted in all, of all variants by their weights. */
function trafficPercent(size: Block | undefined, step: number, variants: readonly VariantPlan[]): number {
  const whole = variants.reduce((sum, { weight }) => sum + weight, 0);
  const percent = variants.reduce((sum, { weight, instances }) => {
    const shifted = wholeInstances((step * batchOf(size, instances)) / instances, instances);
    return sum + ((whole === 0 ? 1 / variants.length : weight / whole) * 100 * shifted) / instances;
  }, 0);
  return Math.min(100, Math.round(percent * 100) / 100);
}

function batchOf(size: Block | undefined, instances: number): number {
  const value = Number(size?.Value);
  if (!(value > 0)) return instances;
  return size?.Type === 'INSTANCE_COUNT' ? value : (value * instances) / 100;
}

function sizeText(size: Block | undefined): string {
  const value = Number(size?.Value);
  if (!(value > 0)) return 'unknown size';
  return size?.Type === 'INSTANCE_COUNT' ? `${value} instances` : `${value} %`;
}

function percentOf(part: number, whole: number): number {
  return Math.round((10_000 * part) / whole) / 100;
}

/** Capacity moves in whole instances. */
function wholeNotes(size: Block | undefined, variants: readonly VariantPlan[], percent: number): string[] {
  const asked = Number(size?.Value);
  if (size?.Type === 'INSTANCE_COUNT' || !(asked > 0) || percent === asked) return [];
  const counts = variants.map(({ instances }) => instances).join(' and ');
  return [
    `${asked} % of ${counts} instances is no whole number of them: ${percent} % of the traffic was assumed, because AWS does not document how it rounds`,
  ];
}

function roundedNotes(wait: unknown): string[] {
  return Number(wait ?? 0) % 60 === 0
    ? []
    : [`waits are played in whole minutes: ${Number(wait)} s as ${minutes(wait)}`];
}

function seconds(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value);
}

function minutes(value: unknown): number {
  return Math.ceil(Number(value ?? 0) / 60);
}
