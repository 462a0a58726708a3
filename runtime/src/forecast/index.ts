import { createRequire } from 'node:module';
import type { ForecastConfiguration } from '@inference-constructs/core/out/scaling/forecast/configuration';
import { FORECAST_VARIABLE } from '@inference-constructs/core/out/scaling/forecast/configuration';
import type { Client, Command, Sdk } from './aws';
import type { ForecastOutcome } from './forecast';
import { runForecast } from './forecast';

type Exports = Readonly<Record<string, new (input: object) => object>>;

/** Not bundled: Lambda has it. */
function loadSdk(): Sdk {
  const load = createRequire(__filename);
  const cloudWatch = load('@aws-sdk/client-cloudwatch') as Exports;
  const scaling = load('@aws-sdk/client-application-auto-scaling') as Exports;
  // A week may take 168 actions, at a few calls a second.
  const retries = { retryMode: 'adaptive', maxAttempts: 10 };
  const command = (module: Exports, name: string): Command => module[name];
  return {
    cloudWatch: new cloudWatch.CloudWatchClient(retries) as Client,
    scaling: new scaling.ApplicationAutoScalingClient(retries) as Client,
    GetMetricDataCommand: command(cloudWatch, 'GetMetricDataCommand'),
    DescribeScheduledActionsCommand: command(scaling, 'DescribeScheduledActionsCommand'),
    PutScheduledActionCommand: command(scaling, 'PutScheduledActionCommand'),
    DeleteScheduledActionCommand: command(scaling, 'DeleteScheduledActionCommand'),
  };
}

/** Run by EventBridge Scheduler once a day; it may be run by hand at any time. */
export async function handler(): Promise<ForecastOutcome> {
  const configuration = JSON.parse(process.env[FORECAST_VARIABLE] ?? '{}') as ForecastConfiguration;
  const outcome = await runForecast(loadSdk(), configuration, new Date());
  console.log(JSON.stringify(outcome));
  return outcome;
}
