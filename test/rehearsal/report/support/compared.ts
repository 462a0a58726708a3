import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TerraformJson } from '@inference-constructs/core/out/graph/terraform';
import { US_EAST_1 } from '@inference-constructs/core/out/catalog/prices/us-east-1';
import type { CompareOptions } from '@inference-constructs/rehearsal/report/make/compare';
import { compare } from '@inference-constructs/rehearsal/report/make/compare';
import type { Report } from '@inference-constructs/rehearsal/report/report-types';
import { readSource } from '@inference-constructs/rehearsal/report/source/read-source';
import type { Source } from '@inference-constructs/rehearsal/report/source/source';
import { assemblyOf, terraformOf } from '../../support/templates';

export type Resources = Record<string, { Type: string; Properties?: Record<string, unknown>; [key: string]: unknown }>;

const NOT_PLAYED = { played: false, reason: 'a test', isFault: false } as const;

const environment = 'aws://123456789012/us-east-1';

/** A source of one CloudFormation stack called App. */
export function source(Resources: Resources, Outputs: Record<string, unknown> = {}): Source {
  return stacks({ App: { Resources, Outputs } });
}

/** A source of CloudFormation stacks by name. */
export function stacks(templates: Readonly<Record<string, object>>): Source {
  const specs = Object.entries(templates).map(([name, template]) => [name, { template, environment }] as const);
  return written((folder) => assemblyOf(folder, Object.fromEntries(specs)));
}

/** A source of one folder of Terraform JSON. */
export function terraform(json: TerraformJson): Source {
  return written((folder) => terraformOf(folder, json));
}

function written(write: (folder: string) => string): Source {
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  try {
    return readSource(write(folder), '1');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function compared(before: Source, after: Source, options: Partial<CompareOptions> = {}): Report {
  return compare(before, after, { prices: US_EAST_1, rehearsal: NOT_PLAYED, ...options });
}

/** What becomes of each resource, and by which properties. */
export function changes(report: Report): Record<string, string> {
  return Object.fromEntries(
    report.resources.map(({ id, action, because }) => [
      id,
      [action, ...because.map(({ property, effect }) => `${effect} ${property}`)].join(': '),
    ]),
  );
}

/** An endpoint of one variant. */
export function endpoint(options: {
  instanceType?: string;
  count?: number;
  variant?: string;
  deployment?: unknown;
  scaling?: { min: number; max: number };
  serverless?: Record<string, unknown>;
}): Resources {
  const { instanceType = 'ml.g5.xlarge', count = 2, variant = 'live', deployment, scaling, serverless } = options;
  const instances = { InstanceType: instanceType, InitialInstanceCount: count };
  return {
    Config: {
      Type: 'AWS::SageMaker::EndpointConfig',
      Properties: {
        ProductionVariants: [
          {
            VariantName: variant,
            ModelName: 'model',
            ...(serverless === undefined ? instances : { ServerlessConfig: serverless }),
          },
        ],
      },
    },
    Endpoint: {
      Type: 'AWS::SageMaker::Endpoint',
      Properties: {
        EndpointName: 'scores',
        EndpointConfigName: { 'Fn::GetAtt': ['Config', 'EndpointConfigName'] },
        ...(deployment === undefined ? {} : { DeploymentConfig: deployment }),
      },
    },
    ...(scaling === undefined
      ? {}
      : {
          Target: {
            Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
            Properties: {
              ResourceId: {
                'Fn::Join': ['', ['endpoint/', { 'Fn::GetAtt': ['Endpoint', 'EndpointName'] }, `/variant/${variant}`]],
              },
              MinCapacity: scaling.min,
              MaxCapacity: scaling.max,
            },
          },
        }),
  };
}

/** Blue/green, a canary of ten percent with two bakes of fifteen minutes. */
export const CANARY = {
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: {
      Type: 'CANARY',
      WaitIntervalInSeconds: 900,
      CanarySize: { Type: 'CAPACITY_PERCENT', Value: 10 },
    },
  },
  AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'errors' }] },
};
