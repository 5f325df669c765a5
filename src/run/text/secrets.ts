const USER_INFO = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#]*@/gi;

/** Text in which addresses have no user name and no password: `redis://***@host:6379`. */
export function withoutSecrets(text: string): string {
  return text.replace(USER_INFO, '$1***@');
}
