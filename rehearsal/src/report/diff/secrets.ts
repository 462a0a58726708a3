import { Environment } from '@inference-constructs/core/out/contract/environment';

/** What is shown in place of a value that may be a secret. */
export const MASK = '(not shown)';

/** Our own variables say which model runs where; every other value of an environment may be anything. */
const OWN_VARIABLES: ReadonlySet<string> = new Set(Object.values(Environment));

const SECRET_NAME =
  /secret|passw|pwd|token|credential|private|api_?-?key|access_?-?key|auth(?!or)|connection_?string|dsn/i;

const SECRET_VALUE = [
  /\b(AKIA|ASIA)[A-Z0-9]{12,}/,
  /-----BEGIN/,
  /\beyJ[\w-]{8,}\./,
  /\b(gh[pousr]|glpat|xox[abprs]|sk|pk|rk)[-_][\w-]{10,}/,
  /:\/\/[^/\s:@]*:[^/\s@]+@/,
  /(secret|passw\w*|pwd|token|api_?key|credentials?)["']?\s*[:=]/i,
];

/** Whether a value must not be shown: by where it is, by its name, or by what it looks like. */
export function isSecret(path: readonly string[], value: unknown): boolean {
  const name = path.at(-1) ?? '';
  if (isEnvironment(path)) return !OWN_VARIABLES.has(name) || looksSecret(value);
  return path.some((part) => SECRET_NAME.test(part)) || looksSecret(value);
}

/** `Environment.Variables.X` of a function, `Environment.X` of a container; lists of names and values elsewhere. */
function isEnvironment(path: readonly string[]): boolean {
  return path.slice(0, -1).some((part) => /^environment/i.test(part) || part === 'Variables');
}

function looksSecret(value: unknown): boolean {
  return typeof value === 'string' && SECRET_VALUE.some((pattern) => pattern.test(value));
}
