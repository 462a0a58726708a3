import type { DeclaredEndpoint } from '../assembly/assembly-reader';
import { sameTypes } from '@inference-constructs/core/out/rollout/two-step/same-types';
import { typesOf } from './fleet-plan';
import type { FleetPlan } from './fleet-plan';

/** Why SageMaker would refuse an update before anything starts; undefined where it would not. */
export function whyRefused(old: DeclaredEndpoint, before: FleetPlan, after: FleetPlan): string | undefined {
  const gone = before.variants.filter(({ name }) => after.variants.every((variant) => variant.name !== name));
  if (gone.length > 0 && old.deployment !== undefined) {
    return `UpdateEndpoint is refused: with guardrails the variants must keep their names, and ${gone.map(({ name }) => name).join(', ')} is gone`;
  }
  const cannot = after.variants.find(
    ({ name, serverless }) =>
      serverless !== undefined && before.variants.some((one) => one.name === name && one.serverless === undefined),
  );
  if (cannot !== undefined) {
    return `UpdateEndpoint is refused: variant ${cannot.name} has instances, and an endpoint with instances cannot become serverless`;
  }
  const scaled = old.variants.filter(({ scaling }) => scaling.length > 0).map(({ name }) => name);
  for (const variant of before.variants) {
    const { name } = variant;
    const now = after.variants.find((other) => other.name === name);
    if (scaled.includes(name) && now !== undefined && !sameTypes(typesOf(variant), typesOf(now))) {
      const [from, to] = [variant, now].map((one) => typesOf(one).join(', '));
      return (
        `UpdateEndpoint is refused: variant ${name} is scaled, so its instance type (${from}) cannot become ${to} ` +
        'before its scalable target is gone'
      );
    }
  }
  return undefined;
}
