/**
 * Colours that the colour-blind can tell apart, each with a contrast of 4.5 at least on white where it carries text. Never colour alone: every use
 * has its own symbol, hatch, length or label as well.
 */
export const ink = '#1b1f24';
export const quiet = '#57606a';
export const line = '#d0d7de';
export const before = '#9a5b00';
export const after = '#12436d';
export const third = '#28747a';
export const pale = '#c9d9e8';
export const middle = '#5b8db8';
export const hatch = '#8c959f';

/** Light to dark blue for 0 to 1. */
const SEQUENTIAL = ['#f3f7fb', '#d9e6f2', '#b3cde3', '#85aed1', '#6596c2', '#2c659a', '#12436d'] as const;
/** Orange for below zero, blue above. */
const BELOW = ['#fbf3ea', '#f2d9b8', '#e0b07a', '#c4843b', '#9a5b00'] as const;
const ABOVE = ['#f3f7fb', '#c9dced', '#8fb6d8', '#5f97c6', '#12436d'] as const;

const step = (colours: readonly string[], share: number): string =>
  colours[Math.min(colours.length - 1, Math.max(0, Math.floor(share * colours.length)))] ?? '#ffffff';

export const sequential = (share: number): string => step(SEQUENTIAL, share);
export const diverging = (share: number): string => (share < 0 ? step(BELOW, -share) : step(ABOVE, share));

const channel = (hex: string, at: number): number => {
  const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
};
/** Relative luminance (WCAG 2). */
export const luminance = (hex: string): number => 0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5);
export const contrast = (a: string, b: string): number => {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};
/** Text that can be read on the colour. */
export const textOn = (colour: string): string => (contrast(ink, colour) >= contrast('#ffffff', colour) ? ink : '#ffffff');
