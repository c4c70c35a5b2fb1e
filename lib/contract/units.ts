/** CloudWatch's units (API reference, MetricDatum) as far as this project emits them. */
export type Unit = 'None' | 'Count' | 'Percent' | 'Bytes' | 'Seconds' | 'Milliseconds' | 'Count/Second';
