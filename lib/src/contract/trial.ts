/**
 * Key of the client context by which an acceptance hook marks its invocations: they are answered by the model alone and
 * counted in no metric, because the rollback alarms of the new release would take them for traffic.
 */
export const TRIAL = 'inferenceTrial';
