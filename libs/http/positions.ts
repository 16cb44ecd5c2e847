import { refuse, type Position } from '#libs/kernel';

/** How a position leaves the server: with its country and the log's epoch, so that one of another log is never taken for one of this. */
export const positionToken = (tenant: string, epoch: number, position: Position): string => `${tenant}.${epoch}.${position}`;

/** @throws Refusal position-malformed | position-of-another-country | position-of-another-epoch */
export const parsePositionToken = (token: string, tenant: string, epoch: number): Position => {
  const match = /^([a-z0-9]+)\.(\d{1,9})\.([A-Za-z0-9_:-]{1,64})$/.exec(token);
  if (!match) return refuse('position-malformed', { after: token.slice(0, 80) }, '/after');
  const [, country, itsEpoch, position] = match as unknown as [string, string, string, string];
  if (country !== tenant) refuse('position-of-another-country', { country }, '/after');
  if (Number(itsEpoch) !== epoch) refuse('position-of-another-epoch', { epoch: Number(itsEpoch), current: epoch }, '/after');
  return position;
};
