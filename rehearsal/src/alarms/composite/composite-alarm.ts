import type { AlarmState, AlarmStatus, DeclaredAlarm, Evaluation } from '../alarm-evaluator';
import { CannotEvaluate } from '../math/cannot-evaluate';
import type { Rule } from './rule';
import { alarmsIn, holds, truth } from './rule';
import { alarmName, parseRule } from './rule-parser';
import { Suppression } from './suppression';

/** Whether it is a composite alarm: one with a rule. */
export function isComposite({ properties }: DeclaredAlarm): boolean {
  return properties.AlarmRule !== undefined;
}

/** An alarm on the states of other alarms. */
export class CompositeAlarm {
  readonly rule: Rule;
  private readonly suppressor: string | undefined;
  private readonly suppression: Suppression | undefined;

  /** Throws CannotEvaluate. */
  constructor(readonly declared: DeclaredAlarm) {
    const { AlarmRule, ActionsSuppressor, ...properties } = declared.properties;
    if (typeof AlarmRule !== 'string') throw new CannotEvaluate(`AlarmRule ${JSON.stringify(AlarmRule)}`);
    this.rule = parseRule(AlarmRule);
    if (ActionsSuppressor === undefined) return;
    if (typeof ActionsSuppressor !== 'string') {
      throw new CannotEvaluate(`ActionsSuppressor ${JSON.stringify(ActionsSuppressor)}`);
    }
    this.suppressor = alarmName(ActionsSuppressor);
    this.suppression = new Suppression({
      waitSeconds: seconds('ActionsSuppressorWaitPeriod', properties),
      extensionSeconds: seconds('ActionsSuppressorExtensionPeriod', properties),
    });
  }

  /** Names of the alarms whose states it needs. */
  get needs(): string[] {
    return [...new Set([...alarmsIn(this.rule), ...(this.suppressor === undefined ? [] : [this.suppressor])])];
  }

  evaluate(minute: number, of: (alarm: string) => Evaluation): AlarmStatus {
    const state: AlarmState = holds(this.rule, of) ? 'ALARM' : 'OK';
    const sure = truth(this.rule, (alarm) => of(alarm).possible);
    this.suppression?.at(minute * 60, state, of(this.suppressor as string).state);
    const by = this.suppression?.suppressedBy;
    return {
      alarm: this.declared,
      state,
      possible: sure === undefined ? ['OK', 'ALARM'] : [state],
      ...(by === undefined ? {} : { actionsSuppressedBy: by }),
    };
  }
}

function seconds(name: string, properties: Readonly<Record<string, unknown>>): number {
  const value = properties[name];
  if (typeof value !== 'number' || value < 0) throw new CannotEvaluate(`${name} ${String(value)}`);
  return value;
}
