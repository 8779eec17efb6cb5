import { describe, expect, it } from 'vitest';
import { failureOf, pageWithoutFailure } from './issuer';

describe('coming back from a sign-in elsewhere', () => {
  it('knows codes of the server and nothing else', () => {
    expect(failureOf('?sign_in=SCH087')).toBe('SCH087');
    expect(failureOf('?sign_in=Call+0800')).toBeUndefined();
    expect(failureOf('')).toBeUndefined();
  });

  it('goes on to the page that was asked for', () => {
    expect(pageWithoutFailure({ pathname: '/runs', search: '?status=failed&sign_in=SCH087', hash: '#a' })).toBe('/runs?status=failed#a');
    expect(pageWithoutFailure({ pathname: '/', search: '?sign_in=SCH087', hash: '' })).toBe('/');
  });
});
