/** A text that nobody else draws. `crypto.randomUUID` is not in every browser that we speak to. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
