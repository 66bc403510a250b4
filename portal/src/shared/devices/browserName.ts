/** The browsers in which permissions are given in different places. */
export type BrowserName = 'chrome' | 'edge' | 'firefox' | 'safari' | 'ios' | 'android';

/** Which one this is, as it says itself; only ever used to choose advice. */
export function browserName(agent = navigator.userAgent): BrowserName {
  if (/iPhone|iPad/.test(agent)) return 'ios';
  if (agent.includes('Android')) return 'android';
  if (agent.includes('Edg/')) return 'edge';
  if (agent.includes('Firefox/')) return 'firefox';
  return /Chrom(e|ium)\//.test(agent) ? 'chrome' : 'safari';
}
