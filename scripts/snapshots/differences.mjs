/** Paths in two JSON texts whose values differ, as `- path: value` and `+ path: value`; nothing but the leaves. */
export function differences(before, after) {
  const [was, is] = [leaves(before), leaves(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((path) => was.get(path) !== is.get(path))
    .flatMap((path) => [
      ...(was.has(path) ? [`- ${path}: ${was.get(path)}`] : []),
      ...(is.has(path) ? [`+ ${path}: ${is.get(path)}`] : []),
    ]);
}

function leaves(text) {
  const found = new Map();
  const visit = (value, path) => {
    const children = value !== null && typeof value === 'object' ? Object.entries(value) : [];
    if (children.length === 0) found.set(path, JSON.stringify(value));
    for (const [key, child] of children) visit(child, path === '' ? key : `${path}.${key}`);
  };
  if (text !== '') visit(JSON.parse(text), '');
  return found;
}
