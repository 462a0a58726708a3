import type { CloudwatchMetricAlarmMetricQueryMetric } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import type { Construct } from 'constructs';
import type { ModelPackage } from '@inference-constructs/core';
import { at } from '@inference-constructs/core/out/errors';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { decideServerlessEndpoint } from '@inference-constructs/core/out/serving/serverless-endpoint';
import { annotate } from '../annotations';
import type { MetricOptions } from '../monitoring/metric-options';
import type { Publisher } from '../monitoring/metrics';
import { endpointPublisher, fallbackAnswers, predictions } from '../monitoring/metrics';
import { RenderedPlan } from '../render/render-plan';
import { checkRules } from '../rules';
import type { ScalingBounds } from '../scaling/bounds';
import { scaleServerlessEndpoint } from '../scaling/endpoint-scaling';
import type { ScalableServerlessConcurrency } from '../scaling/scalable-serverless-concurrency';
import { ImportedServerlessEndpoint, identityOfArn, identityOfName } from './endpoint-import';
import type { IServerlessInferenceEndpoint } from './serverless-endpoint-base';
import { ServerlessEndpointBase } from './serverless-endpoint-base';
import type { ArtifactsOptions, EndpointOptions } from './endpoint-options';
import { renderedRole } from './execution-role';
import { hostedModel, hosting } from './hosting';

/** Properties of a `ServerlessInferenceEndpoint`. */
export interface ServerlessInferenceEndpointProps extends ArtifactsOptions, EndpointOptions {
  /**
   * The model to serve, in a directory or an archive, else `ModelSourceUnsupported`. One whose row does not fit into a request
   * of 4 MB fails with `PayloadTooLarge`.
   */
  readonly model: ModelPackage;

  /**
   * Memory in MiB: 1024, 2048, 3072, 4096, 5120 or 6144, else `MemoryOutOfRange`; less than the model takes fails with
   * `ModelTooLargeForMemory`.
   *
   * @default - the least that holds half as much again as `bench.json` of the model package has, else 256 MiB and three
   * times the size of the package; 2048 where that is not known
   */
  readonly memorySize?: number;

  /**
   * Requests at a time: from 1 to 200, else `ConcurrencyOutOfRange`. More are refused by SageMaker. All serverless endpoints of
   * an account share 1000 in a region, 500 in small ones.
   *
   * @default 20
   */
  readonly maxConcurrency?: number;

  /**
   * Requests at a time that are answered without a cold start, and paid for while none come: at most `maxConcurrency`, else
   * `ConcurrencyOutOfRange`.
   *
   * @default - none: the first requests wait for a cold start
   */
  readonly provisionedConcurrency?: number;
}

/**
 * A SageMaker endpoint without instances: it starts containers as requests come and costs nothing between them. For models
 * on processors that fit into 6 GiB, requests of at most 4 MB and answers within 60 seconds.
 *
 * There is no rollout to choose: SageMaker has no deployment guardrails for serverless endpoints, so a new release takes all
 * traffic at once and no alarm rolls it back. Nor has it VPCs, GPUs, data capture or several variants for them, and an
 * endpoint on instances cannot become a serverless one of the same name.
 */
export class ServerlessInferenceEndpoint extends ServerlessEndpointBase {
  /** An endpoint of this kind that is deployed elsewhere, in the account and region of the provider. */
  public static fromEndpointName(scope: Construct, id: string, endpointName: string): IServerlessInferenceEndpoint {
    return new ImportedServerlessEndpoint(scope, id, identityOfName(scope, endpointName));
  }

  /** An endpoint of this kind that is deployed elsewhere, by its ARN. */
  public static fromEndpointArn(scope: Construct, id: string, endpointArn: string): IServerlessInferenceEndpoint {
    return new ImportedServerlessEndpoint(scope, id, identityOfArn(scope, id, endpointArn));
  }

  /** Name by which clients invoke the endpoint. */
  public readonly endpointName: string;

  /** ARN of the endpoint. */
  public readonly endpointArn: string;

  /**
   * What the endpoint runs as: it may pull its image, fetch its model and write its log.
   *
   * @default - none where it runs as the role of `roleArn`
   */
  public readonly role?: IamRole;

  /** ARN of the role that the endpoint runs as. */
  public readonly roleArn: string;

  private readonly manifest: ModelManifest;
  private readonly publisher: Publisher;
  private readonly endpoint: SagemakerEndpoint;

  constructor(scope: Construct, id: string, props: ServerlessInferenceEndpointProps) {
    super(scope, id);
    const { plan, hosted, model } = at(this.node.path, () => {
      const hosted = hosting(this, props);
      const { model, ...data } = hostedModel(this, props.model, props);
      const { memorySize: memoryMib, maxConcurrency, provisionedConcurrency } = props;
      const asked = { ...hosted, ...data, model, memoryMib, maxConcurrency, provisionedConcurrency };
      return { plan: decideServerlessEndpoint(asked), hosted, model };
    });
    const rendered = new RenderedPlan(this, plan);
    this.endpointName = hosted.endpointName;
    this.endpoint = rendered.get('Resource', SagemakerEndpoint);
    this.endpointArn = this.endpoint.arn;
    const { role, roleArn } = renderedRole(rendered, props);
    this.role = role;
    this.roleArn = roleArn;
    this.manifest = model.manifest;
    this.publisher = endpointPublisher(this.node.path, this.endpointName, model.digest);
    annotate(this, plan.notes);
    checkRules(this);
  }

  /**
   * Lets the provisioned concurrency scale between bounds, by the policies and schedules that are added to what it gives;
   * at most `maxConcurrency`. Fails with `ScalingAlreadyOn` the second time.
   */
  public autoScaleProvisionedConcurrency(bounds: ScalingBounds): ScalableServerlessConcurrency {
    return scaleServerlessEndpoint(this, this.endpoint, bounds);
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
