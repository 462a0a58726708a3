import type { IAlarm, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Connections, IConnectable } from 'aws-cdk-lib/aws-ec2';
import type { IGrantable, IRole } from 'aws-cdk-lib/aws-iam';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Size } from 'aws-cdk-lib/core';
import type { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import type { Construct } from 'constructs';
import type { ModelPackage } from '@inference-constructs/core';
import { invokeAsynchronously } from '@inference-constructs/core/out/access/asynchronous';
import { at } from '@inference-constructs/core/out/errors';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { asyncPrefixes } from '@inference-constructs/core/out/serving/async-config';
import type { AsyncSpec } from '@inference-constructs/core/out/serving/async-config';
import type { DeclaredVariants } from '@inference-constructs/core/out/scaling/endpoint-scaling';
import { decideEndpoint } from '@inference-constructs/core/out/serving/endpoint';
import { annotate } from '../annotations';
import { injected } from '../injected';
import type { Publisher } from '../monitoring/metrics';
import { endpointPublisher, fallbackAnswers, predictions } from '../monitoring/metrics';
import { renderEndpoint } from '../render/endpoint';
import { Rendering } from '../render/rendering';
import { checkRules } from '../rules';
import type { ScalingBounds } from '../scaling/bounds';
import { scaleAsyncEndpoint } from '../scaling/endpoint-scaling';
import type { ScalableAsyncInstanceCount } from '../scaling/scalable-async-instance-count';
import { EndpointBase } from './endpoint-base';
import type { EndpointNetwork } from './endpoint-network';
import { requireConnections } from './endpoint-network';
import type { InstanceEndpointOptions } from './endpoint-options';
import { hostedModel, instanceHosting } from './hosting';

/** Properties of an `AsyncInferenceEndpoint`. */
export interface AsyncInferenceEndpointProps extends InstanceEndpointOptions {
  /**
   * The model to serve. One of which a row cannot be written in a request of `maxPayloadSize` fails with `PayloadTooLarge`, where the
   * runtime serves it.
   */
  readonly model: ModelPackage;

  /**
   * Bucket for the answers, in the endpoint's region. Where it has a key of its own (`encryptionKey`), the endpoint may
   * encrypt with it, and callers may decrypt.
   */
  readonly outputBucket: IBucket;

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
   * Bucket into which callers put requests. Where it has a key of its own (`encryptionKey`), callers may encrypt with it,
   * and the endpoint may decrypt.
   *
   * @default - the bucket for the answers
   */
  readonly inputBucket?: IBucket;

  /**
   * Prefix of the requests' keys, without a slash at either end, else `PrefixInvalid`.
   *
   * @default - `<endpoint name>/input`
   */
  readonly inputPrefix?: string;

  /**
   * Topic that is told of every answer. A topic with a key of its own must let the endpoint's role use the key.
   *
   * @default - none
   */
  readonly successTopic?: ITopic;

  /**
   * Topic that is told of every failure.
   *
   * @default - none
   */
  readonly errorTopic?: ITopic;

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
   * Largest request, at most 1 GiB, else `PayloadOutOfRange`. It is held in memory while it is parsed.
   *
   * @default Size.mebibytes(100)
   */
  readonly maxPayloadSize?: Size;

  /**
   * Key with which answers are encrypted: the endpoint may encrypt with it, and callers may decrypt. The policy of the key
   * has to leave that to the roles of the account, as it does by default.
   *
   * @default - the encryption of the bucket
   */
  readonly encryptionKey?: IKey;

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
export class AsyncInferenceEndpoint extends EndpointBase implements IConnectable {
  /** Id by which `PropertyInjectors` know this construct. */
  public static readonly PROPERTY_INJECTION_ID: string = '@inference-constructs.cdk.AsyncInferenceEndpoint';

  /** Name by which clients invoke the endpoint. */
  public readonly endpointName: string;

  /** ARN of the endpoint. */
  public readonly endpointArn: string;

  /** What the endpoint runs as: as other endpoints do, and it may fetch requests, put answers and tell the topics. */
  public readonly role: IRole;

  /** The alarms that roll a new fleet back. They watch that fleet only and are new with every release. */
  public readonly rollbackAlarms: IAlarm[];

  /** Where callers put requests: `s3://bucket/prefix/`, any key below it. */
  public readonly inputLocation: string;

  private readonly asynchronous: AsyncSpec;
  private readonly manifest: ModelManifest;
  private readonly publisher: Publisher;
  private readonly endpoint: CfnEndpoint;
  private readonly declared: DeclaredVariants;
  private readonly network?: EndpointNetwork;

  constructor(scope: Construct, id: string, props: AsyncInferenceEndpointProps) {
    super(scope, id);
    props = injected(this, AsyncInferenceEndpoint.PROPERTY_INJECTION_ID, props);
    const { plan, hosted, network, model, asynchronous } = at(this.node.path, () => {
      const { spec, network } = instanceHosting(this, props);
      const { model, ...data } = hostedModel(this, props.model);
      const asynchronous = asyncSpec(props, spec.endpointName);
      const { expectedRequestsPerMinute } = props;
      const plan = decideEndpoint({ ...spec, ...data, model, asynchronous, expectedRequestsPerMinute });
      return { plan, hosted: spec, network, model, asynchronous };
    });
    const { role, endpoint, alarms } = renderEndpoint(this, new Rendering(plan), props.role);
    this.endpointName = hosted.endpointName;
    this.endpoint = endpoint;
    this.endpointArn = endpoint.ref;
    this.declared = hosted;
    this.role = role;
    this.rollbackAlarms = alarms;
    this.inputLocation = `s3://${(props.inputBucket ?? props.outputBucket).bucketName}/${asynchronous.inputPrefix}/`;
    this.asynchronous = asynchronous;
    this.network = network;
    this.manifest = model.manifest;
    this.publisher = endpointPublisher(this, this.endpointName, model.digest);
    annotate(this, plan.notes);
    checkRules(this);
  }

  /** Opens ports of the endpoint's security groups. An endpoint that is not in a VPC fails with `VpcMissing`. */
  public get connections(): Connections {
    return at(this.node.path, () => requireConnections(this.network));
  }

  /** Lets a principal put requests, have them answered, and fetch answers and failures. */
  public grantInvoke(grantee: IGrantable): Grant {
    return invokeAsynchronously(this.asynchronous, this.endpointArn)
      .map(({ Action, Resource }) =>
        Grant.addToPrincipal({ grantee, actions: [Action].flat(), resourceArns: [Resource].flat() }),
      )
      .reduce((all, grant) => all.combine(grant));
  }

  /** Requests that wait. Average over 5 minutes by default. */
  public metricApproximateBacklogSize(options?: MetricOptions): Metric {
    return this.metrics.approximateBacklogSize(options);
  }

  /** Requests that wait, over the number of instances. Average over 5 minutes by default. */
  public metricApproximateBacklogSizePerInstance(options?: MetricOptions): Metric {
    return this.metrics.approximateBacklogSizePerInstance(options);
  }

  /** How long the oldest request has been waiting, in seconds. Maximum over 5 minutes by default. */
  public metricApproximateAgeOfOldestRequest(options?: MetricOptions): Metric {
    return this.metrics.approximateAgeOfOldestRequest(options);
  }

  /** 1 while requests wait and there are no instances. Maximum over 5 minutes by default. */
  public metricHasBacklogWithoutCapacity(options?: MetricOptions): Metric {
    return this.metrics.hasBacklogWithoutCapacity(options);
  }

  /**
   * Lets the number of instances scale between bounds, by the policies and schedules that are added to what it gives: to
   * none where the minimum is 0, and back when a request waits.
   *
   * From then on an update keeps the instances that are there: the declared count only says with how many the endpoint is
   * made. Fails with `ScalingAlreadyOn` the second time.
   */
  public autoScaleInstanceCount(bounds: ScalingBounds): ScalableAsyncInstanceCount {
    return scaleAsyncEndpoint(this, this.endpoint, this.declared, bounds);
  }

  /** Rows answered with this model package. Sum over 5 minutes by default. */
  public metricPredictions(options?: MetricOptions): Metric {
    return predictions(this.publisher, options);
  }

  /**
   * Requests answered by the fallback of this model package instead of the model, which are no predictions. Sum over 5
   * minutes by default. A model without a fallback fails with `NoFallback`.
   */
  public metricFallbackAnswers(options?: MetricOptions): Metric {
    return fallbackAnswers(this.publisher, this.manifest, options);
  }
}

function asyncSpec(props: AsyncInferenceEndpointProps, endpointName: string): AsyncSpec {
  const { outputBucket, inputBucket = outputBucket } = props;
  const prefixes = asyncPrefixes(endpointName);
  return {
    inputBucketArn: inputBucket.bucketArn,
    inputPrefix: props.inputPrefix ?? prefixes.inputPrefix,
    outputBucketName: outputBucket.bucketName,
    outputBucketArn: outputBucket.bucketArn,
    outputPrefix: props.outputPrefix ?? prefixes.outputPrefix,
    failurePrefix: props.failurePrefix ?? prefixes.failurePrefix,
    successTopicArn: props.successTopic?.topicArn,
    errorTopicArn: props.errorTopic?.topicArn,
    answersInMessages: props.answersInMessages,
    maxConcurrentInvocationsPerInstance: props.maxConcurrentInvocationsPerInstance,
    maxPayloadBytes: props.maxPayloadSize?.toBytes(),
    inputKeyArn: inputBucket.encryptionKey?.keyArn,
    outputKeyArn: outputBucket.encryptionKey?.keyArn,
    kmsKeyArn: props.encryptionKey?.keyArn,
  };
}
