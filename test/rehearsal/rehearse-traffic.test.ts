import { rehearse } from '@inference-constructs/rehearsal/rehearse';
import { FakeInvoker } from './support/fake-invoker';
import { options, played, to } from './support/rehearsed';

describe('traffic', () => {
  test('is shared as the step says, exactly over time', async () => {
    const { deployments } = await played({}, { requestsPerMinute: 7 });
    const { timeline } = deployments[0];
    expect(timeline.reduce((sum, minute) => sum + minute.new.requests, 0)).toBe(7);
    expect(timeline.reduce((sum, minute) => sum + minute.old.requests, 0)).toBe(63);
  });

  test('too few requests on a step make it undetermined', async () => {
    const { deployments } = await played({ errorRate: 1 }, { requestsPerMinute: 7 });
    expect(deployments[0]).toMatchObject({
      verdict: 'promoted',
      undetermined: [{ step: 0, percent: 10, sampled: 7 }],
    });
  });

  test('more than the sample are weighted, and the alarms see the weighted counts', async () => {
    const { deployments } = await played({ positive: 0.5 }, { requestsPerMinute: 6000, sample: 100 });
    const [first] = deployments[0].timeline;
    expect(first.new).toMatchObject({ requests: 600, sampled: 100 });
    expect(first.old).toMatchObject({ requests: 5400, sampled: 100 });
    expect(deployments[0].traffic).toMatchObject({ mostPerMinute: 100, largestWeight: 54, rateFrom: 'option' });
    // A share of 0.5 where 0.4 was promised: 600 requests show it, 100 would not.
    expect(deployments[0]).toMatchObject({ verdict: 'rolled-back', minute: 2, exposure: { requests: 1200 } });
  });

  test('a sample that cannot go through all requests is said to exaggerate', async () => {
    const { deployments } = await played({}, { requestsPerMinute: 6000, sample: 20 });
    expect(deployments[0].notes).toContain(
      "a minute's sample does not go through all 50 different requests, and each counts up to 270 times: a score in " +
        'standard errors may come out up to 16.4 times too large. --sample 50 would be exact',
    );
  });

  test('the rate is the one that the template expects', async () => {
    const { deployments } = await played();
    expect(deployments[0].traffic).toMatchObject({ requestsPerMinute: 60, rateFrom: 'template' });
  });

  test('without any it is assumed, and said', async () => {
    const { deployments } = await played(
      {},
      to(({ ShiftAlarm2 }) => delete ShiftAlarm2.Metadata),
    );
    expect(deployments[0].traffic).toMatchObject({ requestsPerMinute: 60, rateFrom: 'default' });
    expect(deployments[0].notes).toContain(
      '60 requests per minute were assumed: set expectedRequestsPerMinute on the construct or give --requests-per-minute',
    );
  });

  test('the same seed gives the same rehearsal, another seed another order', async () => {
    const run = async (seed: number) => {
      const invoker = new FakeInvoker();
      const { seconds: _, ...result } = await rehearse({ ...options, seed }, { invoker });
      return { result, events: invoker.events };
    };
    const [one, same, other] = [await run(1), await run(1), await run(2)];
    expect(same).toEqual(one);
    expect(other.events).not.toEqual(one.events);
  });
});
