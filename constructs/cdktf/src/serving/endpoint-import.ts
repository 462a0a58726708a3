import { Fn, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { accountOf, partitionOf, regionOf } from '../render/account';
import type { IInferenceEndpoint } from './endpoint-base';
import { RealTimeEndpointBase } from './endpoint-base';

/** An endpoint by its name, in the account and region of the stack. */
export function importEndpointName(scope: Construct, id: string, endpointName: string): IInferenceEndpoint {
  return new ImportedEndpoint(scope, id, endpointName);
}

/** SageMaker writes the name in lower case in the ARN, and IAM tells cases apart. */
export function endpointArnOf(scope: Construct, endpointName: string): string {
  const name = Token.isUnresolved(endpointName) ? Token.asString(Fn.lower(endpointName)) : endpointName.toLowerCase();
  return `arn:${partitionOf(scope)}:sagemaker:${regionOf(scope)}:${accountOf(scope)}:endpoint/${name}`;
}

class ImportedEndpoint extends RealTimeEndpointBase {
  public readonly endpointArn: string;

  constructor(
    scope: Construct,
    id: string,
    public readonly endpointName: string,
  ) {
    super(scope, id);
    this.endpointArn = endpointArnOf(scope, endpointName);
  }
}
