import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { S3Object } from '@cdktf/provider-aws/lib/s3-object';
import { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import type { Construct } from 'constructs';
import type { ModelPackage } from '@inference-constructs/core';
import { at } from '@inference-constructs/core/out/errors';
import { pinnedFiles } from '@inference-constructs/core/out/model/pinned-package';
import type { DeclaredVariants } from '@inference-constructs/core/out/scaling/endpoint-scaling';
import type { ModelHost } from '@inference-constructs/core/out/serving/multi-model-endpoint';
import {
  decideAddedModel,
  decideMultiModelEndpoint,
} from '@inference-constructs/core/out/serving/multi-model-endpoint';
import { annotate } from '../annotations';
import { partitionOf } from '../render/account';
import { RenderedPlan } from '../render/render-plan';
import { checkRules } from '../rules';
import type { InstanceScalingProps } from '../scaling/bounds';
import { scaleEndpoint } from '../scaling/endpoint-scaling';
import type { ScalableInstanceCount } from '../scaling/scalable-instance-count';
import { archiveAsset } from './model-artefact';
import { ImportedMultiModelEndpoint, identityOfArn, identityOfName } from './endpoint-import';
import type { IMultiModelEndpoint } from './multi-model-endpoint-base';
import { MultiModelEndpointBase } from './multi-model-endpoint-base';
import type { InstanceEndpointOptions } from './endpoint-options';
import { renderedRole } from './execution-role';
import { instanceHosting } from './hosting';

/** Properties of a `MultiModelEndpoint`. */
export interface MultiModelEndpointProps extends InstanceEndpointOptions {
  /** Name of the bucket of the models' archives, in the endpoint's region. */
  readonly bucket: string;

  /** Prefix of their keys, without a slash at either end, else `PrefixInvalid`. */
  readonly prefix: string;

  /**
   * Whether a model stays in memory until another needs the room. Off, it is loaded for every request: for models that are
   * rarely asked for twice.
   *
   * @default true
   */
  readonly cacheModels?: boolean;

  /**
   * Account that owns the bucket. Where it is not the one that the provider is allowed to use (`allowed_account_ids`), synth
   * says which statements its policies need.
   *
   * @default - the account of the endpoint
   */
  readonly bucketAccount?: string;

  /**
   * ARN of the customer-managed AWS KMS key that the archives are encrypted with: the endpoint's role may decrypt with it.
   *
   * @default - none: Amazon S3's own encryption, which takes no permission
   */
  readonly kmsKeyArn?: string;
}

/**
 * A SageMaker endpoint that serves any number of models from one fleet: a request names the archive below a prefix that is
 * to answer (`TargetModel`), and the endpoint loads it when it is asked for first. A model is added by putting an archive
 * there, without a deployment, so no rollout watches one; what is watched and rolled back is a change of image or
 * instances. The runtime runs each model in a process of its own.
 */
export class MultiModelEndpoint extends MultiModelEndpointBase {
  /** An endpoint of this kind that is deployed elsewhere, in the account and region of the provider. */
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

  /**
   * What the endpoint runs as: it may pull its image, fetch what is below the prefix, write its log and read its alarms.
   *
   * @default - none where it runs as the role of `roleArn`
   */
  public readonly role?: IamRole;

  /** ARN of the role that the endpoint runs as. */
  public readonly roleArn: string;

  /** The alarms that roll a new fleet back. They watch that fleet only and are new with every release. */
  public readonly rollbackAlarms: CloudwatchMetricAlarm[];

  private readonly bucket: string;
  private readonly prefix: string;
  private readonly endpoint: SagemakerEndpoint;
  private readonly declared: DeclaredVariants;
  private readonly hosted: ModelHost;

  constructor(scope: Construct, id: string, props: MultiModelEndpointProps) {
    super(scope, id);
    const { bucket, prefix, cacheModels, bucketAccount, kmsKeyArn } = props;
    const { plan, hosted } = at(this.node.path, () => {
      const hosted = instanceHosting(this, props);
      const bucketArn = `arn:${partitionOf(this)}:s3:::${bucket}`;
      const owner = { modelBucketAccount: bucketAccount, modelKeyArn: kmsKeyArn };
      const asked = { ...hosted, bucketName: bucket, bucketArn, prefix, cacheModels, ...owner };
      return { plan: decideMultiModelEndpoint(asked), hosted };
    });
    const rendered = new RenderedPlan(this, plan);
    this.endpointName = hosted.endpointName;
    this.endpoint = rendered.get('Resource', SagemakerEndpoint);
    this.endpointArn = this.endpoint.arn;
    this.declared = hosted;
    const { role, roleArn } = renderedRole(rendered, props);
    this.role = role;
    this.roleArn = roleArn;
    this.rollbackAlarms = rendered.all(CloudwatchMetricAlarm);
    this.bucket = bucket;
    this.prefix = prefix;
    this.hosted = hosted;
    annotate(this, plan.notes);
    checkRules(this);
  }

  /**
   * Lets the number of instances scale between bounds, by the policies and schedules that are added to what it gives. A new
   * instance loads each model when it is asked for first. The provider cannot keep what was scaled over a deployment, which
   * sets the fleet back to the declared count: declare what the peak needs. Fails with `ScalingAlreadyOn` the second time.
   */
  public autoScaleInstanceCount(props: InstanceScalingProps): ScalableInstanceCount {
    return scaleEndpoint(this, this.endpoint, this.declared, props);
  }

  /**
   * Uploads a model package in a directory below the prefix, and returns the name by which requests ask for it
   * (`TargetModel`). The name tells releases apart, because the endpoint keeps what it has loaded under it. A model that is no
   * longer added is deleted.
   *
   * A row that does not fit into a request (6 MiB, or what `INFERENCE_MAX_BODY_BYTES` says, at most 25 MB) fails with
   * `PayloadTooLarge`, a model that the instances cannot hold with `ModelTooLargeForInstance`.
   */
  public addModel(model: ModelPackage): string {
    return at(this.node.path, () => {
      const loaded = pinnedFiles(model);
      const { target, notes } = decideAddedModel(loaded, this.hosted);
      annotate(this, notes);
      const source = archiveAsset(this, loaded, `-${target}`).path;
      new S3Object(this, `Model-${target}`, { bucket: this.bucket, key: `${this.prefix}/${target}`, source });
      return target;
    });
  }
}
