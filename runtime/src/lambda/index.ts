import { logFailure } from '../log';
import { withoutTelemetry } from '../telemetry';
import { createHandler } from './handler';
import { load } from './load';

withoutTelemetry();
const loading = load(process.env, __dirname);
// Heard at once; every invocation hears it again.
loading.catch(logFailure);

export const handler = createHandler(loading);
