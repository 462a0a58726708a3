import { evaluable } from '../alarm-definition';
import { CannotEvaluate } from '../math/cannot-evaluate';
import type { CompositeAlarm } from './composite-alarm';

/** Composite alarms in an order in which each comes after those it depends on. */
export function inOrder(composites: readonly CompositeAlarm[], others: readonly string[]): CompositeAlarm[] {
  const byName = new Map(composites.map((composite) => [composite.declared.name, composite]));
  const ordered = new Set<CompositeAlarm>();

  const visit = (composite: CompositeAlarm, above: readonly CompositeAlarm[]): void => {
    if (above.includes(composite)) throw new CannotEvaluate('a rule that depends on its own alarm');
    for (const name of composite.needs) {
      const needed = byName.get(name);
      if (needed !== undefined) visit(needed, [...above, composite]);
      else if (!others.includes(name)) throw new CannotEvaluate(`${name}, an alarm that is not among those played`);
    }
    ordered.add(composite);
  };

  for (const composite of composites) evaluable(composite.declared, () => visit(composite, []));
  return [...ordered];
}
