/** The notices of a page, and last the attribution of the framework it shows; a shorter notice about the same source gives way to it. */
export const furtherNotices = (notices: readonly string[], attribution: string | undefined): readonly string[] => {
  if (attribution === undefined) return notices;
  // An attribution begins with its source: "DigCompEdu © European Union, 2017. …"
  const [source = attribution] = /^[^,.;]+/.exec(attribution) ?? [];
  return [...notices.filter((notice) => !notice.includes(source)), attribution];
};
