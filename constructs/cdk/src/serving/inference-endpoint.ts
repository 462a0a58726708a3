import type { IAlarm, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IGrantable, IRole } from 'aws-cdk-lib/aws-iam';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { Duration } from 'aws-cdk-lib/core';
import { Aws, Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ModelPackage } from '@inference-constructs/core';
import { INVOKE } from '@inference-constructs/core/out/access/invoke';
import { Dimensions } from '@inference-constructs/core/out/contract/metrics';
import { at } from '@inference-constructs/core/out/errors';
import { loadedPackage } from '@inference-constructs/core/out/model/loaded-package';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { decideEndpoint, ENDPOINT_DEFAULTS } from '@inference-constructs/core/out/serving/endpoint';
import { defaultEndpointName } from '@inference-constructs/core/out/serving/endpoint-name';
import type { ServiceMetric } from '@inference-constructs/core/out/serving/service-metrics';
import { ENDPOINT_METRICS, variantDimensions } from '@inference-constructs/core/out/serving/service-metrics';
import { annotate } from '../annotations';
import type { Publisher } from '../monitoring/metrics';
import { positive, predictions, serviceMetric } from '../monitoring/metrics';
import { renderEndpoint } from '../render/endpoint';
import { Rendering } from '../render/rendering';
import type { Rollout } from '../rollout/rollout';
import { checkRules } from '../rules';
import { inMilliseconds } from '../units';
import { containerImage } from './container-image';
import { modelArtefact } from './model-artefact';

/** Properties of an `InferenceEndpoint`. */
export interface InferenceEndpointProps {
  /** The model to serve. */
  readonly model: ModelPackage;

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
   * URI of the container image in Amazon ECR. Set `imageRepositoryArn` with it, else `ImageIncomplete`.
   *
   * @default - the image of the runtime for the instance type, which the CDK command line builds with Docker when it
   * deploys; synth needs no Docker
   */
  readonly imageUri?: string;

  /**
   * ARN of the Amazon ECR repository that holds the image: the one the role may pull from.
   *
   * @default - the repository of the CDK bootstrap
   */
  readonly imageRepositoryArn?: string;

  /**
   * Environment variables of the container.
   *
   * @default - only what the runtime needs
   */
  readonly environment?: { readonly [name: string]: string };

  /**
   * How traffic moves to a new model, image or instance type.
   *
   * @default - canary: 10 percent for 15 minutes
   */
  readonly rollout?: Rollout;

  /**
   * 99th percentile of the model latency above which a new release is rolled back.
   *
   * @default Duration.seconds(1)
   */
  readonly latencyLimit?: Duration;

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
 * move it back.
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
  public readonly role: IRole;

  /** The alarms that roll a new fleet back. They watch that fleet only and are new with every release. */
  public readonly rollbackAlarms: IAlarm[];

  private readonly manifest: ModelManifest;
  private readonly publisher: Publisher;

  constructor(scope: Construct, id: string, props: InferenceEndpointProps) {
    super(scope, id);
    const path = this.node.path;
    const model = at(path, () => loadedPackage(props.model));
    const instanceType = props.instanceType ?? ENDPOINT_DEFAULTS.instanceType;
    const image = at(path, () => containerImage(this, instanceType, props));
    const artefact = modelArtefact(this, model);
    this.endpointName = props.endpointName ?? this.defaultName();
    const plan = at(path, () =>
      decideEndpoint({
        model,
        instanceType,
        instanceCount: props.instanceCount,
        environment: props.environment,
        rollout: props.rollout?._spec,
        latencyLimitMilliseconds: inMilliseconds('latency limit', props.latencyLimit),
        expectedRequestsPerMinute: props.expectedRequestsPerMinute,
        endpointName: this.endpointName,
        image: image.uri,
        imageRepositoryArn: image.repositoryArn,
        modelDataUrl: artefact.url,
        modelDataArn: artefact.arn,
        partition: Aws.PARTITION,
        region: Aws.REGION,
        account: Aws.ACCOUNT_ID,
        isUnresolved: (value) => Token.isUnresolved(value),
        textOf: (value) => JSON.stringify(Stack.of(this).resolve(value)),
      }),
    );

    const { role, endpoint, alarms } = renderEndpoint(this, new Rendering(plan));
    this.role = role;
    this.endpointArn = endpoint.ref;
    this.rollbackAlarms = alarms;

    this.manifest = model.manifest;
    this.publisher = {
      scope: this,
      dimensions: { [Dimensions.ENDPOINT]: this.endpointName, [Dimensions.MODEL]: model.digest },
    };
    annotate(this, plan.notes);
    checkRules(this);
  }

  /** Lets a principal invoke the endpoint. */
  public grantInvoke(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({
      grantee,
      actions: [INVOKE.ENDPOINT],
      resourceArns: [this.endpointArn],
    });
  }

  /** Requests the endpoint received. Sum over 5 minutes by default. */
  public metricInvocations(options?: MetricOptions): Metric {
    return this.metric(ENDPOINT_METRICS.INVOCATIONS, options);
  }

  /** Requests answered with a status of 500 or above. Sum over 5 minutes by default. */
  public metricInvocation5xxErrors(options?: MetricOptions): Metric {
    return this.metric(ENDPOINT_METRICS.ERRORS, options);
  }

  /** How long the container took to answer, in microseconds. Average over 5 minutes by default. */
  public metricModelLatency(options?: MetricOptions): Metric {
    return this.metric(ENDPOINT_METRICS.LATENCY, options);
  }

  /** Rows answered with this model package. Sum over 5 minutes by default. */
  public metricPredictions(options?: MetricOptions): Metric {
    return predictions(this.publisher, options);
  }

  /**
   * Rows answered with the positive class of this model package. Sum over 5 minutes by default. A model without a
   * positive class fails with `NoPositiveClass`.
   */
  public metricPositive(options?: MetricOptions): Metric {
    return positive(this.publisher, this.manifest, options);
  }

  private metric(metric: ServiceMetric, options?: MetricOptions): Metric {
    return serviceMetric(this, metric, variantDimensions(this.endpointName), options);
  }

  private defaultName(): string {
    const { stackName, node } = Stack.of(this);
    return defaultEndpointName(Token.isUnresolved(stackName) ? node.id : stackName, this.node.id, this.node.path);
  }
}
