import { furtherNotices } from './notices.js';

const attribution = 'DigCompEdu © Unión Europea, 2017. Se autoriza la reutilización.';
const pack = ['No es un producto oficial.', 'Usa nombres de DigCompEdu © Unión Europea, 2017.', 'Usa el Marco © UNESCO 2018.'];

describe('the notices of a page', () => {
  it('name a source once: the attribution of the framework stands for the shorter notice about it', () => {
    expect(furtherNotices(pack, attribution)).toEqual([pack[0], pack[2], attribution]);
  });

  it('are all shown where no framework is', () => {
    expect(furtherNotices(pack, undefined)).toEqual(pack);
  });

  it('keep what another source says', () => {
    expect(furtherNotices(pack, 'ICT-CFT © UNESCO')).toEqual([...pack, 'ICT-CFT © UNESCO']);
  });
});
