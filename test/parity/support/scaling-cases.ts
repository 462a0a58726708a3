// First: they stand in for what the constructs read.
import * as cdk from '../../cdk/support/synth';
import * as cdktf from '../../cdktf/support/synth';
import type { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import { AdjustmentType, Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { Duration, TimeZone } from 'aws-cdk-lib/core';
import * as onCdk from '@inference-constructs/cdk';
import * as onCdktf from '@inference-constructs/cdktf';
import type { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import type { Pair } from './cases';
import { foreignEndpoint } from './foreign';
import { benched } from './models';

type CdkStack = ReturnType<typeof cdk.newStack>;
type CdktfStack = ReturnType<typeof cdktf.newStack>;

export interface ScalingCase {
  readonly cdk: (stack: CdkStack) => void;
  readonly cdktf: (stack: CdktfStack) => void;
}

export function scalingOnCdk(name: string): ResourceGraph {
  const stack = cdk.newStack();
  SCALING[name].cdk(stack);
  return cdk.synth(stack).graph;
}

export function scalingOnCdktf(name: string): ResourceGraph {
  const stack = cdktf.newStack();
  SCALING[name].cdktf(stack);
  return cdktf.synth(stack).graph;
}

export const scalingPair = (name: string): Pair => ({ cdk: scalingOnCdk(name), cdktf: scalingOnCdktf(name) });

const bounds = { minCapacity: 2, maxCapacity: 8 };
const queue = { namespace: 'Queue', metricName: 'Depth', dimensions: { Name: 'work' } };
const workers = { namespace: 'Queue', metricName: 'Workers', dimensions: { Name: 'work' } };
const metricOf = ({ namespace, metricName, dimensions }: typeof queue, statistic: string) =>
  new Metric({ namespace, metricName, dimensionsMap: dimensions, statistic, period: Duration.minutes(1) });

export const SCALING: Readonly<Record<string, ScalingCase>> = {
  'the instances of an endpoint, on what SageMaker publishes': {
    cdk: (stack) => {
      const scaling = cdk
        .newEndpoint(stack, { instanceType: 'ml.g5.12xlarge', expectedRequestsPerMinute: 600 })
        .autoScaleInstanceCount({ maxCapacity: 8 });
      scaling.scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 200 });
      scaling.scaleOnConcurrency('Concurrency', { targetConcurrency: 4, scaleInCooldown: Duration.minutes(10) });
      scaling.scaleOnGpuUtilization('Gpu', { targetUtilizationPercent: 70 });
      scaling.scaleOnGpuMemoryUtilization('GpuMemory', { targetUtilizationPercent: 70 });
      scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60, devicesPerInstance: 2 });
      scaling.scaleOnMemoryUtilization('Memory', { targetUtilizationPercent: 80, disableScaleIn: true });
    },
    cdktf: (stack) => {
      const scaling = cdktf
        .newEndpoint(stack, { instanceType: 'ml.g5.12xlarge', expectedRequestsPerMinute: 600 })
        .autoScaleInstanceCount({ maxCapacity: 8 });
      scaling.scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 200 });
      scaling.scaleOnConcurrency('Concurrency', { targetConcurrency: 4, scaleInCooldownSeconds: 600 });
      scaling.scaleOnGpuUtilization('Gpu', { targetUtilizationPercent: 70 });
      scaling.scaleOnGpuMemoryUtilization('GpuMemory', { targetUtilizationPercent: 70 });
      scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60, devicesPerInstance: 2 });
      scaling.scaleOnMemoryUtilization('Memory', { targetUtilizationPercent: 80, disableScaleIn: true });
    },
  },
  'on what was measured of each model': {
    cdk: (stack) => {
      const other = { name: 'challenger', model: benched(), instanceType: 'ml.c7i.xlarge' };
      const endpoint = cdk.newEndpoint(stack, { model: benched(), variants: [other] });
      for (const variantName of ['live', 'challenger']) {
        const scaling = endpoint.autoScaleInstanceCount({ variantName, maxCapacity: 8 });
        scaling.scaleOnInvocations('Invocations');
        scaling.scaleOnConcurrency('Concurrency');
        new onCdk.ForecastScaling(stack, `Forecast-${variantName}`, { scaling });
      }
    },
    cdktf: (stack) => {
      const other = { name: 'challenger', model: benched(), instanceType: 'ml.c7i.xlarge' };
      const endpoint = cdktf.newEndpoint(stack, { model: benched(), variants: [other] });
      for (const variantName of ['live', 'challenger']) {
        const scaling = endpoint.autoScaleInstanceCount({ variantName, maxCapacity: 8 });
        scaling.scaleOnInvocations('Invocations');
        scaling.scaleOnConcurrency('Concurrency');
        new onCdktf.ForecastScaling(stack, `Forecast-${variantName}`, { scaling });
      }
    },
  },
  'the instances of an endpoint of many models': {
    cdk: (stack) => {
      const bucket = Bucket.fromBucketName(stack, 'Bucket', 'models');
      new onCdk.MultiModelEndpoint(stack, 'Classifiers', { ...cdk.IMAGE, bucket, prefix: 'all' })
        .autoScaleInstanceCount({ maxCapacity: 8 })
        .scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 200 });
    },
    cdktf: (stack) => {
      const asked = { container: cdktf.IMAGE.container, bucket: 'models', prefix: 'all' };
      new onCdktf.MultiModelEndpoint(stack, 'Classifiers', asked)
        .autoScaleInstanceCount({ maxCapacity: 8 })
        .scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 200 });
    },
  },
  'the instances of an endpoint of somebody else': {
    cdk: (stack) => {
      foreignEndpoint('CANARY_10_PERCENT_15_MINUTES').cdk(stack);
      const endpoint = stack.node.findChild('Foreign') as CfnEndpoint;
      new onCdk.ScalableInstanceCount(stack, 'Scaling', { endpoint, variantName: 'main', ...bounds });
    },
    cdktf: (stack) => {
      foreignEndpoint('CANARY_10_PERCENT_15_MINUTES').cdktf(stack);
      const endpoint = stack.node.findChild('Foreign') as SagemakerEndpoint;
      new onCdktf.ScalableInstanceCount(stack, 'Scaling', { endpoint, variantName: 'main', ...bounds });
    },
  },
  'the instances of an endpoint by its name': {
    cdk: (stack) => {
      const { endpointName } = cdk.newEndpoint(stack, { endpointName: 'diagnosis' });
      new onCdk.ScalableInstanceCount(stack, 'Scaling', { endpointName, ...bounds });
    },
    cdktf: (stack) => {
      const { endpointName } = cdktf.newEndpoint(stack, { endpointName: 'diagnosis' });
      new onCdktf.ScalableInstanceCount(stack, 'Scaling', { endpointName, ...bounds });
    },
  },
  'both variants of an endpoint': {
    cdk: (stack) => {
      const endpoint = cdk.newEndpoint(stack, {
        expectedRequestsPerMinute: 600,
        variants: [{ name: 'challenger', model: cdk.diagnosis('v2'), instanceCount: 3 }],
      });
      for (const variantName of ['live', 'challenger']) {
        const scaling = endpoint.autoScaleInstanceCount({ variantName, maxCapacity: 8 });
        scaling.scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 100 });
      }
    },
    cdktf: (stack) => {
      const endpoint = cdktf.newEndpoint(stack, {
        expectedRequestsPerMinute: 600,
        variants: [{ name: 'challenger', model: cdktf.diagnosis('v2'), instanceCount: 3 }],
      });
      for (const variantName of ['live', 'challenger']) {
        const scaling = endpoint.autoScaleInstanceCount({ variantName, maxCapacity: 8 });
        scaling.scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 100 });
      }
    },
  },
  'on a schedule': {
    cdk: (stack) => {
      const scaling = cdk.newEndpoint(stack).autoScaleInstanceCount(bounds);
      scaling.scaleOnSchedule('Night', {
        schedule: Schedule.expression('cron(0 20 ? * MON-FRI *)'),
        minCapacity: 1,
        timeZone: TimeZone.of('Europe/Berlin'),
        startTime: new Date('2027-01-01T00:00:00Z'),
        endTime: new Date('2028-01-01T00:00:00Z'),
      });
      const schedule = Schedule.at(new Date('2027-11-26T06:00:00Z'));
      scaling.scaleOnSchedule('Sale', { schedule, minCapacity: 6, maxCapacity: 20 });
    },
    cdktf: (stack) => {
      const scaling = cdktf.newEndpoint(stack).autoScaleInstanceCount(bounds);
      scaling.scaleOnSchedule('Night', {
        schedule: 'cron(0 20 ? * MON-FRI *)',
        minCapacity: 1,
        timeZone: 'Europe/Berlin',
        startTime: '2027-01-01T00:00:00Z',
        endTime: '2028-01-01T00:00:00Z',
      });
      scaling.scaleOnSchedule('Sale', { schedule: 'at(2027-11-26T06:00:00)', minCapacity: 6, maxCapacity: 20 });
    },
  },
  'on a forecast': {
    cdk: (stack) => {
      const scaling = cdk.newEndpoint(stack).autoScaleInstanceCount(bounds);
      new onCdk.ForecastScaling(stack, 'Forecast', {
        scaling,
        targetInvocationsPerMinute: 200,
        headroomPercent: 0,
        lookback: Duration.days(14),
        lead: Duration.minutes(15),
        timeZone: TimeZone.of('Europe/Berlin'),
      });
    },
    cdktf: (stack) => {
      const scaling = cdktf.newEndpoint(stack).autoScaleInstanceCount(bounds);
      new onCdktf.ForecastScaling(stack, 'Forecast', {
        scaling,
        targetInvocationsPerMinute: 200,
        headroomPercent: 0,
        lookbackDays: 14,
        leadMinutes: 15,
        timeZone: 'Europe/Berlin',
      });
    },
  },
  'on metrics of the author': {
    cdk: (stack) => {
      const scaling = cdk.newEndpoint(stack).autoScaleInstanceCount(bounds);
      scaling.scaleToTrackCustomMetric('Depth', { metric: metricOf(queue, 'Average'), targetValue: 10 });
      scaling.scaleToTrackCustomMetric('Slowest', { metric: metricOf(queue, 'p99'), targetValue: 10 });
      const usingMetrics = { depth: metricOf(queue, 'Sum'), workers: metricOf(workers, 'Average') };
      const metric = new MathExpression({ expression: 'depth / workers', usingMetrics });
      scaling.scaleToTrackCustomMetric('Share', { metric, targetValue: 10 });
    },
    cdktf: (stack) => {
      const scaling = cdktf.newEndpoint(stack).autoScaleInstanceCount(bounds);
      const metric = { ...queue, stat: 'Average', period: 60 };
      scaling.scaleToTrackCustomMetric('Depth', { metrics: { metric }, targetValue: 10 });
      scaling.scaleToTrackCustomMetric('Slowest', { metrics: { metric: { ...metric, stat: 'p99' } }, targetValue: 10 });
      scaling.scaleToTrackCustomMetric('Share', {
        metrics: { depth: { ...metric, stat: 'Sum' }, workers: { ...workers, stat: 'Average', period: 60 } },
        expression: 'depth / workers',
        targetValue: 10,
      });
    },
  },
  'in steps': {
    cdk: (stack) => {
      const scaling = cdk.newEndpoint(stack).autoScaleInstanceCount(bounds);
      scaling.scaleOnMetric('Depth', {
        metric: metricOf(queue, 'Maximum'),
        scalingSteps: [
          { upper: 10, change: -1 },
          { lower: 50, change: 1 },
          { lower: 100, change: 3 },
        ],
        evaluationPeriods: 3,
        datapointsToAlarm: 2,
        cooldown: Duration.minutes(2),
      });
      scaling.scaleOnMetric('Share', {
        metric: metricOf(queue, 'p90'),
        scalingSteps: [{ lower: 200, change: 50 }],
        adjustmentType: AdjustmentType.PERCENT_CHANGE_IN_CAPACITY,
        minAdjustmentMagnitude: 2,
      });
    },
    cdktf: (stack) => {
      const scaling = cdktf.newEndpoint(stack).autoScaleInstanceCount(bounds);
      const metric = { ...queue, stat: 'Maximum', period: 60 };
      scaling.scaleOnMetric('Depth', {
        metrics: { metric },
        scalingSteps: [
          { upper: 10, change: -1 },
          { lower: 50, change: 1 },
          { lower: 100, change: 3 },
        ],
        evaluationPeriods: 3,
        datapointsToAlarm: 2,
        cooldownSeconds: 120,
      });
      scaling.scaleOnMetric('Share', {
        metrics: { metric: { ...metric, stat: 'p90' } },
        scalingSteps: [{ lower: 200, change: 50 }],
        adjustmentType: 'PercentChangeInCapacity',
        minAdjustmentMagnitude: 2,
      });
    },
  },
  'the instances of an asynchronous endpoint, to none and back': {
    cdk: (stack) => {
      const outputBucket = Bucket.fromBucketName(stack, 'Bucket', 'answers');
      const model = cdk.diagnosis();
      const endpoint = new onCdk.AsyncInferenceEndpoint(stack, 'Classifier', { model, ...cdk.IMAGE, outputBucket });
      endpoint.autoScaleInstanceCount({ minCapacity: 0, maxCapacity: 4 }).scaleOnBacklog('Backlog');
    },
    cdktf: (stack) => {
      const asked = { model: cdktf.diagnosis(), ...cdktf.IMAGE, outputBucket: 'answers' };
      const endpoint = new onCdktf.AsyncInferenceEndpoint(stack, 'Classifier', asked);
      endpoint.autoScaleInstanceCount({ minCapacity: 0, maxCapacity: 4 }).scaleOnBacklog('Backlog');
    },
  },
  'the copies of a component, to none by night': {
    cdk: (stack) => {
      const props = {
        inferenceComponentName: 'diagnosis',
        copyCount: 2,
        maxCapacity: 4,
        expectedRequestsPerMinute: 60,
      };
      const scaling = new onCdk.ScalableCopyCount(stack, 'Scaling', props);
      scaling.scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 30 });
      scaling.scaleOnConcurrency('Concurrency', { targetConcurrency: 4 });
      const schedule = Schedule.expression('cron(0 20 * * ? *)');
      scaling.scaleOnSchedule('Night', { schedule, minCapacity: 0 });
    },
    cdktf: (stack) => {
      const props = {
        inferenceComponentName: 'diagnosis',
        copyCount: 2,
        maxCapacity: 4,
        expectedRequestsPerMinute: 60,
      };
      const scaling = new onCdktf.ScalableCopyCount(stack, 'Scaling', props);
      scaling.scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 30 });
      scaling.scaleOnConcurrency('Concurrency', { targetConcurrency: 4 });
      scaling.scaleOnSchedule('Night', { schedule: 'cron(0 20 * * ? *)', minCapacity: 0 });
    },
  },
  'the provisioned concurrency of a serverless endpoint': {
    cdk: (stack) => {
      const model = cdk.diagnosis();
      const endpoint = new onCdk.ServerlessInferenceEndpoint(stack, 'Classifier', { model, ...cdk.IMAGE });
      const scaling = endpoint.autoScaleProvisionedConcurrency({ maxCapacity: 4 });
      scaling.scaleOnUtilization('Utilization', { targetUtilizationPercent: 70 });
    },
    cdktf: (stack) => {
      const asked = { model: cdktf.diagnosis(), ...cdktf.IMAGE };
      const endpoint = new onCdktf.ServerlessInferenceEndpoint(stack, 'Classifier', asked);
      const scaling = endpoint.autoScaleProvisionedConcurrency({ maxCapacity: 4 });
      scaling.scaleOnUtilization('Utilization', { targetUtilizationPercent: 70 });
    },
  },
  'the provisioned concurrency of a function': {
    cdk: (stack) => {
      const scaling = cdk.newFunction(stack).autoScaleProvisionedConcurrency(bounds);
      scaling.scaleOnUtilization('Utilization', { targetUtilizationPercent: 70 });
    },
    cdktf: (stack) => {
      const scaling = cdktf.newFunction(stack).autoScaleProvisionedConcurrency(bounds);
      scaling.scaleOnUtilization('Utilization', { targetUtilizationPercent: 70 });
    },
  },
};
