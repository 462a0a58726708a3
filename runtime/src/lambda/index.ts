import { logFailure } from '../log';
import { withoutTelemetry } from '../telemetry';
import { createHandler } from './handler';
import { load } from './load';

withoutTelemetry();
const loading = load(process.env, __dirname);
/** Settles when the model is loaded or could not be; every invocation hears of the failure again. */
export const settled = loading.then(() => undefined, logFailure);

export const handler = createHandler(loading);
