import type { CloudwatchMetricAlarmMetricQueryMetric } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import type { Construct } from 'constructs';
import type { ModelPackage } from '@inference-constructs/core';
import { at } from '@inference-constructs/core/out/errors';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import type { AsyncSpec } from '@inference-constructs/core/out/serving/async-config';
import type { DeclaredVariants } from '@inference-constructs/core/out/scaling/endpoint-scaling';
import { decideEndpoint } from '@inference-constructs/core/out/serving/endpoint';
import { annotate } from '../annotations';
import type { MetricOptions } from '../monitoring/metric-options';
import type { Publisher } from '../monitoring/metrics';
import { endpointPublisher, fallbackAnswers, predictions } from '../monitoring/metrics';
import { RenderedPlan } from '../render/render-plan';
import { checkRules } from '../rules';
import type { ScalingBounds } from '../scaling/bounds';
import { scaleAsyncEndpoint } from '../scaling/endpoint-scaling';
import type { ScalableAsyncInstanceCount } from '../scaling/scalable-async-instance-count';
import type { IAsyncInferenceEndpoint } from './async-endpoint-base';
import { AsyncEndpointBase } from './async-endpoint-base';
import { importAsyncEndpoint } from './async-endpoint-import';
import type { AsyncInferenceEndpointAttributes, AsyncLocations } from './async-locations';
import { inputLocation, locations } from './async-locations';
import type { ArtifactsOptions, InstanceEndpointOptions } from './endpoint-options';
import { renderedRole } from './execution-role';
import { hostedModel, instanceHosting } from './hosting';

/** Properties of an `AsyncInferenceEndpoint`. */
export interface AsyncInferenceEndpointProps extends ArtifactsOptions, AsyncLocations, InstanceEndpointOptions {
  /**
   * The model to serve. One of which a row cannot be written in a request of `maxPayloadBytes` fails with `PayloadTooLarge`, where the
   * runtime serves it.
   */
  readonly model: ModelPackage;

  /**
   * ARN of an SNS topic that is told of every answer. A topic with a key of its own must let the endpoint's role use the key.
   *
   * @default - none
   */
  readonly successTopicArn?: string;

  /**
   * ARN of an SNS topic that is told of every failure.
   *
   * @default - none
   */
  readonly errorTopicArn?: string;

  /**
   * Whether messages to the topics hold the answer too, where it has at most 128 KB. Needs a topic, else `TopicMissing`.
   *
   * @default false
   */
  readonly answersInMessages?: boolean;

  /**
   * Requests that an instance gets at a time: from 1 to 1000, else `ConcurrencyOutOfRange`.
   *
   * @default - SageMaker chooses
   */
  readonly maxConcurrentInvocationsPerInstance?: number;

  /**
   * Largest request in bytes, at most 1 GiB, else `PayloadOutOfRange`. It is held in memory while it is parsed.
   *
   * @default 104857600
   */
  readonly maxPayloadBytes?: number;

  /**
   * Requests per minute over the old and the new fleet. With it, synth says whether the canary gets enough of them to
   * see a model that answers wrongly.
   *
   * @default - unknown, and synth says that it was not checked
   */
  readonly expectedRequestsPerMinute?: number;
}

/**
 * A SageMaker endpoint that takes requests from Amazon S3, one after the other, and puts the answers there: for requests
 * of up to 1 GiB and answers that take up to an hour. It is deployed, watched and rolled back as an `InferenceEndpoint`
 * is; the container waits 15 minutes for a request before it, where a real-time one refuses after 5 seconds.
 *
 * Faults of the model package and of the properties are thrown when the construct is made, with its path. Rules that
 * need the finished tree fail the synth.
 */
export class AsyncInferenceEndpoint extends AsyncEndpointBase {
  /** An endpoint that is deployed elsewhere, with the buckets and keys that its callers need. */
  public static fromAsyncInferenceEndpointAttributes(
    scope: Construct,
    id: string,
    attributes: AsyncInferenceEndpointAttributes,
  ): IAsyncInferenceEndpoint {
    return importAsyncEndpoint(scope, id, attributes);
  }

  /** Name by which clients invoke the endpoint. */
  public readonly endpointName: string;

  /** ARN of the endpoint. */
  public readonly endpointArn: string;

  /**
   * What the endpoint runs as: as other endpoints do, and it may fetch requests, put answers and tell the topics.
   *
   * @default - none where it runs as the role of `roleArn`
   */
  public readonly role?: IamRole;

  /** ARN of the role that the endpoint runs as. */
  public readonly roleArn: string;

  /** The alarms that roll a new fleet back. They watch that fleet only and are new with every release. */
  public readonly rollbackAlarms: CloudwatchMetricAlarm[];

  /** Where callers put requests: `s3://bucket/prefix/`, any key below it. */
  public readonly inputLocation: string;

  /** @internal */
  protected readonly _asynchronous: AsyncSpec;

  private readonly manifest: ModelManifest;
  private readonly publisher: Publisher;
  private readonly endpoint: SagemakerEndpoint;
  private readonly declared: DeclaredVariants;

  constructor(scope: Construct, id: string, props: AsyncInferenceEndpointProps) {
    super(scope, id);
    const { plan, hosted, model, asynchronous } = at(this.node.path, () => {
      const hosted = instanceHosting(this, props);
      const { model, ...data } = hostedModel(this, props.model, props);
      const { expectedRequestsPerMinute } = props;
      const asynchronous = {
        ...locations(props, hosted.endpointName, hosted.partition),
        successTopicArn: props.successTopicArn,
        errorTopicArn: props.errorTopicArn,
        answersInMessages: props.answersInMessages,
        maxConcurrentInvocationsPerInstance: props.maxConcurrentInvocationsPerInstance,
        maxPayloadBytes: props.maxPayloadBytes,
      };
      const plan = decideEndpoint({ ...hosted, ...data, model, asynchronous, expectedRequestsPerMinute });
      return { plan, hosted, model, asynchronous };
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
    this.inputLocation = inputLocation(props, asynchronous);
    this._asynchronous = asynchronous;
    this.manifest = model.manifest;
    this.publisher = endpointPublisher(this.node.path, this.endpointName, model.digest);
    annotate(this, plan.notes);
    checkRules(this);
  }

  /**
   * Lets the number of instances scale between bounds, by the policies and schedules that are added to what it gives: to
   * none where the minimum is 0, and back when a request waits.
   *
   * The provider cannot keep what was scaled over a deployment, which sets the fleet back to the declared count. Fails with `ScalingAlreadyOn` the second time.
   */
  public autoScaleInstanceCount(bounds: ScalingBounds): ScalableAsyncInstanceCount {
    return scaleAsyncEndpoint(this, this.endpoint, this.declared, bounds);
  }

  /** Rows answered with this model package. Sum over 5 minutes by default. */
  public metricPredictions(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return predictions(this.publisher, options);
  }

  /**
   * Requests answered by the fallback of this model package instead of the model, which are no predictions. Sum over 5
   * minutes by default. A model without a fallback fails with `NoFallback`.
   */
  public metricFallbackAnswers(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return fallbackAnswers(this.publisher, this.manifest, options);
  }
}
