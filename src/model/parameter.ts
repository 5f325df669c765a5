/** A value a strategy is tuned by. */
export type ParameterValue = number | string | boolean;
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

/** What a strategy declares of one of its parameters. */
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
