/** A nested object of a property. */
export type Block = Readonly<Record<string, unknown>>;

export function block(value: unknown): Block | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Block) : undefined;
}

/** A number, which a template may write as text; undefined where it is none, and where it is not known. */
export function numeric(value: unknown): number | undefined {
  if (typeof value !== 'number' && (typeof value !== 'string' || value === '')) return undefined;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : undefined;
}

/** Whether a flag is set for certain; a template may write it as text. */
export function isOn(value: unknown): boolean {
  return value === true || value === 'true';
}

/** Whether a flag is cleared for certain. */
export function isOff(value: unknown): boolean {
  return value === false || value === 'false';
}

const NO_VALUE = '${AWS::NoValue}';

/**
 * Whether a property is there; undefined where a function of the template or a variable of Terraform decides, which may
 * leave it out.
 */
export function isGiven(value: unknown): boolean | undefined {
  if (value === undefined || value === null || value === NO_VALUE) return false;
  if (typeof value === 'string' && value.includes('${')) return undefined;
  const keys = Object.keys(block(value) ?? {});
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::')) ? undefined : true;
}

/** A nested object that is there for certain: neither a function of the template nor a reference. */
export function certain(value: unknown): Block | undefined {
  return isGiven(value) === true ? block(value) : undefined;
}

/** Whether a nested object may be there, or be of any content: neither left out nor certain. */
export function isUndecided(value: unknown): boolean {
  return isGiven(value) !== false && certain(value) === undefined;
}

/** The entries of a list that are there for certain. */
export function entriesOf(value: unknown): readonly Block[] {
  if (!Array.isArray(value)) return [];
  return (value as unknown[]).flatMap<Block>((each) => (isGiven(each) === true ? (block(each) ?? []) : []));
}

/** Whether a list may have entries beside those that are there for certain. */
export function mayHaveMore(value: unknown): boolean {
  return Array.isArray(value) ? value.some(isUndecided) : isGiven(value) !== false;
}
