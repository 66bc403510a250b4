/** A text as it is compared in a search: small letters, without accents, `đ` as `d`. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');
}
