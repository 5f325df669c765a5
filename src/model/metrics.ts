/** Metric values by name, named as in Jesse; NaN or an infinity where a metric is undefined, null in JSON. */
export type Metrics = Readonly<Record<string, number>>;
