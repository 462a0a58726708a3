import type { RehearseOptions } from '@inference-constructs/rehearsal/options';
import { rehearse } from '@inference-constructs/rehearsal/rehearse';
import { FakeInvoker } from './support/fake-invoker';
import { options, played, to } from './support/rehearsed';

describe('what makes a rehearsal impossible is an error', () => {
  test.each<[string, Partial<RehearseOptions>]>([
    ['requests per minute (0): more than 0. choose such a value', { requestsPerMinute: 0 }],
    ['sample (1.5): a whole number, at least 1. choose such a value', { sample: 1.5 }],
    ['seed (0.1): a whole number. choose such a value', { seed: 0.1 }],
  ])('%s', async (message, more) => {
    await expect(played({}, more)).rejects.toThrow(message);
  });

  test('no requests to send', async () => {
    await expect(played({}, { traffic: undefined })).rejects.toThrow(
      'requests (none): a traffic file, because neither version has golden cases. give --traffic FILE',
    );
  });

  test('an alarm that cannot be read, before anything is started', async () => {
    const invoker = new FakeInvoker();
    const unreadable = to(({ ErrorsAlarm2 }) => {
      (ErrorsAlarm2.Properties.Metrics as { Expression: string }[])[0].Expression = 'ANOMALY_DETECTION_BAND(n)';
    });
    await expect(rehearse({ ...options, ...unreadable }, { invoker })).rejects.toMatchObject({
      code: 'AlarmNotEvaluable',
      message: expect.stringContaining('App/Classifier/ErrorsAlarm: cannot evaluate function ANOMALY_DETECTION_BAND'),
    });
    expect(invoker.started).toEqual([]);
  });

  test('nothing but an endpoint, which is listed', async () => {
    const endpoint = to((resources) => {
      for (const id of Object.keys(resources)) if (id !== 'Endpoint') delete resources[id];
    });
    await expect(played({}, endpoint)).rejects.toMatchObject({
      code: 'NothingToRehearse',
      message: expect.stringContaining(
        'not played:\n  App/Endpoint (AWS::SageMaker::Endpoint): its configuration is not in the template. declare it, and its models, in the app',
      ),
    });
  });
});

describe('the versions are stopped', () => {
  test('when it is over', async () => {
    const invoker = new FakeInvoker();
    await rehearse(options, { invoker });
    expect(invoker).toMatchObject({ started: ['2', '1'], stopped: 2 });
  });

  test('when something breaks', async () => {
    const invoker = new FakeInvoker();
    const onProgress = () => {
      throw new Error('broken terminal');
    };
    await expect(rehearse({ ...options, onProgress }, { invoker })).rejects.toThrow('broken terminal');
    expect(invoker.stopped).toBe(2);
  });

  test('when it is interrupted, which gives no verdict', async () => {
    const invoker = new FakeInvoker();
    const interruption = new AbortController();
    const minutes: number[] = [];
    const onProgress = ({ minute }: { minute: number }) => {
      minutes.push(minute);
      if (minute === 3) interruption.abort();
    };
    await expect(rehearse({ ...options, onProgress, signal: interruption.signal }, { invoker })).rejects.toThrow(
      'inference (interrupted): nothing was concluded. run it again',
    );
    expect(minutes).toEqual([0, 1, 2, 3]);
    expect(invoker.stopped).toBeGreaterThanOrEqual(2);
  });
});
