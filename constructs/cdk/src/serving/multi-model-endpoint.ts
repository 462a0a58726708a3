import { join } from 'node:path';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Connections, IConnectable } from 'aws-cdk-lib/aws-ec2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import type { ModelPackage } from '@inference-constructs/core';
import { at } from '@inference-constructs/core/out/errors';
import { writeTarGz } from '@inference-constructs/core/out/model/archive';
import { pinnedFiles } from '@inference-constructs/core/out/model/pinned-package';
import type { DeclaredVariants } from '@inference-constructs/core/out/scaling/endpoint-scaling';
import type { ModelHost } from '@inference-constructs/core/out/serving/multi-model-endpoint';
import {
  decideAddedModel,
  decideMultiModelEndpoint,
} from '@inference-constructs/core/out/serving/multi-model-endpoint';
import { annotate } from '../annotations';
import { injected } from '../injected';
import { renderEndpoint } from '../render/endpoint';
import { Rendering } from '../render/rendering';
import { checkRules } from '../rules';
import type { InstanceScalingProps } from '../scaling/bounds';
import { scaleEndpoint } from '../scaling/endpoint-scaling';
import type { ScalableInstanceCount } from '../scaling/scalable-instance-count';
import type { EndpointNetwork } from './endpoint-network';
import { requireConnections } from './endpoint-network';
import { staged } from './staging';
import { ImportedMultiModelEndpoint, identityOfArn, identityOfName } from './endpoint-import';
import type { IMultiModelEndpoint } from './multi-model-endpoint-base';
import { MultiModelEndpointBase } from './multi-model-endpoint-base';
import type { InstanceEndpointOptions } from './endpoint-options';
import { instanceHosting } from './hosting';
import { ownerOf } from './model-owner';

/** Properties of a `MultiModelEndpoint`. */
export interface MultiModelEndpointProps extends InstanceEndpointOptions {
  /** Bucket of the models' archives, in the endpoint's region. */
  readonly bucket: IBucket;

  /** Prefix of their keys, without a slash at either end, else `PrefixInvalid`. */
  readonly prefix: string;

  /**
   * Whether a model stays in memory until another needs the room. Off, it is loaded for every request: for models that are
   * rarely asked for twice.
   *
   * @default true
   */
  readonly cacheModels?: boolean;
}

/**
 * A SageMaker endpoint that serves any number of models from one fleet: a request names the archive below a prefix that is
 * to answer (`TargetModel`), and the endpoint loads it when it is asked for first. A model is added by putting an archive
 * there, without a deployment, so no rollout watches one; what is watched and rolled back is a change of image or
 * instances. The runtime runs each model in a process of its own.
 */
export class MultiModelEndpoint extends MultiModelEndpointBase implements IConnectable {
  /** Id by which `PropertyInjectors` know this construct. */
  public static readonly PROPERTY_INJECTION_ID: string = '@inference-constructs.cdk.MultiModelEndpoint';

  /** An endpoint of this kind that is deployed elsewhere, in this account and region. */
  public static fromEndpointName(scope: Construct, id: string, endpointName: string): IMultiModelEndpoint {
    return new ImportedMultiModelEndpoint(scope, id, identityOfName(scope, endpointName));
  }

  /** An endpoint of this kind that is deployed elsewhere, by its ARN. */
  public static fromEndpointArn(scope: Construct, id: string, endpointArn: string): IMultiModelEndpoint {
    return new ImportedMultiModelEndpoint(scope, id, identityOfArn(scope, id, endpointArn));
  }

  /** Name by which clients invoke the endpoint. */
  public readonly endpointName: string;

  /** ARN of the endpoint. */
  public readonly endpointArn: string;

  /** What the endpoint runs as: it may pull its image, fetch what is below the prefix, write its log and read its alarms. */
  public readonly role: IRole;

  /** The alarms that roll a new fleet back. They watch that fleet only and are new with every release. */
  public readonly rollbackAlarms: IAlarm[];

  private readonly bucket: IBucket;
  private readonly prefix: string;
  private readonly hosted: ModelHost;
  private readonly network?: EndpointNetwork;
  private readonly endpoint: CfnEndpoint;
  private readonly declared: DeclaredVariants;

  constructor(scope: Construct, id: string, props: MultiModelEndpointProps) {
    super(scope, id);
    props = injected(this, MultiModelEndpoint.PROPERTY_INJECTION_ID, props);
    const { bucket, prefix, cacheModels } = props;
    const { plan, hosted, network } = at(this.node.path, () => {
      const { spec, network } = instanceHosting(this, props);
      const { bucketName, bucketArn } = bucket;
      return {
        plan: decideMultiModelEndpoint({
          ...spec,
          bucketName,
          bucketArn,
          prefix,
          cacheModels,
          ...ownerOf(this, bucket, prefix),
        }),
        hosted: spec,
        network,
      };
    });
    const { role, endpoint, alarms } = renderEndpoint(this, new Rendering(plan), props.role);
    this.endpointName = hosted.endpointName;
    this.endpointArn = endpoint.ref;
    this.endpoint = endpoint;
    this.declared = hosted;
    this.role = role;
    this.rollbackAlarms = alarms;
    this.network = network;
    this.bucket = bucket;
    this.prefix = prefix;
    this.hosted = hosted;
    annotate(this, plan.notes);
    checkRules(this);
  }

  /** Opens ports of the endpoint's security groups. An endpoint that is not in a VPC fails with `VpcMissing`. */
  public get connections(): Connections {
    return at(this.node.path, () => requireConnections(this.network));
  }

  /**
   * Lets the number of instances scale between bounds, by the policies and schedules that are added to what it gives. A new
   * instance loads each model when it is asked for first. From then on an update keeps the instances that are there: the
   * declared count only says with how many the endpoint is made. Fails with `ScalingAlreadyOn` the second time.
   */
  public autoScaleInstanceCount(props: InstanceScalingProps): ScalableInstanceCount {
    return scaleEndpoint(this, this.endpoint, this.declared, props);
  }

  /**
   * Uploads a model package in a directory below the prefix, by a function of the CDK that copies the asset when the stack is
   * deployed, and returns the name by which requests ask for it (`TargetModel`). The name tells releases apart, because the
   * endpoint keeps what it has loaded under it. A model that is no longer added stays in the bucket.
   *
   * A row that does not fit into a request (6 MiB, or what `INFERENCE_MAX_BODY_BYTES` says, at most 25 MB) fails with
   * `PayloadTooLarge`, a model that the instances cannot hold with `ModelTooLargeForInstance`.
   */
  public addModel(model: ModelPackage): string {
    return at(this.node.path, () => {
      const loaded = pinnedFiles(model);
      const { target, notes } = decideAddedModel(loaded, this.hosted);
      annotate(this, notes);
      const archive = staged(loaded.digest.replace('sha256:', ''), 'directory', (directory) => {
        writeTarGz(loaded.files, join(directory, target));
      });
      new BucketDeployment(this, `Model-${target}`, {
        sources: [Source.asset(loaded.directory, archive)],
        destinationBucket: this.bucket,
        destinationKeyPrefix: this.prefix,
        // What another call or another stack put there is not this one's to delete.
        memoryLimit: 1024,
        prune: false,
        retainOnDelete: true,
      });
      return target;
    });
  }
}
