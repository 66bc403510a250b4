import { User } from 'oidc-client-ts';
import { expect, test } from 'vitest';

import { meOf } from './me';

function userWith(claims: Record<string, unknown>): User {
  const profile = { sub: 'drawn', iss: 'i', aud: 'a', exp: 1, iat: 1, ...claims };
  return new User({ access_token: 't', token_type: 'Bearer', profile });
}

test('a person is who the name of their account says, and not what the pool has drawn', () => {
  const groups = ['provider'];
  const named = userWith({
    'cognito:groups': groups,
    'cognito:username': 'prv_1',
    email: 'g@example.com',
  });
  expect(meOf(named)).toEqual({ id: 'prv_1', role: 'provider', name: 'g@example.com' });
  expect(meOf(userWith({ 'cognito:groups': groups }))).toEqual({
    id: 'drawn',
    role: 'provider',
    name: 'drawn',
  });
  expect(meOf(userWith({ 'cognito:groups': ['kings'] }))).toBeNull();
});
