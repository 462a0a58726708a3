/** A statement of a policy, as IAM writes it. */
export interface PolicyStatement {
  readonly Effect?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: unknown;
}

/** `unknown` where a condition, or a part that could not be read, decides. */
export type Decision = 'allowed' | 'denied' | 'unknown';

/**
 * What identity-based policies say of an action on a resource; without `resource`, whether they allow it on any. Denied unless
 * allowed, and a deny wins: docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(statements: readonly PolicyStatement[], action: string, resource?: string): Decision {
  const matching = statements.filter(
    (statement) => coversAction(statement, action) && (resource === undefined || coversResource(statement, resource)),
  );
  const denies = matching.filter(({ Effect }) => Effect === 'Deny');
  const allows = matching.filter(({ Effect }) => Effect === 'Allow');
  // A deny on one resource does not forbid the action on all others.
  const binding = denies.filter(({ Resource }) => resource !== undefined || list(Resource).includes('*'));
  if (binding.some(isUnconditional)) return 'denied';
  if (binding.length > 0) return 'unknown';
  if (allows.some(isUnconditional)) return 'allowed';
  return allows.length > 0 ? 'unknown' : 'denied';
}

function isUnconditional({ Condition }: PolicyStatement): boolean {
  return Condition === undefined || Object.keys(Condition as object).length === 0;
}

function coversAction({ Action, NotAction }: PolicyStatement, action: string): boolean {
  if (NotAction !== undefined) return !matchesAny(NotAction, action.toLowerCase(), true);
  return matchesAny(Action, action.toLowerCase(), true);
}

function coversResource({ Resource, NotResource }: PolicyStatement, resource: string): boolean {
  if (NotResource !== undefined) return !matchesAny(NotResource, resource, false);
  return matchesAny(Resource, resource, false);
}

function matchesAny(patterns: unknown, text: string, ignoresCase: boolean): boolean {
  return list(patterns).some((pattern) => matches(ignoresCase ? pattern.toLowerCase() : pattern, text));
}

/** `*` stands for any characters, `?` for one. */
function matches(pattern: string, text: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(text);
}

function list(value: unknown): string[] {
  return [value ?? []].flat().filter((item): item is string => typeof item === 'string');
}
