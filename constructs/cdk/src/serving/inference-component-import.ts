import { Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { endpointArnOf } from './endpoint-import';
import type { InferenceComponentAttributes } from './inference-component-base';
import { InferenceComponentBase } from './inference-component-base';

export class ImportedInferenceComponent extends InferenceComponentBase {
  /** Name by which requests to the endpoint ask for it. */
  public readonly inferenceComponentName: string;
  /** ARN of the component. */
  public readonly inferenceComponentArn: string;
  /** @internal */
  protected readonly _endpointArn: string;

  constructor(scope: Construct, id: string, attributes: InferenceComponentAttributes) {
    super(scope, id);
    const { inferenceComponentName: name, endpointName } = attributes;
    this.inferenceComponentName = name;
    this.inferenceComponentArn = componentArnOf(scope, name);
    this._endpointArn = endpointArnOf(scope, endpointName);
  }
}

/** As with endpoints, SageMaker writes the name in lower case in the ARN. */
function componentArnOf(scope: Construct, name: string): string {
  const resourceName = Token.isUnresolved(name) ? name : name.toLowerCase();
  return Stack.of(scope).formatArn({ service: 'sagemaker', resource: 'inference-component', resourceName });
}
