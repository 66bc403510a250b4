import { describe, expect, it } from 'vitest';

import { readLink } from './readLink';

const TOKEN = `eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJhbnRlcm9vbTp2aXNpdCJ9.${'aB3-_'.repeat(8)}xyz`;
const OTHER = TOKEN.replace('xyz', 'zyx');
const half = TOKEN.slice(0, 30);

function read(address: string) {
  return readLink(new URL(address, 'https://anteroom.example'));
}

describe('a link is read', () => {
  it.each([
    ['as it was sent', `/visit#${TOKEN}`],
    ['with # encoded', `/visit%23${TOKEN}`],
    ['with # encoded twice', `/visit%2523${TOKEN}`],
    ['with # encoded and dots, too', `/visit%23${TOKEN.replaceAll('.', '%2E')}`],
    ['with # doubled', `/visit##${TOKEN}`],
    ['with # doubled and encoded', `/visit#%23${TOKEN}`],
    ['with a full stop after it', `/visit#${TOKEN}.`],
    ['with a comma after it', `/visit#${TOKEN},`],
    ['with a bracket after it', `/visit#${TOKEN})`],
    ['with an angle bracket after it', `/visit#${TOKEN}>`],
    ['with an encoded angle bracket after it', `/visit%23${TOKEN}%3E`],
    ['with quotes around it', `/visit#"${TOKEN}"`],
    ['with typographic quotes after it', `/visit#${TOKEN}%E2%80%9D`],
    ['with words after it', `/visit#${TOKEN}). See you!`],
    ['with an address glued to it', `/visit#${TOKEN}https`],
    ['with tracking before #', `/visit?utm_source=mail&utm_medium=x#${TOKEN}`],
    ['with tracking after it', `/visit#${TOKEN}?utm_source=mail`],
    ['with a click id after it', `/visit#${TOKEN}?fbclid=IwAR0abcdefghijklmnopqrstuvwxyz`],
    ['with a parameter joined to it', `/visit#${TOKEN}&gclid=1`],
    ['with # encoded, and tracking', `/visit%23${TOKEN}?fbclid=IwAR0`],
    ['with a slash after the path', `/visit/#${TOKEN}`],
    ['with a slash in place of #', `/visit/${TOKEN}`],
    ['with two slashes before the path', `/.//visit#${TOKEN}`],
    ['with an upper-case path', `/VISIT#${TOKEN}`],
    ['with an upper-case path and # encoded', `/Visit%23${TOKEN}`],
    ['with a stop after the path', `/visit.#${TOKEN}`],
    ['with a space within', `/visit#${TOKEN.slice(0, 40)} ${TOKEN.slice(40)}`],
    ['with a line break within', `/visit#${TOKEN.slice(0, 40)}%0D%0A${TOKEN.slice(40)}`],
    ['wrapped and quoted', `/visit#${TOKEN.slice(0, 40)}%0A%3E%20${TOKEN.slice(40)}`],
    ['wrapped as mail programs do', `/visit#${TOKEN.slice(0, 40)}=%0A${TOKEN.slice(40)}`],
    ['with a zero-width space', `/visit#%E2%80%8B${TOKEN.slice(0, 9)}%E2%80%8B${TOKEN.slice(9)}`],
    ['with the path lost', `/#${TOKEN}`],
    ['with the path lost and # encoded', `/%23${TOKEN}`],
    ['with the path lost and # encoded twice', `/%2523${TOKEN}.`],
    ['with a space before the path', `/%20visit#${TOKEN}`],
    ['with a space before the path and # encoded', `/%20visit%23${TOKEN}`],
    ['with a language before the path', `/en/visit#${TOKEN}`],
    ['with a language before the path and # encoded', `/vi-VN/visit%23${TOKEN}`],
    ['on another page', `/bookings#${TOKEN}`],
    ['on a page of another place', `/call/bkg_1#${TOKEN}`],
    ['on another page, as a parameter', `/bookings?link=${TOKEN}`],
    ['after one that was changed', `/visit#${OTHER.toLowerCase()}#${TOKEN}`],
    ['pasted after another one', `/visit#${OTHER}https://anteroom.example/visit#${TOKEN}`],
    ['as a parameter', `/visit?link=${TOKEN}`],
  ])('%s', (_, address) => {
    expect(read(address)).toEqual({ token: TOKEN });
  });
});

describe('a broken link says how', () => {
  it.each([
    ['/visit', 'missing'],
    ['/visit/', 'missing'],
    ['/visit#', 'missing'],
    ['/visit%23', 'missing'],
    ['/visit?utm_source=a-very-long-campaign-name', 'missing'],
    ['/visit#content', 'missing'],
    [`/visit#${half}`, 'cut'],
    [`/visit%23${half}`, 'cut'],
    ['/visit#ey', 'missing'],
    ['/visit#eyJ', 'cut'],
    [`/visit#${TOKEN.slice(0, -1)}`, 'cut'],
    [`/visit#${TOKEN.slice(5)}`, 'cut'],
    [`/visit%23${TOKEN.slice(5)}`, 'cut'],
    [`/visit#${TOKEN.slice(0, -4)}%E`, 'cut'],
    [`/en/visit#${half}`, 'cut'],
    ['/%20visit', 'missing'],
    [`/bookings#${half}`, 'cut'],
    [`/%23${half}`, 'cut'],
    [`/visit#${TOKEN.toLowerCase()}`, 'changed'],
    [`/visit#${TOKEN.toUpperCase()}`, 'changed'],
    [`/VISIT%23${TOKEN.toUpperCase()}`, 'changed'],
    [`/visit#eyJ${TOKEN.slice(3).toLowerCase()}`, 'changed'],
    [`/visit#${TOKEN.slice(0, 22)}x${TOKEN.slice(22)}`, 'changed'],
    [`/#${TOKEN.toLowerCase()}`, 'changed'],
  ])('%s', (address, broken) => {
    expect(read(address)).toEqual({ broken });
  });
});

it('leaves other addresses alone', () => {
  for (const address of [
    '/',
    '/bookings',
    '/visitors',
    '/signed-in?code=abc&state=def',
    `/signed-in?code=${TOKEN}&state=def`,
    '/revisit#content',
    '/bookings/past?from=eyJ',
    '/#content',
  ])
    expect(read(address)).toBeNull();
});
