/** Worked out when it is first asked for: most of what is declared is never looked into. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
