import { Arn, ArnFormat, Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { at } from '@inference-constructs/core/out/errors';
import { endpointNameIn } from '@inference-constructs/core/out/serving/imported-name';
import { RealTimeEndpointBase } from './endpoint-base';
import { MultiModelEndpointBase } from './multi-model-endpoint-base';
import { ServerlessEndpointBase } from './serverless-endpoint-base';

/** What is known of an endpoint that is deployed elsewhere. */
interface Identity {
  readonly endpointName: string;
  readonly endpointArn: string;
  /** The ARN, where it says of which account and region the endpoint is. */
  readonly environmentFromArn?: string;
}

/** An endpoint by its name, in the account and region of the stack. */
export function identityOfName(scope: Construct, endpointName: string): Identity {
  return { endpointName, endpointArn: endpointArnOf(scope, endpointName) };
}

export function identityOfArn(scope: Construct, id: string, endpointArn: string): Identity {
  const endpointName = Token.isUnresolved(endpointArn)
    ? Arn.split(endpointArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName!
    : at(`${scope.node.path}/${id}`, () => endpointNameIn(endpointArn));
  return { endpointName, endpointArn, environmentFromArn: endpointArn };
}

/** SageMaker writes the name in lower case in the ARN, and IAM tells cases apart. */
export function endpointArnOf(scope: Construct, endpointName: string): string {
  const resourceName = Token.isUnresolved(endpointName) ? endpointName : endpointName.toLowerCase();
  return Stack.of(scope).formatArn({ service: 'sagemaker', resource: 'endpoint', resourceName });
}

export class ImportedEndpoint extends RealTimeEndpointBase {
  /** Name by which clients invoke the endpoint. */
  public readonly endpointName: string;
  /** ARN of the endpoint. */
  public readonly endpointArn: string;

  constructor(scope: Construct, id: string, { endpointName, endpointArn, environmentFromArn }: Identity) {
    super(scope, id, { environmentFromArn });
    this.endpointName = endpointName;
    this.endpointArn = endpointArn;
  }
}

export class ImportedServerlessEndpoint extends ServerlessEndpointBase {
  /** Name by which clients invoke the endpoint. */
  public readonly endpointName: string;
  /** ARN of the endpoint. */
  public readonly endpointArn: string;

  constructor(scope: Construct, id: string, { endpointName, endpointArn, environmentFromArn }: Identity) {
    super(scope, id, { environmentFromArn });
    this.endpointName = endpointName;
    this.endpointArn = endpointArn;
  }
}

export class ImportedMultiModelEndpoint extends MultiModelEndpointBase {
  /** Name by which clients invoke the endpoint. */
  public readonly endpointName: string;
  /** ARN of the endpoint. */
  public readonly endpointArn: string;

  constructor(scope: Construct, id: string, { endpointName, endpointArn, environmentFromArn }: Identity) {
    super(scope, id, { environmentFromArn });
    this.endpointName = endpointName;
    this.endpointArn = endpointArn;
  }
}
