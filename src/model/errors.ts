/** The person who must act: the user, the strategy's author, or the one who runs the machine. */
export type Actor = 'user' | 'author' | 'environment';

/** Every error code of jbt, its actor and its meaning. A code never changes its meaning. */
export const ERRORS = {
  // Invocation and batch file
  InvalidOption: ['user', 'a command-line option or environment variable has a value that cannot be used'],
  InvalidBatch: ['user', 'the batch file cannot be read or has a key or value that is not allowed'],
  FileNotFound: ['user', 'a file that was named does not exist or cannot be read'],
  FileExists: ['user', 'a file that would be written exists already'],
  RunInUse: ['user', 'a run that is to be removed is being played'],
  NotCancelled: ['user', 'a run or backtest that is to be cancelled is over, unknown, or out of reach of this process'],
  ContradictingResults: [
    'environment',
    'the same backtest has two results, in runs that are merged or on two machines',
  ],
  InvalidRoutes: [
    'user',
    'routes contradict one another (one symbol twice, two quote assets), or the stored candles cannot make a timeframe',
  ],
  InvalidDateRange: ['user', 'the first date is not before the last'],
  InvalidParameter: ['user', 'a parameter is unknown to its strategy or outside its range'],
  StrategyNotFound: ['user', 'a strategy file does not exist or exports no strategy'],
  StrategyNotLoaded: [
    'user',
    'a strategy file has a syntax or type error, throws while it is loaded, or declares hooks or parameters wrongly',
  ],
  // Market data
  InvalidCandles: ['user', 'a candle file has a row that is no candle'],
  ConflictingCandles: ['user', 'two rows give different candles for the same time'],
  CandleGap: ['user', 'candles are missing in a file or in the stored range a backtest needs'],
  CandlesNotFound: ['user', 'the candle store does not have the market or the range'],
  MarketNotFound: ['user', 'the source of a download does not have the market, or no candles of it in the range'],
  MissingLibrary: ['user', 'an optional library that is needed here is not installed'],
  DownloadFailed: ['environment', 'a server cannot be reached, refuses, or sends what does not fit its checksum'],
  CorruptCandles: ['environment', 'stored candles do not match their checksum any more'],
  // A strategy at work
  StrategyError: ['author', 'the strategy threw'],
  InvalidStrategy: ['author', 'the strategy asked for something that is not allowed'],
  InvalidShape: ['author', 'an order is not [qty, price] or a list of such pairs'],
  ConflictingRules: ['author', 'shouldLong and shouldShort were both true'],
  OrderNotAllowed: ['author', 'an order cannot be placed at this price or in this state'],
  InsufficientMargin: ['author', 'the order needs more margin than is available'],
  InsufficientBalance: ['author', 'the order needs more of an asset than is available'],
  RouteNotFound: ['author', 'the strategy reads candles that no route or data route provides'],
  UnkeepableValue: ['author', 'a value for the cache has a part that has no meaning on disk, such as a function'],
  Timeout: ['author', 'the backtest took longer than --timeout allows'],
  Stalled: ['author', 'the backtest played no simulated day in the time that --stall allows'],
  OutOfMemory: ['author', 'the backtest needed more memory than a worker may use'],
  WorkerDied: ['author', 'the worker ended in the middle of the backtest, for example by process.exit'],
  // The machine
  RedisUnavailable: ['environment', 'Redis cannot be reached or refuses, and a run on several machines needs it'],
  CacheUnavailable: ['environment', 'the cache cannot be opened or written'],
  ProjectUnavailable: ['environment', 'the folder of a new project cannot be written'],
  RunFolderUnavailable: ['environment', "the run's folder cannot be written"],
  ServerUnavailable: ['environment', 'the live page cannot be served at an address'],
  OutputUnavailable: ['environment', 'standard output or error cannot be written, for example on a full disk'],
  MachineLimit: ['environment', 'the machine refuses files, memory, processes or disk space'],
  WorkersExhausted: ['environment', 'workers died too often to go on'],
} as const satisfies Record<string, readonly [Actor, string]>;

export type ErrorCode = keyof typeof ERRORS;

/** One line of source code and the place in it that a message speaks of; line and column count from 1. */
export interface CodeFrame {
  readonly line: number;
  readonly column: number;
  /** Characters from the column on. */
  readonly length: number;
  readonly source: string;
}

/** An error that is not a fault of jbt: one line for a person, with a stable code, and further lines below it. */
export class JbtError extends Error {
  override readonly name = 'JbtError';
  readonly code: ErrorCode;
  readonly details: readonly (string | CodeFrame)[];

  constructor(code: ErrorCode, message: string, details: JbtError['details'] = []) {
    super(message);
    this.code = code;
    this.details = details;
  }

  get actor(): Actor {
    return ERRORS[this.code][0];
  }
}

/** A fault in words, and the source it is found in. */
export interface SourceFault {
  readonly text: string;
  readonly frame: CodeFrame | null;
}

const MOST_FAULTS = 20;

/** Creates one error of several faults: the first is the message, the others follow as details, up to a limit. */
export function errorOfFaults(code: ErrorCode, faults: readonly SourceFault[]): JbtError {
  const [first, ...others] = faults;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  const listed = others.slice(0, MOST_FAULTS - 1).flatMap(({ text, frame }) => [text, frame]);
  const hidden = faults.length - MOST_FAULTS;
  const rest = hidden > 0 ? `... and ${hidden} more` : null;
  return new JbtError(
    code,
    `${first.text}${more}`,
    [first.frame, ...listed, rest].filter((detail) => detail !== null),
  );
}
