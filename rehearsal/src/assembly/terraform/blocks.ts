/** Labelled blocks, written as one object or as a list of objects. */
export function labelled(value: unknown): [label: string, body: unknown][] {
  if (Array.isArray(value)) return value.flatMap(labelled);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([label, body]): [string, unknown][] =>
    Array.isArray(body) ? body.map((item): [string, unknown] => [label, item]) : [[label, body]],
  );
}
