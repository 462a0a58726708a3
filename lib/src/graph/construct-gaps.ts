/** Something that only one engine's package has, whole: no plan of the other is like it. */
export interface ConstructGap {
  /** Name of the exported class. */
  readonly name: string;
  readonly on: 'cdk' | 'cdktf';
  readonly reason: string;
  /** What to do on the other engine. */
  readonly remedy: string;
}

const NO_COMPONENTS =
  'The provider (5.100) has no resource for inference components, and requires a model on each variant, which an endpoint that hosts them must not have.';
const COMPONENTS_ELSEWHERE =
  'Declare endpoint and components with the CDK in a stack of their own, and scale the copies from Terraform with `ScalableCopyCount` if they must scale there; or serve each model on an `InferenceEndpoint`, many small ones on a `MultiModelEndpoint`.';

const NO_BUCKETS =
  'A bucket has one policy, which Terraform replaces as a whole: it belongs to the configuration that has the bucket.';
const SAY_WHOSE =
  'Say account and key in `ModelPackage.fromS3Archive`, `ModelPackage.fromS3Prefix` or the lock; synth says which statements the policies need.';

/** Every class that only one engine has. */
export const CONSTRUCT_GAPS: readonly ConstructGap[] = [
  { name: 'InferenceComponentEndpoint', on: 'cdk', reason: NO_COMPONENTS, remedy: COMPONENTS_ELSEWHERE },
  { name: 'InferenceComponent', on: 'cdk', reason: NO_COMPONENTS, remedy: COMPONENTS_ELSEWHERE },
  { name: 'InferenceComponentBase', on: 'cdk', reason: NO_COMPONENTS, remedy: COMPONENTS_ELSEWHERE },
  { name: 'S3Model', on: 'cdk', reason: NO_BUCKETS, remedy: SAY_WHOSE },
];

/** A property that only one engine's construct has. */
export interface OptionGap {
  /** Struct of the properties. */
  readonly of: string;
  readonly name: string;
  readonly on: 'cdk' | 'cdktf';
  readonly reason: string;
  readonly remedy: string;
}

const NO_POOLS =
  'The provider (5.100) has no argument for instance pools of a variant, nor for how long each is tried.';
const ONE_TYPE = 'Name one `instanceType`, and apply with another one when there are no instances of it.';

/** Every property that has no counterpart because provider or framework has none. */
export const OPTION_GAPS: readonly OptionGap[] = [
  { of: 'InferenceEndpointProps', name: 'instancePools', on: 'cdk', reason: NO_POOLS, remedy: ONE_TYPE },
  { of: 'InferenceEndpointProps', name: 'instanceProvisionTimeout', on: 'cdk', reason: NO_POOLS, remedy: ONE_TYPE },
  {
    of: 'EndpointOptions',
    name: 'roleArn',
    on: 'cdktf',
    reason: 'CDKTF has no type that is both a role of the configuration and one that is made elsewhere.',
    remedy:
      'Pass `Role.fromRoleArn(…)` as `role`: it takes policies, unless it is imported with `mutable: false` or of another account.',
  },
];
