import type { Language } from '../api/types';
import { canonicalZone } from '../time/zones';
import { countryOfZone, withoutTrunk, type Country } from './countries';

/** The digits of the longest country code with the shortest number that people are given. */
const LOCAL_DIGITS = 8;

/**
 * The number that was typed as the API takes it, `+84912345678`; null if nothing was typed. Spaces, dots,
 * dashes, slashes and brackets don't count. A number without a country's code is read in the country of the
 * person's zone or, if that tells none, in that of their language. What can't be read comes back as it was
 * typed, for the API to refuse. Whether the number exists is the API's to say (D4).
 */
export function phoneNumberOf(typed: string, zone: string, language: Language): string | null {
  const text = typed.normalize('NFKC').trim();
  if (text === '') return null;
  const bare = text
    .replace(/^tel:/i, '')
    .replace(/[\s./()\u00ad\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e-]/g, '');
  if (!/^\+?\d+$/.test(bare)) return text;
  if (bare.startsWith('+')) return withoutTrunk(bare);
  if (bare.startsWith('00')) return withoutTrunk(`+${bare.slice(2)}`);
  const country = countryOfZone(zone === '' ? '' : canonicalZone(zone)) ?? countryOf(language);
  return country ? inCountry(bare, country) : text;
}

function inCountry(digits: string, { code, trunk }: Country): string {
  if (trunk !== '' && digits.startsWith(trunk)) return `+${code}${digits.slice(trunk.length)}`;
  const hasCode = digits.startsWith(code) && digits.length >= code.length + LOCAL_DIGITS;
  return hasCode ? withoutTrunk(`+${digits}`) : `+${code}${digits}`;
}

/** The country whose numbers are meant by most who speak a language that one country speaks. */
function countryOf(language: Language): Country | undefined {
  return language === 'vi' ? countryOfZone('Asia/Ho_Chi_Minh') : undefined;
}
