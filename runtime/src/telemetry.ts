/**
 * onnxruntime 1.30 keeps a device identifier and a database below the home directory and sends events to its makers,
 * unless it is told not to when it is loaded. To be called in the main thread: the environment of a worker thread is a
 * copy that native code does not see.
 */
export function withoutTelemetry(variables: NodeJS.ProcessEnv = process.env): void {
  variables.ORT_DISABLE_TELEMETRY = '1';
}
