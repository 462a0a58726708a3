import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Resource, Stack, Token } from 'aws-cdk-lib/core';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { VARIANT_NAME } from '@inference-constructs/core/out/serving/endpoint-variants';
import { endpointArnOf } from './endpoint-import';
import type { InferenceComponentAttributes } from './inference-component-base';
import { InferenceComponentBase } from './inference-component-base';
import type { IInferenceComponentEndpoint, InferenceComponentEndpointAttributes } from './inference-component-host';

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

/** An endpoint for components that is deployed elsewhere. */
export class ImportedComponentEndpoint extends Resource implements IInferenceComponentEndpoint {
  /** Name of the endpoint. */
  public readonly endpointName: string;
  /** ARN of the endpoint. */
  public readonly endpointArn: string;
  /** Name of the variant on which components are placed. */
  public readonly variantName: string;
  /** What the endpoint runs as. */
  public readonly role: IRole;
  /** Types of its instances. */
  public readonly instanceTypes: string[];

  constructor(scope: Construct, id: string, attributes: InferenceComponentEndpointAttributes) {
    super(scope, id);
    this.endpointName = attributes.endpointName;
    this.endpointArn = endpointArnOf(scope, attributes.endpointName);
    this.variantName = attributes.variantName ?? VARIANT_NAME;
    this.role = attributes.role;
    this.instanceTypes = attributes.instanceTypes;
  }

  /** The endpoint as other modules of the CDK refer to it. */
  public get endpointRef(): aws_sagemaker.EndpointReference {
    return { endpointArn: this.endpointArn };
  }
}
