/** What plans, releases and studies are called: part of an address and of a file's name. */
export const LABEL = /^[0-9a-z]+(?:-[0-9a-z]+)*$/;
