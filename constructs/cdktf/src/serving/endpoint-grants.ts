import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import type { Construct } from 'constructs';
import { INVOKE } from '@inference-constructs/core/out/access/invoke';
import { grantTo } from '../access/invoke';

/** Lets roles use a SageMaker endpoint, whoever made it. */
export class EndpointGrants {
  /** Grants on an endpoint that this configuration declares. The policies are made below it. */
  public static fromEndpoint(endpoint: SagemakerEndpoint): EndpointGrants {
    return new EndpointGrants(endpoint, endpoint.arn);
  }

  /** @internal */
  public static _of(scope: Construct, endpointArn: string): EndpointGrants {
    return new EndpointGrants(scope, endpointArn);
  }

  private constructor(
    private readonly scope: Construct,
    private readonly endpointArn: string,
  ) {}

  /** Lets a role invoke the endpoint, and nothing else. */
  public invoke(grantee: IamRole): IamRolePolicy {
    return grantTo(grantee, this.scope, INVOKE.ENDPOINT, this.endpointArn);
  }

  /** Lets a role invoke the endpoint for an answer that comes in pieces, and nothing else. */
  public invokeWithResponseStream(grantee: IamRole): IamRolePolicy {
    return grantTo(grantee, this.scope, INVOKE.ENDPOINT_STREAM, this.endpointArn, 'Stream');
  }

  /** Lets a role queue requests that are in Amazon S3 already. What it does there, the policies of the bucket say. */
  public invokeAsync(grantee: IamRole): IamRolePolicy {
    return grantTo(grantee, this.scope, INVOKE.ENDPOINT_ASYNC, this.endpointArn, 'Async');
  }
}
