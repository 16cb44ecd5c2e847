import { greeting } from './greeting.js';

describe('a server that listens', () => {
  const started = { url: 'http://127.0.0.1:3000', dataDirectory: '/data', firstRunKey: 'ck_0_secret', terminal: true };
  it('shows the operator’s key of a first start at a terminal, and where it is kept', () => {
    expect(greeting(started).join('\n')).toMatch(
      /^Cordillera: http:\/\/127\.0\.0\.1:3000\n[^]*\/data\/operator\.key\n {2}ck_0_secret$/,
    );
  });
  it('says to a log where the key is kept, and nothing of the key', () => {
    const said = greeting({ ...started, terminal: false }).join('\n');
    expect(said).toContain('/data/operator.key');
    expect(said).not.toContain('ck_0');
  });
  it('says its address alone from then on', () => {
    expect(greeting({ ...started, firstRunKey: undefined })).toEqual(['Cordillera: http://127.0.0.1:3000']);
  });
});
