import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';

/** An endpoint that hosts inference components, made here or imported. */
export interface IInferenceComponentEndpoint extends aws_sagemaker.IEndpointRef {
  /** Name of the endpoint. */
  readonly endpointName: string;

  /** ARN of the endpoint. */
  readonly endpointArn: string;

  /** Name of the variant on which components are placed. */
  readonly variantName: string;

  /** What the endpoint runs as. Components add what they fetch and write to it. */
  readonly role: IRole;

  /** Types of its instances: one, or those of its pools. */
  readonly instanceTypes: string[];
}

/** An endpoint for inference components that is deployed elsewhere, in the account and region of the stack. */
export interface InferenceComponentEndpointAttributes {
  /** Name of the endpoint. */
  readonly endpointName: string;

  /** What the endpoint runs as. Components add what they fetch and write to it, so it must be one that can be changed. */
  readonly role: IRole;

  /** Types of its instances: one, or those of its pools. What a copy asks for is checked against them. */
  readonly instanceTypes: string[];

  /**
   * Name of the variant on which components are placed.
   *
   * @default 'live'
   */
  readonly variantName?: string;
}
