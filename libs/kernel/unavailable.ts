/** What every port's errors say of an engine that cannot be reached: the same may succeed later. */
export const isUnavailable = (error: unknown): boolean =>
  error instanceof Error && (error as { code?: unknown }).code === 'unavailable';
