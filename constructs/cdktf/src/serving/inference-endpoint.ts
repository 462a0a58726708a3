import type { CloudwatchMetricAlarmMetricQueryMetric } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import { TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { ModelPackage } from '@inference-constructs/core';
import { INVOKE } from '@inference-constructs/core/out/access/invoke';
import { Dimensions } from '@inference-constructs/core/out/contract/metrics';
import { at } from '@inference-constructs/core/out/errors';
import { loadedPackage } from '@inference-constructs/core/out/model/loaded-package';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { decideEndpoint } from '@inference-constructs/core/out/serving/endpoint';
import { grantTo } from '../access/invoke';
import { defaultEndpointName } from '@inference-constructs/core/out/serving/endpoint-name';
import type { ServiceMetric } from '@inference-constructs/core/out/serving/service-metrics';
import { ENDPOINT_METRICS, variantDimensions } from '@inference-constructs/core/out/serving/service-metrics';
import { annotate } from '../annotations';
import type { MetricOptions } from '../monitoring/metric-options';
import type { Publisher } from '../monitoring/metrics';
import { positive, predictions, serviceMetric } from '../monitoring/metrics';
import { accountOf, partitionOf, regionOf } from '../render/account';
import { RenderedPlan } from '../render/render-plan';
import { resolveTokens } from '../render/resolve';
import type { Rollout } from '../rollout/rollout';
import { checkRules } from '../rules';
import { modelArtefact } from './model-artefact';

/** The provider gives up on an endpoint that is not in service after an hour, and has no setting for it. */
const LONGEST_DEPLOYMENT_SECONDS = 3600;

/** Properties of an `InferenceEndpoint`. */
export interface InferenceEndpointProps {
  /** The model to serve. */
  readonly model: ModelPackage;

  /** URI of the container image in Amazon ECR. Terraform builds none: push the one of the runtime. */
  readonly imageUri: string;

  /** ARN of the Amazon ECR repository that holds the image: the one the role may pull from. */
  readonly imageRepositoryArn: string;

  /**
   * Name of an S3 bucket in the endpoint's region for the archive of the model package, which is uploaded when Terraform
   * applies. Its key is `inference-constructs/<endpoint>/<model>/<digest>-<upload>.tar.gz`, where `<endpoint>` is the
   * construct path with a hash of it; an archive is deleted once its release no longer serves.
   */
  readonly artifactsBucket: string;

  /**
   * SageMaker hosting instance type, else `InstanceTypeInvalid`. On one with NVIDIA GPUs the model runs on CUDA.
   *
   * @default 'ml.c7i.large'
   */
  readonly instanceType?: string;

  /**
   * Number of instances: at least 1, and at least 2 for a canary, else `InstanceCountOutOfRange` or
   * `CanaryNeedsInstances`. A deployment runs twice as many for its duration.
   *
   * @default 2
   */
  readonly instanceCount?: number;

  /**
   * Environment variables of the container.
   *
   * @default - only what the runtime needs
   */
  readonly environment?: { readonly [name: string]: string };

  /**
   * How traffic moves to a new model, image or instance type. A deployment that may take longer than the hour for which
   * the provider waits fails with `DeploymentTooLong`.
   *
   * @default - canary: 10 percent for 15 minutes
   */
  readonly rollout?: Rollout;

  /**
   * 99th percentile of the model latency above which a new release is rolled back, in milliseconds.
   *
   * @default 1000
   */
  readonly latencyLimitMilliseconds?: number;

  /**
   * Requests per minute over the old and the new fleet. With it, synth says whether the canary gets enough of them to
   * see a model that answers wrongly.
   *
   * @default - unknown, and synth says that it was not checked
   */
  readonly expectedRequestsPerMinute?: number;

  /**
   * Name of the endpoint, at most 63 letters, digits and hyphens. Must not refer to the endpoint itself: its rollback
   * alarms name it, and it names them.
   *
   * @default - stack name, construct id and a hash of the construct path
   */
  readonly endpointName?: string;
}

/**
 * A SageMaker real-time endpoint that serves a model package. A change of model, image or instances starts a new fleet,
 * traffic moves to it as the rollout says, and alarms that watch the new fleet only (errors, latency, prediction shift)
 * move it back. Terraform waits for the end of the deployment; after a rollback the apply fails, and what the old fleet
 * uses stays.
 *
 * Faults of the model package and of the properties are thrown when the construct is made, with its path. Rules that
 * need the finished tree fail the synth.
 */
export class InferenceEndpoint extends Construct {
  /** Name by which clients invoke the endpoint. */
  public readonly endpointName: string;

  /** ARN of the endpoint. */
  public readonly endpointArn: string;

  /** What the endpoint runs as: it may pull its image, fetch its model, write its log and read its alarms. */
  public readonly role: IamRole;

  /** The alarms that roll a new fleet back. They watch that fleet only and are new with every release. */
  public readonly rollbackAlarms: CloudwatchMetricAlarm[];

  private readonly manifest: ModelManifest;
  private readonly publisher: Publisher;

  constructor(scope: Construct, id: string, props: InferenceEndpointProps) {
    super(scope, id);
    const path = this.node.path;
    const model = at(path, () => loadedPackage(props.model));
    const partition = partitionOf(this);
    const artefact = at(path, () => modelArtefact(this, model, props.artifactsBucket, partition));
    this.endpointName = props.endpointName ?? defaultEndpointName(TerraformStack.of(this).node.id, id, path);
    const plan = at(path, () =>
      decideEndpoint({
        model,
        instanceType: props.instanceType,
        instanceCount: props.instanceCount,
        environment: props.environment,
        rollout: props.rollout?._spec,
        latencyLimitMilliseconds: props.latencyLimitMilliseconds,
        expectedRequestsPerMinute: props.expectedRequestsPerMinute,
        endpointName: this.endpointName,
        image: props.imageUri,
        imageRepositoryArn: props.imageRepositoryArn,
        modelDataUrl: artefact.url,
        modelDataArn: artefact.arn,
        partition,
        region: regionOf(this),
        account: accountOf(this),
        longestDeploymentSeconds: LONGEST_DEPLOYMENT_SECONDS,
        isUnresolved: (value) => Token.isUnresolved(value),
        textOf: (value) => JSON.stringify(resolveTokens(this, value)),
      }),
    );

    const rendered = new RenderedPlan(this, plan);
    this.role = rendered.get('Role', IamRole);
    this.endpointArn = rendered.get('Resource', SagemakerEndpoint).arn;
    this.rollbackAlarms = rendered.all(CloudwatchMetricAlarm);

    this.manifest = model.manifest;
    this.publisher = {
      path,
      dimensions: { [Dimensions.ENDPOINT]: this.endpointName, [Dimensions.MODEL]: model.digest },
    };
    annotate(this, plan.notes);
    checkRules(this);
  }

  /** Lets a role invoke the endpoint. */
  public grantInvoke(grantee: IamRole): IamRolePolicy {
    return grantTo(grantee, this, INVOKE.ENDPOINT, this.endpointArn);
  }

  /** Requests the endpoint received. Sum over 5 minutes by default. */
  public metricInvocations(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.metric(ENDPOINT_METRICS.INVOCATIONS, options);
  }

  /** Requests answered with a status of 500 or above. Sum over 5 minutes by default. */
  public metricInvocation5xxErrors(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.metric(ENDPOINT_METRICS.ERRORS, options);
  }

  /** How long the container took to answer, in microseconds. Average over 5 minutes by default. */
  public metricModelLatency(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.metric(ENDPOINT_METRICS.LATENCY, options);
  }

  /** Rows answered with this model package. Sum over 5 minutes by default. */
  public metricPredictions(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return predictions(this.publisher, options);
  }

  /**
   * Rows answered with the positive class of this model package. Sum over 5 minutes by default. A model without a
   * positive class fails with `NoPositiveClass`.
   */
  public metricPositive(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return positive(this.publisher, this.manifest, options);
  }

  private metric(metric: ServiceMetric, options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return serviceMetric(metric, variantDimensions(this.endpointName), options);
  }
}
