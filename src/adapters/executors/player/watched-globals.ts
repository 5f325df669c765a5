/** Hears that something outside of a backtest is used, before it is. */
export type Hear = (what: string) => void;

/** `Date` that tells of the clock. A function, not a proxy: through a proxy `new Date(time)` takes eight times as long. */
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

/** `Math` that tells of chance. A plain object: its functions are called where time counts. */
export function watchedMath(hear: Hear): unknown {
  const random = (): number => {
    hear('Math.random()');
    return Math.random();
  };
  const parts = Object.getOwnPropertyDescriptors(Math);
  return Object.freeze(Object.defineProperties({}, { ...parts, random: { ...parts.random, value: random } }));
}

/** Makes the constructors that functions know tell when they make functions of text, whose globals are nobody's guards. */
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

/** `Intl` whose date formats tell when they are asked for the present. */
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
