/** What the command line ends with, whatever the command. */
export const EXIT_CODES = {
  /** Nothing speaks against the change. */
  fine: 0,
  /** It could not be said: options, files, a fault. */
  couldNot: 1,
  /** Something speaks against the change. */
  against: 2,
  /** By SIGINT or SIGTERM. */
  interrupted: 130,
} as const;
