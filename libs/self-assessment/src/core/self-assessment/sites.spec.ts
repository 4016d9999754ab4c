import { hostOf, isOnSite, siteOf } from './sites.js';

describe('a link', () => {
  it.each([
    ['https://www.dorsetccg.nhs.uk/reports/2018.pdf', 'www.dorsetccg.nhs.uk'],
    ['http://dorsetccg.nhs.uk', 'dorsetccg.nhs.uk'],
    ['HTTPS://Dorsetccg.NHS.uk:8443?page=1#top', 'dorsetccg.nhs.uk'],
  ])('%s leads to %s', (link, host) => {
    expect(hostOf(link)).toBe(host);
  });

  it.each([
    'www.dorsetccg.nhs.uk/reports',
    'ftp://dorsetccg.nhs.uk/x',
    'javascript:alert(1)',
    'https://dorsetccg.nhs.uk@example.org/',
    'https://dorsetccg.nhs.uk\\@example.org/',
    'https://example.org /dorsetccg.nhs.uk',
    'https://',
  ])('%s is none', (link) => {
    expect(hostOf(link)).toBeUndefined();
  });

  it('is on a site when its host is, or lies under it', () => {
    expect(siteOf('WWW.DorsetCCG.nhs.uk')).toBe('dorsetccg.nhs.uk');
    expect(isOnSite('www.dorsetccg.nhs.uk', 'dorsetccg.nhs.uk')).toBe(true);
    expect(isOnSite('dorsetccg.nhs.uk', 'dorsetccg.nhs.uk')).toBe(true);
    expect(isOnSite('notdorsetccg.nhs.uk', 'dorsetccg.nhs.uk')).toBe(false);
    expect(isOnSite('dorsetccg.nhs.uk.example.org', 'dorsetccg.nhs.uk')).toBe(false);
  });
});
