/** A value that tunes a strategy. */
export type ParameterValue = number | string | boolean;
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

/** A parameter as a strategy declares it. */
export type Parameter =
  | {
      readonly type: 'int' | 'float';
      readonly min: number;
      readonly max: number;
      readonly default: number;
      readonly step?: number;
    }
  | { readonly type: 'categorical'; readonly options: readonly ParameterValue[]; readonly default: ParameterValue };

export type Parameters = Readonly<Record<string, Parameter>>;
