import { variantsOf } from '../graph/hosted-component';
import type { ResourceGraph } from '../graph/resource-graph';
import { scaledVariant } from '../graph/scaled-variant';
import { sameTypes } from '../rollout/two-step/same-types';
import type { Block } from './reading';
import { isUndecided } from './reading';
import type { Finding, Rule, RuleContext } from './rule';
import { targetsOf } from './scaling/scaled';
import { instanceTypesOf, namesOf } from './variants/declared';

/** A named check on what is deployed and what is to be deployed in its place. */
export interface UpdateRule extends Omit<Rule, 'check'> {
  check(before: ResourceGraph, after: ResourceGraph, context: RuleContext): Finding[];
}

const scaledTypeChanged: UpdateRule = {
  id: 'scaled-instance-type-changed',
  severity: 'error',
  why: 'SageMaker refuses another instance type, or the removal, of a variant that is registered as a scalable target, and the endpoint is updated before the target.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-update.html',
  check(before, after, context) {
    return targetsOf(before).flatMap((target) => {
      if (target.properties.ScalableDimension !== 'sagemaker:variant:DesiredInstanceCount') return [];
      const old = scaledVariant(target, before);
      const endpoint = after.resources.find(
        ({ type, path }) => type === old?.endpoint?.type && path === old.endpoint.path,
      );
      if (old?.variant === undefined || endpoint === undefined) return [];
      const configuration = after.target(endpoint.properties.EndpointConfigName);
      if (configuration === undefined) return [];
      const name = old.variant.VariantName;
      const now = variantsOf(configuration).find(({ VariantName }) => VariantName === name);
      if (now === undefined && namesOf(configuration) === undefined) return [];
      const [from, to] = [knownTypes(old.variant, context), knownTypes(now ?? {}, context)];
      if (from === undefined || to === undefined || sameTypes(from, to)) return [];
      const change = now === undefined ? 'its removal' : `${listed(from)} to ${listed(to)}`;
      return {
        resource: endpoint,
        message:
          `instance type of the scaled variant ${String(name)} (${change}): not in one step, because it is registered with ` +
          `Application Auto Scaling. deploy without ${target.path} and its policies first, then with the change and the scaling`,
      };
    });
  },
};

/** The instance types of a variant, its own or those of its pools; undefined where not all of them are known. */
function knownTypes(variant: Block, { isUnresolved }: RuleContext): readonly unknown[] | undefined {
  if ([variant.InstancePools].flat().some(isUndecided)) return undefined;
  const types = instanceTypesOf(variant);
  return types.some(isUnresolved) ? undefined : types;
}

function listed(types: readonly unknown[]): string {
  return types.length === 0 ? 'none' : types.join(', ');
}

/** Every rule on an update there is. */
export const UPDATE_RULES: readonly UpdateRule[] = [scaledTypeChanged];

export interface UpdateBreach extends Finding {
  readonly rule: UpdateRule;
}

export function updateBreaches(before: ResourceGraph, after: ResourceGraph, context: RuleContext): UpdateBreach[] {
  return UPDATE_RULES.flatMap((rule) => rule.check(before, after, context).map((finding) => ({ ...finding, rule })));
}
