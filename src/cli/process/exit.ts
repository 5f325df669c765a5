/** Exit codes of commands, by which scripts and CI decide. */
export const EXIT = {
  done: 0,
  /** Backtests failed, or their results are missing: the author of the strategy must look. */
  failed: 1,
  /** The command, the batch or a file of the user is wrong. */
  wrong: 2,
  /** Results are not as they should be: drift, missed expectations, findings of a check. */
  unmet: 3,
  /** The environment failed, or what it keeps is damaged. */
  environment: 4,
  /** EX_SOFTWARE of sysexits.h, for faults of jbt. */
  crash: 70,
  /** Ctrl-C ended the command. */
  interrupted: 130,
} as const;
