import type { AccessStore } from '#libs/access';
import type { KeyStore } from '#libs/privacy';

/** The key store of a serving installation: who is forgotten loses their codes, sessions and keys of access with it. */
export const revoking = (keys: KeyStore, access: AccessStore): KeyStore => ({
  enrol: (tenant, nationalId) => keys.enrol(tenant, nationalId),
  find: (tenant, nationalId) => keys.find(tenant, nationalId),
  key: (tenant, pseudonym) => keys.key(tenant, pseudonym),
  keys: (tenant, pseudonyms) => keys.keys(tenant, pseudonyms),
  certificate: (tenant, pseudonym) => keys.certificate(tenant, pseudonym),
  sweep: (tenant, isKnown) => keys.sweep(tenant, isKnown),
  create: (tenant, options) => keys.create(tenant, options),
  fingerprint: (tenant) => keys.fingerprint(tenant),
  check: (tenant, fingerprint) => keys.check(tenant, fingerprint),
  tenants: () => keys.tenants(),
  close: () => keys.close(),
  destroy: async (tenant, pseudonym, at) => {
    const certificate = await keys.destroy(tenant, pseudonym, at);
    await access.revokeSubject(tenant, pseudonym);
    return certificate;
  },
});
