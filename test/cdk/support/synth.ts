// First: it stands in for what the constructs read.
import { directory } from './assets';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { App, Stack } from 'aws-cdk-lib/core';
import { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type {
  InferenceComponentEndpointProps,
  InferenceEndpointProps,
  OnnxFunctionProps,
} from '@inference-constructs/cdk';
import {
  InferenceComponent,
  InferenceComponentEndpoint,
  InferenceEndpoint,
  OnnxFunction,
  ServingContainer,
} from '@inference-constructs/cdk';
import { ModelPackage } from '@inference-constructs/core';
import { graphOfTemplate } from '@inference-constructs/core/out/graph/cloudformation';
import type { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';

export const outdir = join(directory, 'cdk.out');
export const models = join(__dirname, '..', '..', '..', 'examples', 'diagnosis', 'models');

const loaded = new Map<string, ModelPackage>();

/** A version of the example's model, read once. */
export function diagnosis(version: 'v1' | 'v2' | 'v3' = 'v1'): ModelPackage {
  const model = loaded.get(version) ?? ModelPackage.fromDirectory(join(models, version));
  loaded.set(version, model);
  return model;
}

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly Metadata?: Record<string, unknown>;
  readonly [attribute: string]: unknown;
}

export interface Synthesized {
  readonly resources: Readonly<Record<string, Resource>>;
  readonly graph: ResourceGraph;
  readonly messages: { level: string; text: string }[];
}

export function newStack(context: Record<string, unknown> = {}): Stack {
  const app = new App({
    outdir,
    context: { 'aws:cdk:enable-path-metadata': true, ...context },
    analyticsReporting: false,
    treeMetadata: false,
  });
  return new Stack(app, 'Diagnosis');
}

/** The stack's template, read back from the cloud assembly. */
export function synth(stack: Stack): Synthesized {
  const assembly = (stack.node.root as App).synth({ force: true });
  const artifact: CloudFormationStackArtifact = assembly.getStackByName(stack.stackName);
  const template = JSON.parse(readFileSync(artifact.templateFullPath, 'utf8')) as {
    Resources: Record<string, Resource>;
  };
  return {
    resources: template.Resources,
    graph: graphOfTemplate(template),
    messages: artifact.messages.map(({ level, entry }) => ({ level, text: String(entry.data) })),
  };
}

export const LAYER_ARN = 'arn:aws:lambda:us-east-1:123456789012:layer:onnxruntime:1';

/** A function on a layer that is already there, unless told otherwise. */
export function newFunction(stack: Construct, props: Partial<OnnxFunctionProps> = {}): OnnxFunction {
  return new OnnxFunction(stack, 'Classifier', {
    model: diagnosis(),
    onnxruntimeLayer: LayerVersion.fromLayerVersionArn(stack, 'Layer', LAYER_ARN),
    ...props,
  });
}

export const IMAGE_URI = '123456789012.dkr.ecr.us-east-1.amazonaws.com/runtime:1';
export const REPOSITORY_ARN = 'arn:aws:ecr:us-east-1:123456789012:repository/runtime';

/** The runtime in a repository that is there already. */
export const IMAGE = { container: ServingContainer.runtimeFromImageUri(IMAGE_URI, REPOSITORY_ARN) };

export function newEndpoint(stack: Construct, props: Partial<InferenceEndpointProps> = {}): InferenceEndpoint {
  return new InferenceEndpoint(stack, 'Classifier', { model: diagnosis(), ...IMAGE, ...props });
}

/** An inference component, and an endpoint of its own. */
export function newComponent(stack: Stack, id: string, host: InferenceComponentEndpointProps = {}): InferenceComponent {
  const endpoint = new InferenceComponentEndpoint(stack, `${id}Endpoint`, host);
  return new InferenceComponent(stack, id, { endpoint, model: diagnosis(), ...IMAGE });
}

export function functionTemplate(props: Partial<OnnxFunctionProps> = {}): Synthesized {
  const stack = newStack();
  newFunction(stack, props);
  return synth(stack);
}

export function endpointTemplate(props: Partial<InferenceEndpointProps> = {}): Synthesized {
  const stack = newStack();
  newEndpoint(stack, props);
  return synth(stack);
}

/** The one resource of a type. */
export function only({ resources }: Synthesized, type: string): Resource {
  const found = Object.values(resources).filter(({ Type }) => Type === type);
  expect(found).toHaveLength(1);
  return found[0];
}

/** Logical ids of all resources of a type. */
export function idsOf({ resources }: Synthesized, type: string): string[] {
  return Object.keys(resources).filter((id) => resources[id].Type === type);
}

/** What the endpoint's model runs. */
export function container(synthesized: Synthesized) {
  return synthesized.graph.ofType('AWS::SageMaker::Model')[0].properties.PrimaryContainer as {
    Image: string;
    ModelDataUrl: string;
    Environment: Record<string, string>;
  };
}
