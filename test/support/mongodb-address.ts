/**
 * The address with another name for its databases. Where an account is named and not where it is kept, the address's own name says that, or
 * `admin`: that stays so. By pattern: several hosts with ports are no URL.
 */
export const mongodbNamed = (address: string, name: string): string => {
  const [, server = '', own = '', query = ''] = /^([^:]+:\/\/[^/?]+)\/?([^?]*)\??(.*)$/.exec(address) ?? [];
  const settings = query === '' ? [] : [query];
  if (server.includes('@') && !/(?:^|&)authSource=/i.test(query)) settings.push(`authSource=${own === '' ? 'admin' : own}`);
  return `${server}/${name}${settings.length === 0 ? '' : `?${settings.join('&')}`}`;
};
