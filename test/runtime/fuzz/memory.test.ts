import { grown, MOST_GROWTH_MB, reportOf, type Sample } from './memory';

/** What processes have after the first tenth and at the end, by name. */
function samples(first: Readonly<Record<string, number>>, last: Readonly<Record<string, number>>): Sample[] {
  return [0.1, 0.15, 0.2, 0.5, 0.9, 0.95, 1].map((done) => ({
    done,
    megabytes: new Map(Object.entries(done < 0.5 ? first : last)),
  }));
}

const before = { versions: 70, 'versions: 1.0.0': 110, 'versions: 2.0.0': 110 };

it.each([
  [
    'each of several has taken its steps',
    { versions: 100, 'versions: 1.0.0': 140, 'versions: 2.0.0': 140 },
    [] as string[],
  ],
  [
    'one has grown by more than is allowed',
    { versions: 70, 'versions: 1.0.0': 110, 'versions: 2.0.0': 110 + MOST_GROWTH_MB + 1 },
    ['versions: 2.0.0'],
  ],
  ['there is another one', { ...before, 'versions: 3.0.0': 80 }, ['versions: 3.0.0']],
  ['one did not end under the name of another', { ...before, 'versions: 1.0.0': 220 }, ['versions: 1.0.0']],
  ['one has ended', { versions: 70, 'versions: 1.0.0': 110 }, []],
])('judges each process by itself: %s', (_, after, expected) => {
  expect(grown(reportOf(samples(before, after)))).toEqual(expected);
});

it('takes a window by its median and leaves out what came and went', () => {
  const look = (done: number, one: number, other: number): Sample => ({
    done,
    megabytes: new Map([['one', one], ...(other > 0 ? [['other', other] as const] : [])]),
  });
  const looks = [look(0.05, 400, 0), look(0.1, 100, 0), look(0.15, 102.4, 90), look(0.2, 300, 0), look(0.5, 310, 90)];
  expect(reportOf([...looks, look(0.9, 120, 0), look(0.95, 121, 0), look(1, 20, 90)])).toEqual({
    one: { afterFirstTenthMb: 102, atEndMb: 120, mostMb: 400 },
  });
});
