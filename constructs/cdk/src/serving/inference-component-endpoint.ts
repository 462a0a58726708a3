import type { Connections, IConnectable, ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Duration, Size } from 'aws-cdk-lib/core';
import { Resource, Stack } from 'aws-cdk-lib/core';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { at } from '@inference-constructs/core/out/errors';
import {
  COMPONENT_ENDPOINT_DEFAULTS,
  decideComponentEndpoint,
} from '@inference-constructs/core/out/serving/component-endpoint';
import { VARIANT_NAME } from '@inference-constructs/core/out/serving/endpoint-variants';
import { annotate } from '../annotations';
import { injected } from '../injected';
import { renderEndpoint } from '../render/endpoint';
import { givenRole } from '../render/given-role';
import { Rendering } from '../render/rendering';
import { checkRules, leaveRulesTo } from '../rules';
import { inSeconds } from '../units';
import type { EndpointNetwork } from './endpoint-network';
import { endpointNetwork, requireConnections } from './endpoint-network';
import { defaultName, instanceSettings, place } from './hosting';
import type { IInferenceComponentEndpoint, InferenceComponentEndpointAttributes } from './inference-component-host';
import { ImportedComponentEndpoint } from './inference-component-import';
import type { InstancePool } from './instance-pool';
import type { RoutingStrategy } from './routing-strategy';

/** Properties of an `InferenceComponentEndpoint`. */
export interface InferenceComponentEndpointProps {
  /**
   * Name of the endpoint, at most 63 letters, digits and hyphens.
   *
   * @default - stack name, construct id and a hash of the construct path
   */
  readonly endpointName?: string;

  /**
   * What the endpoint runs as: a role that SageMaker may take on. What it and its
   * components need is added in policies; to
   * a role that takes none (imported as it is, or of another account) nothing is, and synth says what it has to allow.
   *
   * @default - one of its own
   */
  readonly role?: IRole;

  /**
   * SageMaker hosting instance type, else `InstanceTypeInvalid`.
   *
   * @default 'ml.c7i.large'
   */
  readonly instanceType?: string;

  /**
   * Instance types by priority, in place of one: when there are none of the first, SageMaker takes the next. At most 5, all
   * with GPUs or none and of one processor architecture, else `InstancePoolsInvalid`. Components on several fail with
   * `LibraryTooOld` where the L1 of aws-cdk-lib knows no specifications by instance type, as that of 2.262.
   *
   * @default - one instance type
   */
  readonly instancePools?: InstancePool[];

  /**
   * How long SageMaker tries to get instances before it takes the next pool: from 5 minutes to an hour, else
   * `InstancePoolsInvalid`. Needs `instancePools`.
   *
   * @default - SageMaker's own
   */
  readonly instanceProvisionTimeout?: Duration;

  /**
   * Number of instances that the endpoint is made with: at least 1, and between `minInstanceCount` and
   * `maxInstanceCount`, else `InstanceCountOutOfRange`.
   *
   * @default - `minInstanceCount`, at least 1; without it 2
   */
  readonly instanceCount?: number;

  /**
   * The least instances that SageMaker keeps when copies leave room (managed instance scaling). 0 is accepted in some
   * regions only, and then an endpoint without copies costs nothing.
   *
   * @default - `instanceCount`
   */
  readonly minInstanceCount?: number;

  /**
   * The most instances that SageMaker adds when copies find no room (managed instance scaling).
   *
   * @default - `instanceCount`
   */
  readonly maxInstanceCount?: number;

  /**
   * How a request finds a copy.
   *
   * @default RoutingStrategy.LEAST_OUTSTANDING_REQUESTS
   */
  readonly routingStrategy?: RoutingStrategy;

  /**
   * VPC in which the containers run: what they may reach, S3 included, is what the VPC lets them reach.
   *
   * @default - the network of SageMaker, which reaches the internet
   */
  readonly vpc?: IVpc;

  /**
   * Subnets of the VPC, at most 16, else `NetworkInvalid`.
   *
   * @default - the private subnets
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * Security groups of the instances, at most 5, else `NetworkInvalid`. Needs `vpc`, else `VpcMissing`.
   *
   * @default - one of its own, which lets everything out and nothing in
   */
  readonly securityGroups?: ISecurityGroup[];

  /**
   * Whether the containers are cut off from every network.
   *
   * @default false
   */
  readonly networkIsolation?: boolean;

  /**
   * Size of the volume of each instance, on which the models lie: whole GiB from 1 to 512, else `VolumeSizeOutOfRange`. Types
   * with disks of their own have no such volume, else `VolumeUnsupported`.
   *
   * @default - SageMaker's own
   */
  readonly volumeSize?: Size;

  /**
   * Key that the volumes of the instances are encrypted with. Whoever deploys needs `kms:CreateGrant` on it, and its policy has to
   * leave that to the roles of the account, as it does by default. Types with disks of their own encrypt those by themselves
   * and take no key, else `VolumeUnsupported`.
   *
   * @default - a key of SageMaker
   */
  readonly volumeEncryptionKey?: IKey;

  /**
   * Image from which the instances start, which has the drivers: for example 'al2-ami-sagemaker-inference-gpu-3-1' for CUDA of
   * another version.
   *
   * @default - SageMaker's own
   */
  readonly inferenceAmiVersion?: string;
}

/**
 * A SageMaker endpoint without a model of its own: inference components share its instances, each with its copies, its
 * rollout and its scaling. A change of its own, for example of the instance type, is rolled out by SageMaker in its usual
 * way, and no alarm rolls it back.
 */
export class InferenceComponentEndpoint extends Resource implements IInferenceComponentEndpoint, IConnectable {
  /** Id by which `PropertyInjectors` know this construct. */
  public static readonly PROPERTY_INJECTION_ID: string = '@inference-constructs.cdk.InferenceComponentEndpoint';

  /** An endpoint for inference components that is deployed elsewhere, in this account and region. */
  public static fromInferenceComponentEndpointAttributes(
    scope: Construct,
    id: string,
    attributes: InferenceComponentEndpointAttributes,
  ): IInferenceComponentEndpoint {
    return new ImportedComponentEndpoint(scope, id, attributes);
  }

  /** Name of the endpoint. */
  public readonly endpointName: string;

  /** ARN of the endpoint. */
  public readonly endpointArn: string;

  /** Name of the variant on which components are placed. */
  public readonly variantName: string = VARIANT_NAME;

  /** What the endpoint runs as: it may write its log and read rollback alarms; components add what they fetch. */
  public readonly role: IRole;

  /** Types of its instances: one, or those of its pools. */
  public readonly instanceTypes: string[];

  private readonly endpoint: CfnEndpoint;
  private readonly network?: EndpointNetwork;
  private readonly components: Construct[] = [];

  constructor(scope: Construct, id: string, props: InferenceComponentEndpointProps = {}) {
    super(scope, id);
    props = injected(this, InferenceComponentEndpoint.PROPERTY_INJECTION_ID, props);
    const { plan, network, endpointName } = at(this.node.path, () => {
      const network: EndpointNetwork | undefined = endpointNetwork(this, props);
      const spec = {
        ...place(this),
        endpointName: props.endpointName ?? defaultName(this),
        instanceType: props.instanceType,
        instancePools: props.instancePools,
        instanceProvisionTimeoutSeconds: inSeconds('instance provision timeout', props.instanceProvisionTimeout),
        instanceCount: props.instanceCount,
        minInstanceCount: props.minInstanceCount,
        maxInstanceCount: props.maxInstanceCount,
        routingStrategy: props.routingStrategy?.name,
        ...instanceSettings(props),
        role: givenRole(this, props.role),
        network: network?.spec,
        networkIsolation: props.networkIsolation,
      };
      return { plan: decideComponentEndpoint(spec), network, endpointName: spec.endpointName };
    });
    const { role, endpoint } = renderEndpoint(this, new Rendering(plan), props.role);
    this.endpointName = endpointName;
    this.endpointArn = endpoint.ref;
    this.role = role;
    this.instanceTypes = props.instancePools?.map(({ instanceType }) => instanceType) ?? [
      props.instanceType ?? COMPONENT_ENDPOINT_DEFAULTS.instanceType,
    ];
    this.endpoint = endpoint;
    this.network = network;
    annotate(this, plan.notes);
    checkRules(this, () => this.components);
  }

  /** The endpoint as other modules of the CDK refer to it. */
  public get endpointRef(): aws_sagemaker.EndpointReference {
    return { endpointArn: this.endpointArn };
  }

  /** Opens ports of the endpoint's security groups. An endpoint that is not in a VPC fails with `VpcMissing`. */
  public get connections(): Connections {
    return at(this.node.path, () => requireConnections(this.network));
  }

  /** @internal */
  public _referenceFrom(scope: Construct): string {
    // Over the border of a stack the name is as good: it is a literal, and the role refers to the stack.
    return Stack.of(scope) === Stack.of(this) ? this.endpoint.attrEndpointName : this.endpointName;
  }

  /** @internal */
  public _host(component: Construct): void {
    // What is in another stack has no logical id here.
    if (Stack.of(component) !== Stack.of(this)) return;
    this.components.push(component);
    leaveRulesTo(this, component);
  }
}
