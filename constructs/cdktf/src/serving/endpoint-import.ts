import { Fn, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { at } from '@inference-constructs/core/out/errors';
import { endpointNameIn } from '@inference-constructs/core/out/serving/imported-name';
import { accountOf, partitionOf, regionOf } from '../render/account';
import { RealTimeEndpointBase } from './endpoint-base';
import { MultiModelEndpointBase } from './multi-model-endpoint-base';
import { ServerlessEndpointBase } from './serverless-endpoint-base';

/** What is known of an endpoint that is deployed elsewhere. */
interface Identity {
  readonly endpointName: string;
  readonly endpointArn: string;
}

/** An endpoint by its name, in the account and region of the provider. */
export function identityOfName(scope: Construct, endpointName: string): Identity {
  return { endpointName, endpointArn: endpointArnOf(scope, endpointName) };
}

export function identityOfArn(scope: Construct, id: string, endpointArn: string): Identity {
  const endpointName = Token.isUnresolved(endpointArn)
    ? Token.asString(Fn.element(Fn.split('/', endpointArn), 1))
    : at(`${scope.node.path}/${id}`, () => endpointNameIn(endpointArn));
  return { endpointName, endpointArn };
}

/** SageMaker writes the name in lower case in the ARN, and IAM tells cases apart. */
export function endpointArnOf(scope: Construct, endpointName: string): string {
  const name = Token.isUnresolved(endpointName) ? Token.asString(Fn.lower(endpointName)) : endpointName.toLowerCase();
  return `arn:${partitionOf(scope)}:sagemaker:${regionOf(scope)}:${accountOf(scope)}:endpoint/${name}`;
}

export class ImportedEndpoint extends RealTimeEndpointBase {
  public readonly endpointName: string;
  public readonly endpointArn: string;

  constructor(scope: Construct, id: string, { endpointName, endpointArn }: Identity) {
    super(scope, id);
    this.endpointName = endpointName;
    this.endpointArn = endpointArn;
  }
}

export class ImportedServerlessEndpoint extends ServerlessEndpointBase {
  public readonly endpointName: string;
  public readonly endpointArn: string;

  constructor(scope: Construct, id: string, { endpointName, endpointArn }: Identity) {
    super(scope, id);
    this.endpointName = endpointName;
    this.endpointArn = endpointArn;
  }
}

export class ImportedMultiModelEndpoint extends MultiModelEndpointBase {
  public readonly endpointName: string;
  public readonly endpointArn: string;

  constructor(scope: Construct, id: string, { endpointName, endpointArn }: Identity) {
    super(scope, id);
    this.endpointName = endpointName;
    this.endpointArn = endpointArn;
  }
}
