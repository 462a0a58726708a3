// First: it stands in for what the constructs read.
import { directory } from './assets';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, Testing, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { InferenceEndpointProps, OnnxFunctionProps } from '@inference-constructs/cdktf';
import { InferenceEndpoint, OnnxFunction, ServingContainer } from '@inference-constructs/cdktf';
import { ModelPackage } from '@inference-constructs/core';
import type { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { graphOfTerraform } from '@inference-constructs/core/out/graph/terraform';

export const models = join(__dirname, '..', '..', '..', 'examples', 'diagnosis', 'models');
const loaded = new Map<string, ModelPackage>();

/** A version of the example's model, read once. */
export function diagnosis(version: 'v1' | 'v2' | 'v3' = 'v1'): ModelPackage {
  const model = loaded.get(version) ?? ModelPackage.fromDirectory(join(models, version));
  loaded.set(version, model);
  return model;
}

export type Arguments = Readonly<Record<string, unknown>>;

export interface Synthesized {
  /** Directory of `cdk.tf.json` and its assets. */
  readonly directory: string;
  readonly json: { readonly resource: Readonly<Record<string, Readonly<Record<string, Arguments>>>> };
  readonly graph: ResourceGraph;
  readonly messages: { level: string; text: string }[];
}

export function newStack(id = 'Diagnosis'): TerraformStack {
  const outdir = mkdtempSync(join(directory, 'out-'));
  const stack = new TerraformStack(Testing.stubVersion(new App({ outdir, stackTraces: false })), id);
  new AwsProvider(stack, 'aws', { region: 'us-east-1' });
  return stack;
}

/** The stack's JSON, read back from the output. */
export function synth(stack: TerraformStack): Synthesized {
  const app = App.of(stack);
  app.synth();
  const folder = join(app.outdir, 'stacks', stack.node.id);
  const text = readFileSync(join(folder, 'cdk.tf.json'), 'utf8');
  const json = JSON.parse(text) as Synthesized['json'];
  const { annotations } = app.manifest.forStack(stack);
  return {
    directory: folder,
    json,
    graph: graphOfTerraform(json),
    messages: annotations.map(({ level, message }) => ({ level: level.replace('@cdktf/', ''), text: message })),
  };
}

export const LAYER_ARN = 'arn:aws:lambda:us-east-1:123456789012:layer:onnxruntime:1';

/** A function on a layer that is already there, unless told otherwise. */
export function newFunction(stack: Construct, props: Partial<OnnxFunctionProps> = {}): OnnxFunction {
  return new OnnxFunction(stack, 'Classifier', { model: diagnosis(), onnxruntimeLayerArn: LAYER_ARN, ...props });
}

export const IMAGE_URI = '123456789012.dkr.ecr.us-east-1.amazonaws.com/runtime:1';
export const REPOSITORY_ARN = 'arn:aws:ecr:us-east-1:123456789012:repository/runtime';

/** The runtime in a repository that is there already, and a bucket. */
export const IMAGE = {
  container: ServingContainer.runtimeFromImageUri(IMAGE_URI, REPOSITORY_ARN),
  artifactsBucket: 'artifacts',
};

export function newEndpoint(stack: Construct, props: Partial<InferenceEndpointProps> = {}): InferenceEndpoint {
  return new InferenceEndpoint(stack, 'Classifier', { model: diagnosis(), ...IMAGE, ...props });
}

export function functionJson(props: Partial<OnnxFunctionProps> = {}): Synthesized {
  const stack = newStack();
  newFunction(stack, props);
  return synth(stack);
}

export function endpointJson(props: Partial<InferenceEndpointProps> = {}): Synthesized {
  const stack = newStack();
  newEndpoint(stack, props);
  return synth(stack);
}

/** The one resource of a type of the provider, the deployer's aside. */
export function only({ json }: Synthesized, type: string): Arguments {
  const found = Object.values(json.resource[type] ?? {}).filter((resource) => !isDeployers(resource));
  expect(found).toHaveLength(1);
  return found[0];
}

/** Whether a resource belongs to the function that moves the alias. */
export function isDeployers(resource: Arguments): boolean {
  const { metadata } = (resource['//'] ?? {}) as { metadata?: { path?: string } };
  return /\/RolloutDeployer/.test(metadata?.path ?? '');
}
