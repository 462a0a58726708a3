/** Which release is meant. */
export interface HasRolloutOptions {
  /**
   * Construct path of the endpoint or function, or of a construct around it, for example `Diagnosis/Classifier`; the
   * logical id in a template without paths. One that leads to no release fails with `ReleaseMissing`.
   *
   * @default - any release of the template
   */
  readonly path?: string;
}

/** Which releases are meant, and what their alarms have to watch. */
export interface HasRollbackAlarmsOptions {
  /**
   * Construct path of the endpoint or function, or of a construct around it, for example `Diagnosis/Classifier`; the
   * logical id in a template without paths. One that leads to no release fails with `ReleaseMissing`.
   *
   * @default - every release of the template
   */
  readonly path?: string;

  /**
   * Names of metrics that must each be read by an alarm, for example `Invocation5XXErrors`.
   *
   * @default - one alarm at least, whatever it reads
   */
  readonly metricNames?: string[];
}

/** Which rules may be broken. */
export interface HasNoBrokenRulesOptions {
  /**
   * Ids of rules that may be broken, for example `canary-cannot-see-collapse`.
   *
   * @default - none
   */
  readonly acknowledged?: string[];
}
