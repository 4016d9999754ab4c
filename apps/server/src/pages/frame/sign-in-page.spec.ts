import { ownPath } from './sign-in-page.js';

describe('where sign-in leads on to', () => {
  it('is a path of our own', () => {
    expect(ownPath('/organisations/11J?asAt=7')).toBe('/organisations/11J?asAt=7');
  });

  it.each(['https://elsewhere.example/', '//elsewhere.example/', '/\\elsewhere.example', '/a b', '', undefined])(
    'is never %s',
    (address) => {
      expect(ownPath(address)).toBe('/work');
    },
  );
});
