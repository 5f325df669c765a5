/** True for an error of LMDB or of the system, such as a full disk. Any other error is a fault of jbt. */
export function isSystemError(error: unknown): error is Error & { readonly code: unknown } {
  return error instanceof Error && 'code' in error && (typeof error.code === 'number' || 'errno' in error);
}
