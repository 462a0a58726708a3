import type { AlarmState, Evaluation } from '../alarm-evaluator';

/** The rule of a composite alarm, parsed. */
export type Rule =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'state'; readonly state: AlarmState; readonly alarm: string }
  | { readonly kind: 'not'; readonly operand: Rule }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Rule[] }
  /** How many of the operands must hold; as a share of them where it is a percentage. */
  | {
      readonly kind: 'at-least';
      readonly count: number;
      readonly isShare: boolean;
      readonly operands: readonly Rule[];
    };

/** Names of the alarms that a rule speaks of. */
export function alarmsIn(rule: Rule): string[] {
  if (rule.kind === 'state') return [rule.alarm];
  if (rule.kind === 'not') return alarmsIn(rule.operand);
  return rule.kind === 'constant' ? [] : rule.operands.flatMap(alarmsIn);
}

/** Whether a rule holds when alarms are in these states. */
export function holds(rule: Rule, of: (alarm: string) => Evaluation): boolean {
  return truth(rule, (alarm) => [of(alarm).state]) === true;
}

/**
 * Whether a rule holds where alarms may be in several states: undefined where it depends. Each mention of an alarm is
 * looked at by itself, so a rule that mentions one twice may count as open where it is not.
 */
export function truth(rule: Rule, possible: (alarm: string) => readonly AlarmState[]): boolean | undefined {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'state': {
      const states = possible(rule.alarm);
      if (!states.includes(rule.state)) return false;
      return states.length === 1 ? true : undefined;
    }
    case 'not': {
      const inner = truth(rule.operand, possible);
      return inner === undefined ? undefined : !inner;
    }
    case 'and':
      return atLeast(rule.operands.length, rule.operands, possible);
    case 'or':
      return atLeast(1, rule.operands, possible);
    case 'at-least': {
      const { count, isShare, operands } = rule;
      return atLeast(isShare ? Math.ceil(count * operands.length) : count, operands, possible);
    }
  }
}

function atLeast(
  needed: number,
  operands: readonly Rule[],
  possible: (alarm: string) => readonly AlarmState[],
): boolean | undefined {
  const truths = operands.map((operand) => truth(operand, possible));
  const sure = truths.filter((one) => one === true).length;
  const open = truths.filter((one) => one === undefined).length;
  if (sure >= needed) return true;
  return sure + open < needed ? false : undefined;
}
