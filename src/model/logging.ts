/** Levels of log lines, the least first. */
export const LOG_LEVELS = ['debug', 'info', 'warning', 'error'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Steps of a backtest that `env.logging` switches, by Jesse's names. */
export const SWITCHED_STEPS = [
  'strategy_execution',
  'order_submission',
  'order_cancellation',
  'order_execution',
  'position_opened',
  'position_increased',
  'position_reduced',
  'position_closed',
  'balance_update',
] as const;

export type SwitchedStep = (typeof SWITCHED_STEPS)[number];

/** Steps of a backtest that the engine tells in debug lines; the last four cannot be switched off. */
export const ENGINE_STEPS = [
  ...SWITCHED_STEPS,
  'order_rejection',
  'entry_held_back',
  'exit_at_market',
  'liquidation',
] as const;

/** Beside the steps of debug lines: the values of indicators at the first bar, for a check of the warm-up. */
export type EngineStep = (typeof ENGINE_STEPS)[number] | 'indicator_values';

/** Switches of debug lines; a missing one is on. */
export type LoggingSwitches = Readonly<Partial<Record<SwitchedStep, boolean | undefined>>>;

/** Steps that are told with these switches. */
export function stepsToldWith(switches: LoggingSwitches): readonly EngineStep[] {
  const off = new Set<EngineStep>(SWITCHED_STEPS.filter((step) => switches[step] === false));
  return ENGINE_STEPS.filter((step) => !off.has(step));
}
