import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RehearseOptions } from '@inference-constructs/rehearsal/options';
import { rehearse } from '@inference-constructs/rehearsal/rehearse';
import type { DeploymentResult, RehearsalResult } from '@inference-constructs/rehearsal/result';
import { ProcessModelServers } from '@inference-constructs/rehearsal/server/container-process';
import { synthesizeCdk, synthesizeCdktf } from '../../../support/examples';
import { root } from '../../../support/tools';
import type { Resources } from '../../support/assembly';
import { edited, temporaryFolder } from '../../support/assembly';
import { bundles } from '../../support/bundles';

export const ENDPOINT = 'DiagnosisEndpoint/Classifier';
export const traffic = join(root, 'examples', 'diagnosis', 'traffic.jsonl');
export type Block = Record<string, unknown>;
export type { Resources };

export type TerraformResources = Record<string, Record<string, Block>>;

export interface Example {
  /** An assembly with that model; what is edited is the endpoint's stack. */
  assembly(version: 'v1' | 'v2' | 'v3', edit?: (resources: Resources) => void): string;
  /** The same as CDKTF synthesizes it: resources by type and name. */
  terraform(version: 'v1' | 'v2' | 'v3', edit: (resources: TerraformResources) => void): string;
  play(
    options: Partial<RehearseOptions> & { to: string },
  ): Promise<RehearsalResult & { readonly deployment: DeploymentResult }>;
}

/** The endpoint of the diagnosis example, played with the very server of its image and the very models. */
export function endpointExample(): Example {
  const folder = temporaryFolder();
  let copies = 0;
  // Terraform's output has no folder of the image in it.
  const servers = new ProcessModelServers(bundles().server);
  beforeAll(() => {
    for (const version of ['v1', 'v2', 'v3']) synthesizeCdk(version, join(folder, version));
  }, 60_000);
  return {
    assembly: (version, edit = () => undefined) => edited(folder, join(folder, version), edit, 'DiagnosisEndpoint'),
    terraform(version, edit) {
      const copy = join(folder, `terraform-${copies++}`);
      cpSync(synthesizeCdktf(version, join(folder, `terraform-${version}`)), copy, { recursive: true });
      const file = join(copy, 'stacks', 'DiagnosisEndpoint', 'cdk.tf.json');
      const content = JSON.parse(readFileSync(file, 'utf8')) as { resource: TerraformResources };
      edit(content.resource);
      writeFileSync(file, JSON.stringify(content));
      return copy;
    },
    async play(options) {
      const result = await rehearse({ traffic, only: ENDPOINT, sample: 60, ...options }, { servers });
      return { ...result, deployment: result.deployments[0] };
    },
  };
}

/** The only resource of a type, or the first whose id begins so. */
export function the(resources: Resources, type: string, begins = ''): [string, Resources[string]] {
  const found = Object.entries(resources).find(([id, { Type }]) => Type === type && id.startsWith(begins));
  if (found === undefined) throw new Error(`no ${type} ${begins}`);
  return found;
}

export function variantOf(resources: Resources): Block {
  const [, { Properties }] = the(resources, 'AWS::SageMaker::EndpointConfig');
  return (Properties.ProductionVariants as Block[])[0];
}

/** The endpoint's only variant becomes a scalable target, with what it is told. */
export function scaled(resources: Resources, target: Block, policies: Readonly<Record<string, Block>> = {}): void {
  const [, { Properties }] = the(resources, 'AWS::SageMaker::Endpoint');
  resources.Target = {
    Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    Properties: {
      MinCapacity: 1,
      MaxCapacity: 10,
      ResourceId: `endpoint/${String(Properties.EndpointName)}/variant/${String(variantOf(resources).VariantName)}`,
      ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      ServiceNamespace: 'sagemaker',
      ...target,
    },
  };
  for (const [id, policy] of Object.entries(policies)) {
    resources[id] = {
      Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
      Properties: { PolicyName: id, ScalingTargetId: { Ref: 'Target' }, ...policy },
    };
  }
}

/** Tracks so many requests a minute and instance. */
export function onInvocations(target: number, more: Block = {}): Block {
  return {
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: target,
      PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
      ...more,
    },
  };
}
