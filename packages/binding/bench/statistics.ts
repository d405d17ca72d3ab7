// Quantiles of what was measured.

export function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)]
}

export function median(values: readonly number[]): number | undefined {
  return quantile(values, 0.5)
}
