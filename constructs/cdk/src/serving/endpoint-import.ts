import { Arn, ArnFormat, Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { IInferenceEndpoint } from './endpoint-base';
import { RealTimeEndpointBase } from './endpoint-base';

/** An endpoint by its name, in the account and region of the stack. */
export function importEndpointName(scope: Construct, id: string, endpointName: string): IInferenceEndpoint {
  return new ImportedEndpoint(scope, id, { endpointName, endpointArn: endpointArnOf(scope, endpointName) });
}

export function importEndpointArn(scope: Construct, id: string, endpointArn: string): IInferenceEndpoint {
  const endpointName = Arn.split(endpointArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName!;
  return new ImportedEndpoint(scope, id, { endpointName, endpointArn }, endpointArn);
}

/** SageMaker writes the name in lower case in the ARN, and IAM tells cases apart. */
export function endpointArnOf(scope: Construct, endpointName: string): string {
  const resourceName = Token.isUnresolved(endpointName) ? endpointName : endpointName.toLowerCase();
  return Stack.of(scope).formatArn({ service: 'sagemaker', resource: 'endpoint', resourceName });
}

class ImportedEndpoint extends RealTimeEndpointBase {
  /** Name by which clients invoke the endpoint. */
  public readonly endpointName: string;
  /** ARN of the endpoint. */
  public readonly endpointArn: string;

  constructor(
    scope: Construct,
    id: string,
    { endpointName, endpointArn }: { readonly endpointName: string; readonly endpointArn: string },
    environmentFromArn?: string,
  ) {
    super(scope, id, { environmentFromArn });
    this.endpointName = endpointName;
    this.endpointArn = endpointArn;
  }
}
