import { scaledVariant } from '../../graph/scaled-variant';
import { INSTANCES } from '../../scaling/dimensions';
import { guardedAs } from '../guarded';
import { certain, isGiven, isOff, isOn, number } from '../reading';
import type { Rule } from '../rule';
import { nameRules } from './names';
import { boundsOf, GUIDE, targetsOf } from './scaled';

const countOutsideScaling: Rule = {
  id: 'initial-count-outside-scaling',
  severity: 'warning',
  why: 'Application Auto Scaling moves a fleet that lies outside its bounds, right after it was made.',
  source: `${GUIDE}application-auto-scaling-target-tracking.html`,
  check(graph, context) {
    return targetsOf(graph).flatMap((resource) => {
      const count = scaledVariant(resource, graph)?.variant?.InitialInstanceCount;
      const { MinCapacity, MaxCapacity } = resource.properties;
      const [least, most, initial] = [MinCapacity, MaxCapacity, count].map((value) => number(value, context));
      if (least === undefined || most === undefined || initial === undefined) return [];
      if (initial >= least && initial <= most) return [];
      return {
        resource,
        message: `InitialInstanceCount (${initial}): outside of MinCapacity (${least}) and MaxCapacity (${most}). choose a count between them`,
      };
    });
  },
};

const notRetained: Rule = {
  id: 'scaled-variant-not-retained',
  severity: 'warning',
  why: 'A deployment sets the fleet back to the count of its configuration, in the middle of the traffic it was scaled for.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpoint.html',
  check(graph) {
    return targetsOf(graph).flatMap((target) => {
      if (target.properties.ScalableDimension !== INSTANCES) return [];
      const endpoint = scaledVariant(target, graph)?.endpoint;
      if (endpoint === undefined) return [];
      const retained = endpoint.properties.RetainAllVariantProperties;
      if (isGiven(retained) !== false && !isOff(retained)) return [];
      return {
        resource: endpoint,
        message:
          'RetainAllVariantProperties (not set): needed while its instances scale, or each deployment sets the fleet back ' +
          'to the count that is declared. set it; the Terraform provider has no argument for it, so declare there what the peak needs',
      };
    });
  },
};

const zeroUnsupported: Rule = {
  id: 'scale-to-zero-unsupported',
  severity: 'error',
  why: 'A real-time variant that holds a model itself refuses to run on no instance.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html',
  check(graph, context) {
    const isNone = (value: unknown) => number(value, context) === 0;
    return targetsOf(graph).flatMap((resource) => {
      if (resource.properties.ScalableDimension !== INSTANCES) return [];
      const { configuration, variant } = scaledVariant(resource, graph) ?? {};
      const none = boundsOf(resource.properties).find((each) => isNone(each.MinCapacity) || isNone(each.MaxCapacity));
      if (none === undefined || variant?.ModelName === undefined) return [];
      if (configuration?.properties.AsyncInferenceConfig !== undefined) return [];
      const bound = isNone(none.MinCapacity) ? 'MinCapacity' : 'MaxCapacity';
      return {
        resource,
        message:
          `${none.where}${bound} (0): at least 1, because the endpoint is neither asynchronous nor made of inference components. ` +
          'set 1, or serve the model in one of those ways',
      };
    });
  },
};

/** A canary is part of a fleet, and the rest is the other part. */
const LEAST_FOR_CANARY = 2;

const canaryOnOne: Rule = {
  id: 'canary-on-one-instance',
  severity: 'warning',
  why: 'A canary needs two instances, and an endpoint that keeps what was scaled may have scaled in to fewer.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green-canary.html',
  check(graph, context) {
    return targetsOf(graph).flatMap((resource) => {
      const { ScalableDimension } = resource.properties;
      const endpoint = ScalableDimension === INSTANCES ? scaledVariant(resource, graph)?.endpoint : undefined;
      if (endpoint === undefined || !isOn(endpoint.properties.RetainAllVariantProperties)) return [];
      if (guardedAs(graph, endpoint)?.routing.Type !== 'CANARY') return [];
      const low = boundsOf(resource.properties).find(
        ({ MinCapacity }) => (number(MinCapacity, context) ?? LEAST_FOR_CANARY) < LEAST_FOR_CANARY,
      );
      if (low === undefined) return [];
      return {
        resource,
        message: `${low.where}MinCapacity (${String(low.MinCapacity)}): at least ${LEAST_FOR_CANARY} for the canary of ${endpoint.path}, which is deployed to as many instances as there are. set ${LEAST_FOR_CANARY}, or deploy all at once`,
      };
    });
  },
};

const aboveConcurrency: Rule = {
  id: 'provisioned-above-concurrency',
  severity: 'error',
  why: 'SageMaker refuses more provisioned concurrency than a serverless variant may have requests at a time.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-autoscale.html',
  check(graph, context) {
    return targetsOf(graph).flatMap((resource) => {
      const serverless = certain(scaledVariant(resource, graph)?.variant?.ServerlessConfig);
      const most = number(resource.properties.MaxCapacity, context);
      const limit = number(serverless?.MaxConcurrency, context);
      if (most === undefined || limit === undefined || most <= limit) return [];
      return {
        resource,
        message: `MaxCapacity (${most}): at most MaxConcurrency (${limit}) of the variant. lower it, or allow more requests at a time`,
      };
    });
  },
};

export const targetRules: readonly Rule[] = [
  ...nameRules,
  countOutsideScaling,
  notRetained,
  zeroUnsupported,
  canaryOnOne,
  aboveConcurrency,
];
