import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';
import { INVOKE } from '@inference-constructs/core/out/access/invoke';

/** Lets principals use a SageMaker endpoint, whoever made it. */
export class EndpointGrants {
  /** Grants on an endpoint: an L1, an L2 of any library, or an import. */
  public static fromEndpoint(endpoint: aws_sagemaker.IEndpointRef): EndpointGrants {
    return new EndpointGrants(endpoint);
  }

  private constructor(private readonly endpoint: aws_sagemaker.IEndpointRef) {}

  /** Lets a principal invoke the endpoint, and nothing else. */
  public invoke(grantee: IGrantable): Grant {
    return this.grant(grantee, INVOKE.ENDPOINT);
  }

  /** Lets a principal invoke the endpoint for an answer that comes in pieces, and nothing else. */
  public invokeWithResponseStream(grantee: IGrantable): Grant {
    return this.grant(grantee, INVOKE.ENDPOINT_STREAM);
  }

  /** Lets a principal queue requests that are in Amazon S3 already. What it does there, the bucket grants. */
  public invokeAsync(grantee: IGrantable): Grant {
    return this.grant(grantee, INVOKE.ENDPOINT_ASYNC);
  }

  private grant(grantee: IGrantable, action: string): Grant {
    const resourceArns = [this.endpoint.endpointRef.endpointArn];
    return Grant.addToPrincipal({ grantee, actions: [action], resourceArns });
  }
}
