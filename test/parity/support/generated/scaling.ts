import * as fc from 'fast-check';
import { AdjustmentType, Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration, TimeZone } from 'aws-cdk-lib/core';
import type * as onCdk from '@inference-constructs/cdk';
import type * as onCdktf from '@inference-constructs/cdktf';
import { some, whole } from './values';

interface Cooldowns {
  readonly scaleInSeconds: number;
  readonly scaleOutSeconds: number;
  readonly disableScaleIn: boolean;
}

/** A policy or a schedule, as both engines are asked for it. */
export type PolicySpec =
  | ({
      readonly on: 'invocations' | 'concurrency' | 'cpu' | 'gpu' | 'gpu-memory' | 'memory' | 'utilization' | 'backlog';
      readonly target: number;
    } & Partial<Cooldowns>)
  | ({ readonly on: 'custom'; readonly target: number; readonly statistic: string } & Partial<Cooldowns>)
  | { readonly on: 'steps'; readonly low: number; readonly high: number; readonly cooldownSeconds: number }
  | {
      readonly on: 'schedule';
      readonly hour: number;
      readonly min: number;
      readonly extra: number;
      readonly timeZone: string;
    };

export interface ScalingSpec {
  readonly min: number;
  readonly extra: number;
  readonly policies: readonly PolicySpec[];
}

type Tracked = Extract<PolicySpec, { target: number }>['on'];

const cooldowns = some<Cooldowns>({
  scaleInSeconds: whole(0, 3600),
  scaleOutSeconds: whole(0, 3600),
  disableScaleIn: fc.boolean(),
});
const tracking = (on: Tracked): fc.Arbitrary<PolicySpec> =>
  fc
    .tuple(whole(1, 100), fc.constantFrom('Average', 'p90'), cooldowns)
    .map(
      ([target, statistic, rest]) => ({ on, target, ...(on === 'custom' ? { statistic } : {}), ...rest }) as PolicySpec,
    );
const steps: fc.Arbitrary<PolicySpec> = fc.record({
  on: fc.constant('steps' as const),
  low: whole(0, 20),
  high: whole(21, 90),
  cooldownSeconds: whole(0, 3600),
});
const schedules = (least: number): fc.Arbitrary<PolicySpec> =>
  fc.record({
    on: fc.constant('schedule' as const),
    hour: whole(0, 23),
    min: whole(least, 4),
    extra: whole(0, 4),
    timeZone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Etc/UTC'),
  });

/** Bounds, and up to three policies or schedules; `least` is the smallest minimum. */
export const scalings = (least: number, tracked: readonly Tracked[], hasSteps = true): fc.Arbitrary<ScalingSpec> =>
  fc.record({
    min: whole(least, 3),
    extra: whole(1, 6),
    policies: fc.array(fc.oneof(...tracked.map(tracking), ...(hasSteps ? [steps] : []), schedules(least)), {
      minLength: 1,
      maxLength: 3,
    }),
  });

export const bounds = ({ min, extra }: ScalingSpec) => ({ minCapacity: min, maxCapacity: min + extra });

const QUEUE = { namespace: 'Queue', metricName: 'Depth', dimensions: { Name: 'work' } };

type Public<T> = Pick<T, keyof T>;
/** Everything that can scale, whatever it is: a policy that it has not is not asked of it. */
type ScalableOnCdk = Public<onCdk.ScalableInstanceCount> &
  Public<onCdk.ScalableAsyncInstanceCount> &
  Public<onCdk.ScalableServerlessConcurrency>;
type ScalableOnCdktf = Public<onCdktf.ScalableInstanceCount> &
  Public<onCdktf.ScalableAsyncInstanceCount> &
  Public<onCdktf.ScalableServerlessConcurrency>;

export function addOnCdk(capacity: onCdk.ScalableCapacity, { policies }: ScalingSpec): void {
  const scaling = capacity as Partial<ScalableOnCdk> as ScalableOnCdk;
  policies.forEach((policy, index) => {
    const id = `Policy${index}`;
    if (policy.on === 'schedule') {
      scaling.scaleOnSchedule(id, {
        schedule: Schedule.expression(`cron(0 ${policy.hour} * * ? *)`),
        minCapacity: policy.min,
        maxCapacity: policy.min + policy.extra,
        timeZone: TimeZone.of(policy.timeZone),
      });
    } else if (policy.on === 'steps') {
      scaling.scaleOnMetric(id, {
        metric: metricOnCdk('Maximum'),
        scalingSteps: intervals(policy),
        adjustmentType: AdjustmentType.CHANGE_IN_CAPACITY,
        cooldown: Duration.seconds(policy.cooldownSeconds),
      });
    } else {
      const { scaleInSeconds, scaleOutSeconds, disableScaleIn } = policy;
      const options = {
        disableScaleIn,
        scaleInCooldown: scaleInSeconds === undefined ? undefined : Duration.seconds(scaleInSeconds),
        scaleOutCooldown: scaleOutSeconds === undefined ? undefined : Duration.seconds(scaleOutSeconds),
      };
      if (policy.on !== 'custom') return track(scaling, id, policy, options);
      const metric = metricOnCdk(policy.statistic);
      scaling.scaleToTrackCustomMetric(id, { metric, targetValue: policy.target, ...options });
    }
  });
}

export function addOnCdktf(capacity: onCdktf.ScalableCapacity, { policies }: ScalingSpec): void {
  const scaling = capacity as Partial<ScalableOnCdktf> as ScalableOnCdktf;
  policies.forEach((policy, index) => {
    const id = `Policy${index}`;
    if (policy.on === 'schedule') {
      scaling.scaleOnSchedule(id, {
        schedule: `cron(0 ${policy.hour} * * ? *)`,
        minCapacity: policy.min,
        maxCapacity: policy.min + policy.extra,
        timeZone: policy.timeZone,
      });
    } else if (policy.on === 'steps') {
      scaling.scaleOnMetric(id, {
        metrics: { metric: metricOnCdktf('Maximum') },
        scalingSteps: intervals(policy),
        adjustmentType: 'ChangeInCapacity',
        cooldownSeconds: policy.cooldownSeconds,
      });
    } else {
      const { scaleInSeconds: scaleInCooldownSeconds, scaleOutSeconds: scaleOutCooldownSeconds } = policy;
      const options = { disableScaleIn: policy.disableScaleIn, scaleInCooldownSeconds, scaleOutCooldownSeconds };
      if (policy.on !== 'custom') return track(scaling, id, policy, options);
      const metrics = { metric: metricOnCdktf(policy.statistic) };
      scaling.scaleToTrackCustomMetric(id, { metrics, targetValue: policy.target, ...options });
    }
  });
}

/** What the engines have in common: the methods, and the names of the targets. */
function track<O extends object>(
  scaling: {
    scaleOnInvocations(id: string, props: O & { targetInvocationsPerMinute: number }): void;
    scaleOnConcurrency(id: string, props: O & { targetConcurrency: number }): void;
    scaleOnUtilization(id: string, props: O & { targetUtilizationPercent: number }): void;
    scaleOnBacklog(id: string, props: O & { targetBacklogPerInstance: number }): void;
    scaleOnCpuUtilization(
      id: string,
      props: O & { targetUtilizationPercent: number; devicesPerInstance: number },
    ): void;
    scaleOnGpuUtilization(
      id: string,
      props: O & { targetUtilizationPercent: number; devicesPerInstance: number },
    ): void;
    scaleOnGpuMemoryUtilization(
      id: string,
      props: O & { targetUtilizationPercent: number; devicesPerInstance: number },
    ): void;
    scaleOnMemoryUtilization(id: string, props: O & { targetUtilizationPercent: number }): void;
  },
  id: string,
  { on, target }: { on: Exclude<Tracked, 'custom'>; target: number },
  options: O,
): void {
  const utilization = { targetUtilizationPercent: target, ...options };
  const ofDevices = { ...utilization, devicesPerInstance: 2 };
  switch (on) {
    case 'invocations':
      return scaling.scaleOnInvocations(id, { targetInvocationsPerMinute: target, ...options });
    case 'concurrency':
      return scaling.scaleOnConcurrency(id, { targetConcurrency: target, ...options });
    case 'backlog':
      return scaling.scaleOnBacklog(id, { targetBacklogPerInstance: target, ...options });
    case 'utilization':
      return scaling.scaleOnUtilization(id, utilization);
    case 'memory':
      return scaling.scaleOnMemoryUtilization(id, utilization);
    case 'cpu':
      return scaling.scaleOnCpuUtilization(id, ofDevices);
    case 'gpu':
      return scaling.scaleOnGpuUtilization(id, ofDevices);
    case 'gpu-memory':
      return scaling.scaleOnGpuMemoryUtilization(id, ofDevices);
  }
}

const intervals = ({ low, high }: { low: number; high: number }) => [
  { upper: low, change: -1 },
  { lower: high, change: 1 },
  { lower: high + 10, change: 3 },
];

function metricOnCdk(statistic: string): Metric {
  const { dimensions: dimensionsMap, ...queue } = QUEUE;
  return new Metric({ ...queue, dimensionsMap, statistic, period: Duration.minutes(1) });
}

const metricOnCdktf = (stat: string) => ({ ...QUEUE, stat, period: 60 });
