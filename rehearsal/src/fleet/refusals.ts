import type { DeclaredEndpoint } from '../assembly/assembly-reader';
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
  for (const { name, instanceType } of before.variants) {
    const now = after.variants.find((variant) => variant.name === name)?.instanceType;
    if (scaled.includes(name) && now !== undefined && now !== instanceType) {
      return (
        `UpdateEndpoint is refused: variant ${name} is scaled, so its instance type (${instanceType}) cannot become ${now} ` +
        'before its scalable target is gone'
      );
    }
  }
  return undefined;
}
