import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Assembly } from '@inference-constructs/rehearsal/assembly/assembly-reader';
import { SynthesizedOutputReader } from '@inference-constructs/rehearsal/assembly/synthesized-output-reader';
import { assemblyOf } from '../../support/templates';

type Block = Record<string, unknown>;
export type Resources = Record<string, { Type: string; Properties: Block; Metadata?: Block; UpdatePolicy?: Block }>;

/** What the reader makes of one stack. */
export function read(resources: Resources, versionNumber = '2'): Assembly {
  const folder = mkdtempSync(join(tmpdir(), 'analysis-'));
  try {
    const directory = assemblyOf(folder, { App: { template: { Resources: resources } } });
    return new SynthesizedOutputReader().read(directory, versionNumber);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface EndpointSpec {
  readonly deployment?: Block;
  readonly instanceType?: string;
  readonly serverless?: boolean;
  readonly instances?: number;
  readonly variant?: string;
  readonly model?: string;
  readonly alarms?: Readonly<Record<string, Block>>;
  readonly scaling?: { readonly min: number; readonly max: number };
  readonly expectedRequestsPerMinute?: number;
}

/** An endpoint called `scores` with what belongs to it. */
export function endpoint(spec: EndpointSpec = {}): Resources {
  const { instanceType = 'ml.g5.xlarge', instances = 2, variant = 'main', model = 'm1', alarms = {}, scaling } = spec;
  const names = Object.keys(alarms);
  const rollback = { AutoRollbackConfiguration: { Alarms: names.map((name) => ({ AlarmName: { Ref: name } })) } };
  return {
    Model: { Type: 'AWS::SageMaker::Model', Properties: { PrimaryContainer: { Image: model } } },
    Config: {
      Type: 'AWS::SageMaker::EndpointConfig',
      Properties: {
        ProductionVariants: [
          {
            VariantName: variant,
            ModelName: { 'Fn::GetAtt': ['Model', 'ModelName'] },
            ...(spec.serverless === true
              ? { ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 } }
              : { InstanceType: instanceType, InitialInstanceCount: instances }),
          },
        ],
      },
    },
    Endpoint: {
      Type: 'AWS::SageMaker::Endpoint',
      Properties: {
        EndpointName: 'scores',
        EndpointConfigName: { 'Fn::GetAtt': ['Config', 'EndpointConfigName'] },
        ...(spec.deployment === undefined ? {} : { DeploymentConfig: { ...spec.deployment, ...rollback } }),
      },
    },
    ...Object.fromEntries(
      Object.entries(alarms).map(([id, properties]) => [
        id,
        {
          Type: 'AWS::CloudWatch::Alarm',
          Properties: { ...alarm(properties) },
          Metadata: {
            InferenceConstructs: {
              expectedRequestsPerMinute: spec.expectedRequestsPerMinute ?? 60,
              ...(properties.note as Block | undefined),
            },
          },
        },
      ]),
    ),
    ...(scaling === undefined
      ? {}
      : {
          Target: {
            Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
            Properties: {
              MinCapacity: scaling.min,
              MaxCapacity: scaling.max,
              ResourceId: `endpoint/scores/variant/${variant}`,
              ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
              ServiceNamespace: 'sagemaker',
            },
          },
        }),
  };
}

/** An alarm on errors of the new fleet; a minute and one period unless told otherwise. */
export function alarm({ note: _, ...properties }: Block = {}): Block {
  return {
    Namespace: 'AWS/SageMaker',
    MetricName: 'Invocation5XXErrors',
    Dimensions: [
      { Name: 'EndpointName', Value: 'scores' },
      { Name: 'VariantName', Value: 'main' },
      { Name: 'EndpointConfigName', Value: { 'Fn::GetAtt': ['Config', 'EndpointConfigName'] } },
    ],
    Statistic: 'Average',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 0.01,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
    ...properties,
  };
}

/** Blue/green: shares in percent, times in minutes. */
export function blueGreen(
  type: 'ALL_AT_ONCE' | 'CANARY' | 'LINEAR',
  { bake = 0, percent, instances, termination = 0, timeout }: Record<string, number | undefined>,
): Block {
  const size =
    instances === undefined
      ? { Type: 'CAPACITY_PERCENT', Value: percent }
      : { Type: 'INSTANCE_COUNT', Value: instances };
  return {
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: {
        Type: type,
        WaitIntervalInSeconds: bake * 60,
        ...(type === 'CANARY' ? { CanarySize: size } : type === 'LINEAR' ? { LinearStepSize: size } : {}),
      },
      TerminationWaitInSeconds: termination * 60,
      ...(timeout === undefined ? {} : { MaximumExecutionTimeoutInSeconds: timeout * 60 }),
    },
  };
}

export function rolling({ bake = 0, percent, timeout }: Record<string, number | undefined>): Block {
  return {
    RollingUpdatePolicy: {
      MaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: percent },
      WaitIntervalInSeconds: bake * 60,
      ...(timeout === undefined ? {} : { MaximumExecutionTimeoutInSeconds: timeout * 60 }),
    },
  };
}
