/** Called before something outside of a backtest is used. */
export type Hear = (what: string) => void;

/**
 * Creates a `Date` that reports reads of the clock. A function: `new Date(time)` takes eight times as long through a
 * proxy.
 */
export function watchedDate(hear: Hear): unknown {
  function Watched(this: unknown, ...args: readonly unknown[]): Date | string {
    if (new.target === undefined) {
      hear('Date()');
      return Date();
    }
    if (args.length === 0) hear('new Date()');
    return Reflect.construct(Date, args, new.target === Watched ? Date : new.target);
  }
  const now = (): number => {
    hear('Date.now()');
    return Date.now();
  };
  const statics = Object.getOwnPropertyDescriptors(Date);
  return Object.freeze(Object.defineProperties(Watched, { ...statics, now: { ...statics.now, value: now } }));
}

/** Creates a `Math` that reports `random()`. A plain object: a proxy would slow down every call. */
export function watchedMath(hear: Hear): unknown {
  const random = (): number => {
    hear('Math.random()');
    return Math.random();
  };
  const parts = Object.getOwnPropertyDescriptors(Math);
  return Object.freeze(Object.defineProperties({}, { ...parts, random: { ...parts.random, value: random } }));
}

/** Makes `.constructor` of functions report code made of text, which sees the real globals instead of guards. */
export function watchFunctionConstructors(hear: Hear): void {
  for (const made of [() => {}, async () => {}, function* () {}, async function* () {}]) {
    const prototype: object = Object.getPrototypeOf(made);
    const make = (original: NewableFunction, args: unknown[]): object => {
      hear('Function()');
      return Reflect.construct(original, args);
    };
    const watched = new Proxy(Reflect.get(prototype, 'constructor'), {
      apply: (original, _self, args) => make(original, args),
      construct: (original, args) => make(original, args),
    });
    Object.defineProperty(prototype, 'constructor', { value: watched });
  }
}

/** Creates an `Intl` whose date formats report when they format the present. */
export function watchedIntl(hear: Hear): unknown {
  const asking = <T>(format: (date?: Date | number) => T) => {
    return (date?: Date | number): T => {
      if (date === undefined) hear('Intl.DateTimeFormat.format()');
      return format(date);
    };
  };
  const watch = (made: Intl.DateTimeFormat): Intl.DateTimeFormat =>
    Object.defineProperties(made, {
      format: { value: asking(made.format) },
      formatToParts: { value: asking((date) => Intl.DateTimeFormat.prototype.formatToParts.call(made, date)) },
    });
  const watched = new Proxy(Intl.DateTimeFormat, {
    apply: (make, _self, given) => watch(Reflect.construct(make, given)),
    construct: (make, given) => watch(Reflect.construct(make, given)),
  });
  const parts = Object.getOwnPropertyDescriptors(Intl);
  const dateTimeFormat = { ...parts.DateTimeFormat, value: watched };
  return Object.freeze(Object.defineProperties({}, { ...parts, DateTimeFormat: dateTimeFormat }));
}
