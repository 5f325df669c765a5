/** Whether LMDB or the system says that something cannot be read or written; any other error is a fault of jbt. */
export function isSystemError(error: unknown): error is Error & { readonly code: unknown } {
  return error instanceof Error && 'code' in error && (typeof error.code === 'number' || 'errno' in error);
}
