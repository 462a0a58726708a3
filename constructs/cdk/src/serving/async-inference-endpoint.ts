import type { IAlarm, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Connections, IConnectable } from 'aws-cdk-lib/aws-ec2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Size } from 'aws-cdk-lib/core';
import type { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import type { Construct } from 'constructs';
import type { ModelPackage } from '@inference-constructs/core';
import { at } from '@inference-constructs/core/out/errors';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
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
import type { IAsyncInferenceEndpoint } from './async-endpoint-base';
import { AsyncEndpointBase } from './async-endpoint-base';
import { importAsyncEndpoint } from './async-endpoint-import';
import type { AsyncInferenceEndpointAttributes, AsyncLocations } from './async-locations';
import { inputLocation, locations } from './async-locations';
import type { EndpointNetwork } from './endpoint-network';
import { requireConnections } from './endpoint-network';
import type { InstanceEndpointOptions } from './endpoint-options';
import { hostedModel, instanceHosting } from './hosting';

/** Properties of an `AsyncInferenceEndpoint`. */
export interface AsyncInferenceEndpointProps extends AsyncLocations, InstanceEndpointOptions {
  /**
   * The model to serve. One of which a row cannot be written in a request of `maxPayloadSize` fails with `PayloadTooLarge`, where the
   * runtime serves it.
   */
  readonly model: ModelPackage;

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
export class AsyncInferenceEndpoint extends AsyncEndpointBase implements IConnectable {
  /** Id by which `PropertyInjectors` know this construct. */
  public static readonly PROPERTY_INJECTION_ID: string = '@inference-constructs.cdk.AsyncInferenceEndpoint';

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

  /** What the endpoint runs as: as other endpoints do, and it may fetch requests, put answers and tell the topics. */
  public readonly role: IRole;

  /** The alarms that roll a new fleet back. They watch that fleet only and are new with every release. */
  public readonly rollbackAlarms: IAlarm[];

  /** Where callers put requests: `s3://bucket/prefix/`, any key below it. */
  public readonly inputLocation: string;

  /** @internal */
  protected readonly _asynchronous: AsyncSpec;

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
      const { expectedRequestsPerMinute } = props;
      const asynchronous = {
        ...locations(props, spec.endpointName),
        successTopicArn: props.successTopic?.topicArn,
        errorTopicArn: props.errorTopic?.topicArn,
        answersInMessages: props.answersInMessages,
        maxConcurrentInvocationsPerInstance: props.maxConcurrentInvocationsPerInstance,
        maxPayloadBytes: props.maxPayloadSize?.toBytes(),
      };
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
    this.inputLocation = inputLocation(props, asynchronous);
    this._asynchronous = asynchronous;
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
