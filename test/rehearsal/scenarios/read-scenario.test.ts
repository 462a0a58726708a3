import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readScenario, readyScenarios } from '@inference-constructs/rehearsal/scenarios/read-scenario';
import { temporaryFolder } from '../support/assembly';

const folder = temporaryFolder();

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

test('a ready one by its name, with the number it takes', () => {
  expect(readScenario('errors')).toMatchObject({ name: 'errors', release: { errorPercent: 10 } });
  expect(readScenario('errors=25')).toMatchObject({ name: 'errors=25', release: { errorPercent: 25 } });
  expect(readyScenarios().map(({ name }) => name)).toEqual([
    'bad-model',
    'slow-model',
    'errors',
    'crash-loop',
    'out-of-memory',
    'drifted-feature',
    'traffic-x10',
    'cold-start',
    'missing-permission',
    'instance-lost',
  ]);
});

test('one from a file, JSON or compiled JavaScript', () => {
  const scenario = { name: 'peak', description: 'a peak', traffic: { factor: 3 }, release: { slower: { factor: 2 } } };
  expect(readScenario(file('peak.json', JSON.stringify(scenario)))).toEqual(scenario);
  expect(readScenario(file('peak.js', `exports.default = ${JSON.stringify(scenario)};`))).toEqual(scenario);
});

test.each([
  ['explosion', /^scenario \(explosion\): bad-model, .*, instance-lost, or a file\. choose one of these$/],
  ['errors=', /^scenario \(errors=\): errors takes a number of percent, more than 0\. leave it out or correct it$/],
  ['bad-model=2', /^scenario \(bad-model=2\): bad-model takes no number\. leave it out or correct it$/],
  ['errors=250', /^errors=250: release\.errorPercent: a number from 0 to 100\. correct the scenario$/],
  ['/nowhere.json', /^\/nowhere\.json \(not there\): must be a file of one scenario\. check the path$/],
])('%s is refused', (text, message) => expect(() => readScenario(text)).toThrow(message));

test.each([
  ['{', 'cannot be read'],
  [
    '[]',
    'scenario: an object with name, description, traffic, release, outage, withoutPermissions. correct the scenario',
  ],
  ['{"name":"a"}', 'name and description: both. correct the scenario'],
  [
    '{"name":"a","description":"b","realease":{}}',
    'realease: name, description, traffic, release, outage, withoutPermissions. correct the scenario',
  ],
  [
    '{"name":"a","description":"b","release":{"errorPercent":"9"}}',
    'release.errorPercent: a number from 0 to 100. correct the scenario',
  ],
  [
    '{"name":"a","description":"b","traffic":{"drift":{"feature":1.5}}}',
    'traffic.drift.feature: a whole number, at least 0. correct the scenario',
  ],
])('the file %s is refused', (text, message) => {
  expect(() => readScenario(file('wrong.json', text))).toThrow(message);
});
