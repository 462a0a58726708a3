/** An object with every value changed: itself where none does, since of a template most of it stays as it is. */
export function mapValues(
  values: Readonly<Record<string, unknown>>,
  change: (value: unknown) => unknown,
): Readonly<Record<string, unknown>> {
  let changed: Record<string, unknown> | undefined;
  for (const key of Object.keys(values)) {
    const value = change(values[key]);
    if (value !== values[key]) {
      changed ??= { ...values };
      changed[key] = value;
    }
  }
  return changed ?? values;
}

/** The same for a list. */
export function mapItems(items: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  const changed = items.map((item) => change(item));
  return changed.some((item, index) => item !== items[index]) ? changed : items;
}
