/** Semantic versions in their order, the lowest first; those that differ in build metadata alone by its text. */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [parse(a), parse(b)];
  return (
    compareLists(one.release, other.release) ||
    Number(isPreRelease(b)) - Number(isPreRelease(a)) ||
    compareLists(one.pre, other.pre) ||
    compareTexts(a, b)
  );
}

export function isPreRelease(version: string): boolean {
  return parse(version).pre.length > 0;
}

/**
 * The version that answers who names none: the highest, but a pre-release only where there is nothing else, so that a
 * release candidate can be tried by name beside what it may replace.
 */
export function chooseDefault(versions: readonly string[]): string {
  const releases = versions.filter((version) => !isPreRelease(version));
  const [highest] = [...(releases.length > 0 ? releases : versions)].sort((a, b) => compareVersions(b, a));
  return highest;
}

interface Parsed {
  readonly release: readonly string[];
  readonly pre: readonly string[];
}

function parse(version: string): Parsed {
  const [core] = version.split('+', 1);
  const dash = core.indexOf('-');
  return dash === -1
    ? { release: core.split('.'), pre: [] }
    : { release: core.slice(0, dash).split('.'), pre: core.slice(dash + 1).split('.') };
}

/** Of two lists with the same beginning, the longer one is higher. */
function compareLists(a: readonly string[], b: readonly string[]): number {
  for (const [at, text] of a.entries()) {
    if (at >= b.length) {
      return 1;
    }
    const order = compareIdentifiers(text, b[at]);
    if (order !== 0) {
      return order;
    }
  }
  return a.length - b.length;
}

/** Numbers stand before words. Longer numbers are larger: there are no leading zeros, and no limit to their length. */
function compareIdentifiers(a: string, b: string): number {
  const [isNumber, isOtherNumber] = [a, b].map((text) => /^\d+$/.test(text));
  if (isNumber && isOtherNumber) {
    return a.length - b.length || compareTexts(a, b);
  }
  return isNumber === isOtherNumber ? compareTexts(a, b) : isNumber ? -1 : 1;
}

function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
