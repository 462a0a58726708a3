/** `1 request`, `2 requests`. */
export function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** The last part of a construct path. */
export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
