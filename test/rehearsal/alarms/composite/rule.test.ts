import type { AlarmState } from '@inference-constructs/rehearsal/alarms/alarm-evaluator';
import { truth } from '@inference-constructs/rehearsal/alarms/composite/rule';
import { parseRule } from '@inference-constructs/rehearsal/alarms/composite/rule-parser';
import { CannotEvaluate } from '@inference-constructs/rehearsal/alarms/math/cannot-evaluate';

const STATES: Record<string, AlarmState[]> = {
  a: ['ALARM'],
  b: ['OK'],
  c: ['INSUFFICIENT_DATA'],
  open: ['OK', 'ALARM'],
  'name with space': ['ALARM'],
};

test.each<[rule: string, holds: boolean | undefined]>([
  ['ALARM(a)', true],
  ['ALARM("a")', true],
  ['ALARM("name with space")', true],
  ['ALARM(arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a)', true],
  ['OK(a)', false],
  ['INSUFFICIENT_DATA(c)', true],
  ['TRUE', true],
  ['FALSE', false],
  ['NOT ALARM(b)', true],
  ['NOT NOT ALARM(b)', false],
  ['NOT (ALARM(a) AND ALARM(b))', true],
  ['ALARM(b) AND ALARM(b) OR ALARM(a)', true],
  ['ALARM(a) OR ALARM(b) AND ALARM(b)', true],
  ['(ALARM(a) OR ALARM(b)) AND ALARM(b)', false],
  ['AT_LEAST(2, ALARM, (a, b, c))', false],
  ['AT_LEAST(2, NOT ALARM, (a, b, c))', true],
  ['AT_LEAST(50%, OK, (a, b))', true],
  ['AT_LEAST("51%", OK, (a, b))', false],
  ['AT_LEAST(1, ALARM, ("name with space"))', true],
  ['ALARM(open)', undefined],
  ['NOT OK(open)', undefined],
  ['INSUFFICIENT_DATA(open)', false],
  ['ALARM(open) OR ALARM(a)', true],
  ['ALARM(open) AND ALARM(b)', false],
  ['ALARM(open) AND ALARM(a)', undefined],
  ['AT_LEAST(2, ALARM, (a, open, b))', undefined],
  ['AT_LEAST(1, ALARM, (a, open, b))', true],
])('%s: %s', (rule, holds) => {
  expect(truth(parseRule(rule), (alarm) => STATES[alarm])).toBe(holds);
});

test.each([
  ['', 'unexpected the end in the rule '],
  ['ALARM()', 'unexpected ) in the rule ALARM()'],
  ['ALARM(a', 'unexpected the end in the rule ALARM(a'],
  ['ALARM(a) ALARM(b)', 'unexpected ALARM in the rule ALARM(a) ALARM(b)'],
  ['BREACH(a)', 'unexpected BREACH in the rule BREACH(a)'],
  ['AT_LEAST(x, ALARM, (a))', 'unexpected x in the rule AT_LEAST(x, ALARM, (a))'],
  ['ALARM("a)', 'a quote that does not end in the rule ALARM("a)'],
])('the rule %j is refused', (rule, message) => {
  expect(() => parseRule(rule)).toThrow(new CannotEvaluate(message));
});
