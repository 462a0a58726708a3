import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monthlyTraffic } from '@inference-constructs/rehearsal/report/cost/monthly-traffic';
import { temporaryFolder } from '../support/assembly';
import { compared, endpoint, source } from './support/compared';

const folder = temporaryFolder();
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const day = file('day.csv', 'time,requests\n00:00,10\n12:00,70\n');
const minutes = file('minutes.csv', 'minute,requests\n0,10\n60,70\n');

test.each<[string, Parameters<typeof monthlyTraffic>, ReturnType<typeof monthlyTraffic>]>([
  ['nothing given', [undefined, {}], {}],
  ['as given', ['1,2,3', { rate: day }], { given: [1, 2, 3], trafficFrom: 'as given' }],
  [
    'a profile of the day',
    [undefined, { rate: day, traffic: 't.jsonl' }],
    { given: [10, 40, 70], trafficFrom: `the least, the mean and the most of a day by ${day}` },
  ],
  [
    'a profile by minutes',
    [undefined, { rate: minutes }],
    { trafficFrom: '--rate tells of a deployment and not of a month' },
  ],
  [
    'recorded traffic',
    [undefined, { traffic: 't.jsonl' }],
    { trafficFrom: '--traffic tells of a deployment and not of a month' },
  ],
])('%s', (_, args, expected) => {
  expect(monthlyTraffic(...args)).toEqual(expected);
});

test.each<[Parameters<typeof monthlyTraffic>, string]>([
  [
    [undefined, { rate: day }],
    `10 / 40 / 70 requests per minute to every function and endpoint, the least, the mean and the most of a day by ${day}`,
  ],
  [
    [undefined, { traffic: 't' }],
    'typical traffic is what the template expects, because --traffic tells of a deployment and not of a month; minimum is 0.1 of it and maximum 3 times: give --traffic-per-minute',
  ],
])('the report says what its costs are of', (args, expected) => {
  const { cost } = compared(source(endpoint({})), source(endpoint({ count: 3 })), {
    monthly: monthlyTraffic(...args),
  });
  expect(cost.assumptions[0]).toBe(expected);
});
