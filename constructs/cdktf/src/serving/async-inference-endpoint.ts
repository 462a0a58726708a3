import type { CloudwatchMetricAlarmMetricQueryMetric } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import type { Construct } from 'constructs';
import type { ModelPackage } from '@inference-constructs/core';
import { invokeAsynchronously } from '@inference-constructs/core/out/access/asynchronous';
import { at } from '@inference-constructs/core/out/errors';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { asyncPrefixes } from '@inference-constructs/core/out/serving/async-config';
import type { AsyncSpec } from '@inference-constructs/core/out/serving/async-config';
import type { DeclaredVariants } from '@inference-constructs/core/out/scaling/endpoint-scaling';
import { decideEndpoint } from '@inference-constructs/core/out/serving/endpoint';
import { grantStatements } from '../access/invoke';
import { annotate } from '../annotations';
import type { MetricOptions } from '../monitoring/metric-options';
import type { Publisher } from '../monitoring/metrics';
import { endpointPublisher, fallbackAnswers, predictions } from '../monitoring/metrics';
import { RenderedPlan } from '../render/render-plan';
import { checkRules } from '../rules';
import type { ScalingBounds } from '../scaling/bounds';
import { scaleAsyncEndpoint } from '../scaling/endpoint-scaling';
import type { ScalableAsyncInstanceCount } from '../scaling/scalable-async-instance-count';
import { EndpointBase } from './endpoint-base';
import type { ArtifactsOptions, InstanceEndpointOptions } from './endpoint-options';
import { hostedModel, instanceHosting } from './hosting';

/** Properties of an `AsyncInferenceEndpoint`. */
export interface AsyncInferenceEndpointProps extends ArtifactsOptions, InstanceEndpointOptions {
  /**
   * The model to serve. One of which a row cannot be written in a request of `maxPayloadBytes` fails with `PayloadTooLarge`, where the
   * runtime serves it.
   */
  readonly model: ModelPackage;

  /** Name of the bucket for the answers, in the endpoint's region. */
  readonly outputBucket: string;

  /**
   * ARN of the customer-managed KMS key that this bucket encrypts with: the endpoint may encrypt with it, and callers may
   * decrypt. The policy of the key has to leave that to the roles of the account, as it does by default.
   *
   * @default - none: a key of Amazon S3 or of AWS, which need no permission
   */
  readonly outputBucketKmsKeyArn?: string;

  /**
   * Prefix of the answers' keys, without a slash at either end, else `PrefixInvalid`.
   *
   * @default - `<endpoint name>/output`
   */
  readonly outputPrefix?: string;

  /**
   * Prefix of the keys under which failures are told, without a slash at either end, else `PrefixInvalid`.
   *
   * @default - `<endpoint name>/failures`
   */
  readonly failurePrefix?: string;

  /**
   * Name of the bucket into which callers put requests.
   *
   * @default - the bucket for the answers
   */
  readonly inputBucket?: string;

  /**
   * ARN of the customer-managed KMS key that the bucket of the requests encrypts with: callers may encrypt with it, and
   * the endpoint may decrypt.
   *
   * @default - that of the bucket for the answers, where the requests are in it too
   */
  readonly inputBucketKmsKeyArn?: string;

  /**
   * Prefix of the requests' keys, without a slash at either end, else `PrefixInvalid`.
   *
   * @default - `<endpoint name>/input`
   */
  readonly inputPrefix?: string;

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
   * ARN of the key with which answers are encrypted: the endpoint may encrypt with it, and callers may decrypt.
   *
   * @default - the encryption of the bucket
   */
  readonly kmsKeyArn?: string;

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
export class AsyncInferenceEndpoint extends EndpointBase {
  /** Name by which clients invoke the endpoint. */
  public readonly endpointName: string;

  /** ARN of the endpoint. */
  public readonly endpointArn: string;

  /** What the endpoint runs as: as other endpoints do, and it may fetch requests, put answers and tell the topics. */
  public readonly role: IamRole;

  /** The alarms that roll a new fleet back. They watch that fleet only and are new with every release. */
  public readonly rollbackAlarms: CloudwatchMetricAlarm[];

  /** Where callers put requests: `s3://bucket/prefix/`, any key below it. */
  public readonly inputLocation: string;

  private readonly asynchronous: AsyncSpec;
  private readonly manifest: ModelManifest;
  private readonly publisher: Publisher;
  private readonly endpoint: SagemakerEndpoint;
  private readonly declared: DeclaredVariants;

  constructor(scope: Construct, id: string, props: AsyncInferenceEndpointProps) {
    super(scope, id);
    const { plan, hosted, model, asynchronous } = at(this.node.path, () => {
      const hosted = instanceHosting(this, props);
      const { model, ...data } = hostedModel(this, props.model, props);
      const asynchronous = asyncSpec(props, hosted.endpointName, hosted.partition);
      const { expectedRequestsPerMinute } = props;
      const plan = decideEndpoint({ ...hosted, ...data, model, asynchronous, expectedRequestsPerMinute });
      return { plan, hosted, model, asynchronous };
    });
    const rendered = new RenderedPlan(this, plan);
    this.endpointName = hosted.endpointName;
    this.endpoint = rendered.get('Resource', SagemakerEndpoint);
    this.endpointArn = this.endpoint.arn;
    this.declared = hosted;
    this.role = props.role ?? rendered.get('Role', IamRole);
    this.rollbackAlarms = rendered.all(CloudwatchMetricAlarm);
    this.inputLocation = `s3://${props.inputBucket ?? props.outputBucket}/${asynchronous.inputPrefix}/`;
    this.asynchronous = asynchronous;
    this.manifest = model.manifest;
    this.publisher = endpointPublisher(this.node.path, this.endpointName, model.digest);
    annotate(this, plan.notes);
    checkRules(this);
  }

  /** Lets a role put requests, have them answered, and fetch answers and failures. */
  public grantInvoke(grantee: IamRole): IamRolePolicy {
    return grantStatements(grantee, this, invokeAsynchronously(this.asynchronous, this.endpointArn));
  }

  /** Requests that wait. Average over 5 minutes by default. */
  public metricApproximateBacklogSize(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.metrics.approximateBacklogSize(options);
  }

  /** Requests that wait, over the number of instances. Average over 5 minutes by default. */
  public metricApproximateBacklogSizePerInstance(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.metrics.approximateBacklogSizePerInstance(options);
  }

  /** How long the oldest request has been waiting, in seconds. Maximum over 5 minutes by default. */
  public metricApproximateAgeOfOldestRequest(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.metrics.approximateAgeOfOldestRequest(options);
  }

  /** 1 while requests wait and there are no instances. Maximum over 5 minutes by default. */
  public metricHasBacklogWithoutCapacity(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.metrics.hasBacklogWithoutCapacity(options);
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

function asyncSpec(props: AsyncInferenceEndpointProps, endpointName: string, partition: string): AsyncSpec {
  const { outputBucket, inputBucket = outputBucket } = props;
  const prefixes = asyncPrefixes(endpointName);
  const sharedKeyArn = inputBucket === outputBucket ? props.outputBucketKmsKeyArn : undefined;
  return {
    inputBucketArn: `arn:${partition}:s3:::${inputBucket}`,
    inputPrefix: props.inputPrefix ?? prefixes.inputPrefix,
    outputBucketName: outputBucket,
    outputBucketArn: `arn:${partition}:s3:::${outputBucket}`,
    outputPrefix: props.outputPrefix ?? prefixes.outputPrefix,
    failurePrefix: props.failurePrefix ?? prefixes.failurePrefix,
    successTopicArn: props.successTopicArn,
    errorTopicArn: props.errorTopicArn,
    answersInMessages: props.answersInMessages,
    maxConcurrentInvocationsPerInstance: props.maxConcurrentInvocationsPerInstance,
    maxPayloadBytes: props.maxPayloadBytes,
    inputKeyArn: props.inputBucketKmsKeyArn ?? sharedKeyArn,
    outputKeyArn: props.outputBucketKmsKeyArn,
    kmsKeyArn: props.kmsKeyArn,
  };
}
