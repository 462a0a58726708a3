import type { IAlarm, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Connections, IConnectable } from 'aws-cdk-lib/aws-ec2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import type { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ModelPackage } from '@inference-constructs/core';
import { at } from '@inference-constructs/core/out/errors';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import type { DeclaredVariants } from '@inference-constructs/core/out/scaling/endpoint-scaling';
import { decideEndpoint } from '@inference-constructs/core/out/serving/endpoint';
import { annotate } from '../annotations';
import { injected } from '../injected';
import type { Publisher } from '../monitoring/metrics';
import { endpointPublisher, fallbackAnswers, positive, predictions } from '../monitoring/metrics';
import { renderEndpoint } from '../render/endpoint';
import { Rendering } from '../render/rendering';
import { checkRules } from '../rules';
import type { InstanceScalingProps } from '../scaling/bounds';
import { scaleEndpoint } from '../scaling/endpoint-scaling';
import type { ScalableInstanceCount } from '../scaling/scalable-instance-count';
import type { IInferenceEndpoint } from './endpoint-base';
import { RealTimeEndpointBase } from './endpoint-base';
import { identityOfArn, identityOfName, ImportedEndpoint } from './endpoint-import';
import { inSeconds } from '../units';
import type { EndpointNetwork } from './endpoint-network';
import { requireConnections } from './endpoint-network';
import type { InstanceEndpointOptions } from './endpoint-options';
import { hostedModel, instanceHosting } from './hosting';
import type { InstancePool } from './instance-pool';
import type { RoutingStrategy } from './routing-strategy';
import type { ShadowOptions } from './shadow-options';
import type { VariantOptions } from './variant-options';

/** Properties of an `InferenceEndpoint`. */
export interface InferenceEndpointProps extends InstanceEndpointOptions {
  /**
   * The model to serve. One of which a row cannot be written in a request (6 MiB, or what
   * `INFERENCE_MAX_BODY_BYTES` says, at most 25 MB) fails with `PayloadTooLarge`, where the runtime serves it.
   */
  readonly model: ModelPackage;

  /**
   * Requests per minute over the old and the new fleet. With it, synth says whether the canary gets enough of them to
   * see a model that answers wrongly.
   *
   * @default - unknown, and synth says that it was not checked
   */
  readonly expectedRequestsPerMinute?: number;

  /**
   * Weight of this model's variant, `live`, where the endpoint has others: its share of the traffic is the weight over the
   * sum of all weights. At least 0, else `WeightOutOfRange`.
   *
   * @default 1
   */
  readonly weight?: number;

  /**
   * Other models that take a share of the traffic: an A/B test. Each has rollback alarms of its own; ten alarms are the
   * most, else `AlarmsTooMany`. SageMaker refuses to add or drop a variant with a canary, so that takes an endpoint
   * of another name, or two deployments.
   *
   * @default - none
   */
  readonly variants?: VariantOptions[];

  /**
   * A model to try on copies of the requests, before any caller gets an answer of it. No alarm watches it, and nothing
   * rolls it back; its metrics are those of its variant. Not beside `variants`, else `ShadowWithVariants`.
   *
   * @default - none
   */
  readonly shadow?: ShadowOptions;
  /**
   * Instance types by priority, in place of `instanceType`: when there are none of the first, SageMaker takes the next. At most
   * 5, all with GPUs or none and of one processor architecture, else `InstancePoolsInvalid`; the model has to fit on each.
   * Variants that name no instance type are on them too. To scale on the use of processors or GPUs, say how many an
   * instance has (`devicesPerInstance`).
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
   * Which instance gets a request. By random, some get requests while others are idle, which shows in the slowest percent of
   * the answers.
   *
   * @default - SageMaker's own: RoutingStrategy.RANDOM
   */
  readonly routingStrategy?: RoutingStrategy;
}

/**
 * A SageMaker real-time endpoint that serves a model package. A change of model, image or instances starts a new fleet,
 * traffic moves to it as the rollout says, and alarms that watch the new fleet only (errors, latency, prediction shift)
 * move it back.
 *
 * Faults of the model package and of the properties are thrown when the construct is made, with its path. Rules that
 * need the finished tree fail the synth.
 */
export class InferenceEndpoint extends RealTimeEndpointBase implements IConnectable {
  /** Id by which `PropertyInjectors` know this construct. */
  public static readonly PROPERTY_INJECTION_ID: string = '@inference-constructs.cdk.InferenceEndpoint';

  /** An endpoint that answers at once and is deployed elsewhere, in this account and region. */
  public static fromEndpointName(scope: Construct, id: string, endpointName: string): IInferenceEndpoint {
    return new ImportedEndpoint(scope, id, identityOfName(scope, endpointName));
  }

  /** An endpoint that answers at once and is deployed elsewhere, by its ARN. */
  public static fromEndpointArn(scope: Construct, id: string, endpointArn: string): IInferenceEndpoint {
    return new ImportedEndpoint(scope, id, identityOfArn(scope, id, endpointArn));
  }

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
  private readonly network?: EndpointNetwork;
  private readonly endpoint: CfnEndpoint;
  private readonly declared: DeclaredVariants;

  constructor(scope: Construct, id: string, props: InferenceEndpointProps) {
    super(scope, id);
    props = injected(this, InferenceEndpoint.PROPERTY_INJECTION_ID, props);
    const { plan, asked, network, model } = at(this.node.path, () => {
      const { spec, network } = instanceHosting(this, props, props.instancePools?.[0]?.instanceType);
      const { model, ...data } = hostedModel(this, props.model);
      const asked = {
        ...spec,
        ...data,
        model,
        expectedRequestsPerMinute: props.expectedRequestsPerMinute,
        weight: props.weight,
        variants: (props.variants ?? []).map(({ model: other, weight = 1, ...variant }) => ({
          ...variant,
          ...hostedModel(this, other, `ModelData-${variant.name}`),
          weight,
        })),
        instancePools: props.instancePools,
        instanceProvisionTimeoutSeconds: inSeconds('instance provision timeout', props.instanceProvisionTimeout),
        routingStrategy: props.routingStrategy?.name,
        shadow: props.shadow && { ...props.shadow, ...hostedModel(this, props.shadow.model, 'ModelData-shadow') },
      };
      return { plan: decideEndpoint(asked), asked, network, model };
    });
    const { role, endpoint, alarms } = renderEndpoint(this, new Rendering(plan), props.role);
    this.endpointName = asked.endpointName;
    this.endpointArn = endpoint.ref;
    this.endpoint = endpoint;
    this.declared = asked;
    this.role = role;
    this.rollbackAlarms = alarms;
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
   * Lets the number of instances scale between bounds, by the policies and schedules that are added to what it gives.
   * From then on an update keeps the instances that are there: the declared count only says with how many the endpoint is
   * made. Fails with `ScalingAlreadyOn` the second time for a variant.
   */
  public autoScaleInstanceCount(props: InstanceScalingProps): ScalableInstanceCount {
    return scaleEndpoint(this, this.endpoint, this.declared, props);
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

  /**
   * Rows answered with the positive class of this model package. Sum over 5 minutes by default. A model without a
   * positive class fails with `NoPositiveClass`.
   */
  public metricPositive(options?: MetricOptions): Metric {
    return positive(this.publisher, this.manifest, options);
  }
}
