import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { canonicalJson, type JsonObject } from '#libs/kernel';
import { SealingError, isSealed, openPersonal, openSealed, sealPersonal, sealedFor } from './sealing.js';

const key = Buffer.alloc(32, 7);
const event = '0192f3aa-0000-7000-8000-000000000001';
const teacher = { name: 'Ana Soto', email: 'ana@example.cl', gender: 'f' };
const personal = ['name', 'email'];

const json = fc.jsonValue({ maxDepth: 3 }).filter((value) => {
  try {
    canonicalJson(value);
    return true;
  } catch {
    // fast-check also makes numbers and texts that I-JSON has no place for.
    return false;
  }
});

describe('sealing personal fields', () => {
  it('leaves in clear what is not personal and nothing else', () => {
    const stored = sealPersonal(personal, teacher, event, key);
    expect(stored['gender']).toBe('f');
    expect(isSealed(stored['name'])).toBe(true);
    expect(JSON.stringify(stored)).not.toMatch(/Ana|Soto|example/);
    expect(openPersonal(stored, event, key)).toEqual({ data: teacher, erased: false });
  });

  it('writes the same bytes on a retry, and others for another event, field or person', () => {
    const once = sealPersonal(personal, teacher, event, key);
    expect(sealPersonal(personal, teacher, event, key)).toEqual(once);
    const cipher = (stored: JsonObject, field: string) => (stored[field] as { $personal: string }).$personal.split('.').at(-1);
    const same = sealPersonal(personal, { name: 'x', email: 'x' }, event, key);
    expect(cipher(same, 'name')).not.toBe(cipher(same, 'email'));
    expect(cipher(sealPersonal(personal, teacher, randomUUID(), key), 'name')).not.toBe(cipher(once, 'name'));
    expect(cipher(sealPersonal(personal, teacher, event, randomBytes(32)), 'name')).not.toBe(cipher(once, 'name'));
  });

  it('takes any JSON and gives it back', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json), fc.array(fc.string()), fc.uuid({ version: 5 }), (data, extra, id) => {
        const fields = [...Object.keys(data).filter((_, index) => index % 2 === 0), ...extra];
        const stored = sealPersonal(fields, data, id, key);
        const opened = openPersonal(JSON.parse(canonicalJson(stored)) as JsonObject, id, key);
        expect(canonicalJson(opened.data)).toBe(canonicalJson(data));
        expect(opened.erased).toBe(false);
      }),
    );
  });

  it('says so when the key is gone, and keeps the rest', () => {
    const stored = sealPersonal(personal, { ...teacher, email: undefined }, event, key);
    expect(openPersonal(stored, event, undefined)).toEqual({ data: { name: null, gender: 'f' }, erased: true });
    expect(openPersonal({ gender: 'f' }, event, undefined)).toEqual({ data: { gender: 'f' }, erased: false });
  });

  it('refuses another key, another event’s value and every changed character', () => {
    const stored = sealPersonal(personal, teacher, event, key);
    const unreadable = expect.objectContaining({ name: 'SealingError', code: 'unreadable' }) as Error;
    expect(() => openPersonal(stored, event, randomBytes(32))).toThrow(unreadable);
    expect(() => openPersonal(stored, randomUUID(), key)).toThrow(unreadable);
    const text = (stored['name'] as { $personal: string }).$personal;
    for (let at = 0; at < text.length; at += 1) {
      const changed = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
      // The last base64url character may carry bits that stand for nothing.
      if (
        Buffer.from(changed.split('.').at(-1) ?? '', 'base64url').equals(Buffer.from(text.split('.').at(-1) ?? '', 'base64url'))
      )
        continue;
      expect(() => openSealed({ $personal: changed }, key)).toThrow(SealingError);
    }
    expect(() => openSealed({ $personal: 'nonsense' }, key)).toThrow(unreadable);
  });

  it('opens a value that was copied into a document, under whatever name', () => {
    const stored = sealPersonal(personal, teacher, event, key);
    const document = { fullName: stored['name'] ?? null, school: 900001 };
    expect(openPersonal(document, undefined, key).data).toEqual({ fullName: 'Ana Soto', school: 900001 });
    expect(isSealed(stored['name']) && sealedFor(stored['name'])).toEqual({ eventId: event, field: 'name' });
  });

  it('does not store in clear what would later be taken for sealed', () => {
    expect(() => sealPersonal(personal, { note: { $personal: 'x' } }, event, key)).toThrow(
      expect.objectContaining({ code: 'looks-sealed' }) as Error,
    );
    const stored = sealPersonal(['note'], { note: { $personal: 'x' } }, event, key);
    expect(openPersonal(stored, event, key).data).toEqual({ note: { $personal: 'x' } });
  });
});
